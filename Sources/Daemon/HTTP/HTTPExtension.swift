public import NIOCore
public import NIOHTTP1

/// What a daemon's HTTP server does beyond its fixed paths.
public struct HTTPExtension: Sendable {
    public var limits = HTTPLimits()
    /// The option that says where it listens, for who has to give another one.
    public var addressOption: String?
    /// What URLs of this server start with; `https` where `prepare` adds TLS.
    public var scheme = "http"
    /// Adds handlers to a new connection, before those of HTTP.
    public var prepare: @Sendable (ChannelPipeline.SynchronousOperations) throws -> Void = { _ in }
    /// Another protocol that a client may change to with its first request.
    public var upgrade: HTTPUpgrade?
    /// Answers a GET of a path that is no route's; nil for 404. On the server's thread: it must not block for long.
    public var file: @Sendable (_ path: String) -> HTTPAnswer? = { _ in nil }

    public init() {}
}

/// A protocol that a client may change to.
public struct HTTPUpgrade: Sendable {
    let upgrader: any HTTPServerProtocolUpgrader & Sendable
    let isRefusal: @Sendable (any Error) -> Bool
    let refusal: @Sendable (HTTPRequestHead) -> HTTPAnswer

    /// - Parameters:
    ///   - isRefusal: Whether an error comes from `upgrader`, which refuses a request.
    ///   - refusal: The answer to such a request.
    public init(
        _ upgrader: any HTTPServerProtocolUpgrader & Sendable, isRefusal: @escaping @Sendable (any Error) -> Bool,
        refusal: @escaping @Sendable (HTTPRequestHead) -> HTTPAnswer
    ) {
        self.upgrader = upgrader
        self.isRefusal = isRefusal
        self.refusal = refusal
    }
}
