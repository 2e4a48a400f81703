import Daemon
import PeerObserver
import Synchronization

/// What `/metrics` shows of the connections.
final class P2PMetrics: Sendable {
    let receivedBytes = Counter()
    let unknownPongs = Counter()
    private let accepted = Counter()
    private let handshakes = Counter()
    private let reconnects = Counter()
    private let open = Mutex(0)
    private let established = Mutex(0)
    private let disconnects = Dictionary(uniqueKeysWithValues: DisconnectReason.allCases.map { ($0, Counter()) })
    /// By message type; those that Core does not send are counted as one, since a peer chooses their names.
    private let messages = Dictionary(uniqueKeysWithValues: MessageTable.commands.map { ($0, Counter()) })
    private let otherMessages = Counter()

    func opened() {
        accepted.increment()
        open.withLock { $0 += 1 }
    }

    func established(isReconnect: Bool) {
        handshakes.increment()
        if isReconnect { reconnects.increment() }
        established.withLock { $0 += 1 }
    }

    func ended(_ reason: DisconnectReason, wasEstablished: Bool) {
        refused(reason)
        open.withLock { $0 -= 1 }
        if wasEstablished { established.withLock { $0 -= 1 } }
    }

    /// It never was a connection.
    func refused(_ reason: DisconnectReason) { disconnects[reason]?.increment() }

    func disconnects(_ reason: DisconnectReason) -> UInt64 { disconnects[reason]?.value ?? 0 }

    func count(message command: String) { (messages[command] ?? otherMessages).increment() }

    func register(in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { [self] writer in
            writer.metric("\(prefix)connections", .gauge, "Open connections, by state.")
            let (open, established) = (open.withLock { $0 }, established.withLock { $0 })
            writer.sample("\(prefix)connections", [("state", "established")], UInt64(max(0, established)))
            writer.sample("\(prefix)connections", [("state", "handshake")], UInt64(max(0, open - established)))
            let counters: [(String, String, Counter)] = [
                ("connections_total", "Connections that were accepted.", accepted),
                ("handshakes_total", "Handshakes that were completed.", handshakes),
                ("reconnects_total", "Handshakes of nodes that had been connected before.", reconnects),
                ("received_bytes_total", "Bytes that nodes sent.", receivedBytes),
                ("unknown_pongs_total", "Pongs that answer no ping of ours; they are ignored.", unknownPongs),
            ]
            for (name, help, counter) in counters {
                writer.metric(prefix + name, .counter, help)
                writer.sample(prefix + name, counter.value)
            }
            writer.metric("\(prefix)disconnects_total", .counter, "Connections that ended, by reason.")
            for reason in DisconnectReason.allCases {
                writer.sample(
                    "\(prefix)disconnects_total", [("reason", reason.rawValue)], disconnects(reason))
            }
            writer.metric("\(prefix)messages_total", .counter, "Whole messages of nodes, by type.")
            for (command, counter) in messages.sorted(by: { $0.key < $1.key }) where counter.value > 0 {
                writer.sample("\(prefix)messages_total", [("type", command)], counter.value)
            }
            writer.sample("\(prefix)messages_total", [("type", "other")], otherMessages.value)
        }
    }
}
