import Glibc
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP/1.1 server for a few fixed paths.
public final class HTTPServer: Sendable {
    /// Where it listens: `http://127.0.0.1:8282`.
    public let url: String
    public let port: Int
    private let channel: any Channel
    private let threads: MultiThreadedEventLoopGroup

    /// Listens on `address`, whose port may be 0, and logs one line when it does.
    public static func start(
        on address: ListenAddress, routes: [HTTPRoute], more: HTTPExtension = HTTPExtension(), logger: Logger
    ) async throws(DaemonError) -> HTTPServer {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let answers = Dictionary(routes.map { ($0.path, $0.answer) }) { first, _ in first }
        let open = OpenConnections(limit: more.limits.connections)
        let bootstrap = ServerBootstrap(group: threads)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard open.enter(until: channel.closeFuture) else { throw ChannelError.connectTimeout(.zero) }
                    try channel.pipeline.syncOperations.serveHTTP(answers: answers, more: more)
                }
            }
        do {
            let channel = try await bootstrap.bind(host: address.host, port: address.port).get()
            let server = HTTPServer(channel: channel, scheme: more.scheme, host: address.host, threads: threads)
            logger.info("listening on \(server.url)/metrics")
            return server
        } catch {
            try? await threads.shutdownGracefully()
            throw DaemonError(
                "cannot listen on \(address): \(Self.text(error))",
                hint: Self.advice(error, address.port, option: more.addressOption ?? "address"))
        }
    }

    private init(channel: any Channel, scheme: String, host: String, threads: MultiThreadedEventLoopGroup) {
        self.channel = channel
        self.threads = threads
        port = channel.localAddress?.port ?? 0
        url = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Closes every connection and stops listening.
    public func stop() async {
        try? await channel.close()
        try? await threads.shutdownGracefully()
    }

    private static func advice(_ error: any Error, _ port: Int, option: String) -> String {
        guard (error as? IOError)?.errnoCode == EADDRINUSE else { return "choose a free address of this machine" }
        guard OutgoingPorts().contains(port) else { return "end what has it, or give another \(option)" }
        return
            "give another \(option), or keep the port from outgoing connections with \(OutgoingPorts.reservation(port))"
    }

    private static func text(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return errnoText(error.errnoCode)
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Adds the HTTP decoder with its limits, and the handler that answers.
    fileprivate func serveHTTP(answers: [String: @Sendable (HTTPRequest) -> HTTPAnswer], more: HTTPExtension) throws {
        try more.prepare(self)
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = more.limits.headerFieldBytes
        decoder.maxHeaderListSize = more.limits.headerFieldBytes * 2
        decoder.maxHeaderFieldCount = more.limits.headerFields
        let connection = HTTPConnection(answers: answers, more: more)
        let bound = NIOLoopBound(connection, eventLoop: eventLoop)
        let upgrade = more.upgrade.map { upgrade in
            (
                upgraders: [upgrade.upgrader],
                completionHandler: { @Sendable (context: ChannelHandlerContext) in
                    context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
                }
            ) as NIOHTTPServerUpgradeConfiguration
        }
        try configureHTTPServerPipeline(
            withPipeliningAssistance: true, withServerUpgrade: upgrade, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: decoder)
        try addHandler(connection)
    }
}

/// Counts connections against a limit.
private final class OpenConnections: Sendable {
    private let count = Atomic(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// False when the limit is reached; otherwise counts until `closed` is fulfilled.
    func enter(until closed: EventLoopFuture<Void>) -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            count.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        closed.whenComplete { _ in self.count.wrappingSubtract(1, ordering: .relaxed) }
        return true
    }
}
