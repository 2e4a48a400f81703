import Daemon
import PeerObserver

/// How long the node takes to answer: it works through a peer's messages one after the other, so this is its backlog.
struct PingMeasurement {
    private let isOn: Bool
    private let interval: UInt64
    /// Pings that wait for their pong, oldest first.
    private var waiting: [(nonce: UInt64, sent: Moment)] = []
    private(set) var due: UInt64?

    /// No more are sent while so many wait: two hours of a node that answers nothing, at the usual interval.
    static let mostWaiting = 720

    /// - Parameter interval: Nanoseconds.
    init(isOn: Bool, interval: UInt64) {
        self.isOn = isOn
        self.interval = interval
    }

    mutating func begin(at now: Moment) -> [Action] {
        guard isOn else { return [] }
        due = now.monotonic
        return timePassed(at: now)
    }

    mutating func timePassed(at now: Moment) -> [Action] {
        guard let due, now.monotonic >= due else { return [] }
        // Late pings are not made up for.
        self.due = due + interval > now.monotonic ? due + interval : now.monotonic + interval
        guard waiting.count < Self.mostWaiting else { return [] }
        let nonce = UInt64.random(in: .min ... .max)
        waiting.append((nonce, now))
        return [.send(OutboundMessage("ping", Ping(value: nonce)))]
    }

    mutating func pong(_ reader: inout ByteReader, at now: Moment) throws(PayloadError) -> [Action] {
        let nonce = try Pong(payload: &reader).value
        guard let index = waiting.firstIndex(where: { $0.nonce == nonce }) else { return [.unknownPong] }
        let sent = waiting.remove(at: index).sent
        return [.publish(.pingDuration(PingDuration(duration: now.since(sent))))]
    }

    /// The node's own ping. One without a nonce wants no answer (before BIP-0031).
    func ping(_ reader: inout ByteReader) throws(PayloadError) -> [Action] {
        guard !reader.isAtEnd else { return [] }
        return [.send(OutboundMessage("pong", Pong(value: try Ping(payload: &reader).value)))]
    }
}
