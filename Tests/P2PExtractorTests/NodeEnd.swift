import Daemon
import PeerObserver

@testable import P2PExtractor

/// A session with a node at its other end, and a clock that a test moves.
struct NodeEnd {
    var session: Session
    var now = Moment(monotonic: 1_000_000_000, unix: 1_700_000_000_000_000_000)
    let network: Network

    init(_ settings: SessionSettings = SessionSettings(), knownBlock: Hash256? = nil) {
        network = settings.network
        session = Session(settings: settings, opened: now, knownBlock: knownBlock)
    }

    /// After the handshake.
    static func established(_ settings: SessionSettings = SessionSettings(), knownBlock: Hash256? = nil) -> NodeEnd {
        var node = NodeEnd(settings, knownBlock: knownBlock)
        _ = node.say("version", NodeEnd.version)
        _ = node.say("verack")
        return node
    }

    static let version = encoded(
        Version(
            version: 70016, services: 1033, timestamp: 1_700_000_000,
            receiver: Address(timestamp: 0, host: .ipv4("192.0.2.1"), port: 8333, services: 0),
            sender: Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 1033), nonce: 7,
            userAgent: "/Satoshi:31.0.0/", startHeight: 900_000, relay: true))

    static func encoded(_ content: some PayloadEncodable) -> [UInt8] {
        var writer = ByteWriter()
        content.encodePayload(into: &writer)
        return writer.array
    }

    static func frame(_ command: String, _ payload: [UInt8] = [], network: Network = .mainnet) -> [UInt8] {
        var writer = ByteWriter()
        Frame.encode(command, payload: payload, network: network, into: &writer)
        return writer.array
    }

    mutating func pass(_ duration: Duration) -> [Action] {
        let nanoseconds = duration.nanoseconds
        now.monotonic += nanoseconds
        now.unix += nanoseconds
        return session.timePassed(at: now)
    }

    mutating func send(_ bytes: [UInt8]) -> [Action] { bytes.withUnsafeBytes { session.receive($0, at: now) } }

    /// What the session does about a message, without counting it.
    mutating func say(_ command: String, _ payload: [UInt8] = []) -> [Action] {
        send(Self.frame(command, payload, network: network)).filter { $0 != .received(command) }
    }

    mutating func say(_ command: String, _ content: some PayloadEncodable) -> [Action] {
        say(command, Self.encoded(content))
    }
}

extension [Action] {
    /// Types of the messages for the node.
    var sent: [String] { messages.map(\.command) }

    var messages: [OutboundMessage] {
        compactMap { if case .send(let message) = $0 { message } else { nil } }
    }

    var published: [P2PEvent.Kind] {
        compactMap { if case .publish(let kind) = $0 { kind } else { nil } }
    }

    var announcements: [BlockAnnouncement] {
        published.compactMap { if case .blockAnnouncement(let block) = $0 { block } else { nil } }
    }

    var closed: DisconnectReason? {
        compactMap { if case .close(let reason, _) = $0 { reason } else { nil } }.first
    }
}
