import Synchronization

/// Tells that a loop of the program still goes round.
public final class Heartbeat: Sendable {
    let name: String
    private let count = Atomic<UInt64>(0)

    init(_ name: String) { self.name = name }

    /// To be called once a round, and at least every few seconds.
    public func beat() { count.wrappingAdd(1, ordering: .relaxed) }

    var rounds: UInt64 { count.load(ordering: .relaxed) }
}

/// The loops of a program.
public final class Heartbeats: Sendable {
    private let all = Mutex<[Heartbeat]>([])

    public init() {}

    /// Watches a loop from now on.
    /// - Parameter name: what the log calls it.
    public func add(_ name: String) -> Heartbeat {
        let heartbeat = Heartbeat(name)
        all.withLock { $0.append(heartbeat) }
        return heartbeat
    }

    var list: [Heartbeat] { all.withLock { $0 } }
}

/// Decides whether a program gets on with its work, from one look to the next.
struct Progress {
    private var rounds: [ObjectIdentifier: UInt64] = [:]
    private var handled: UInt64?

    /// What has stood still since the last look; nil for nothing.
    ///
    /// A loop has to have gone round. Where events wait for the handler, it has to have handled or lost some: with a NATS server
    /// that is away, nothing waits.
    mutating func stall(
        _ heartbeats: [Heartbeat], _ delivered: (ledger: DeliveryLedger, waiting: UInt64)?
    ) -> String? {
        var stalled: String?
        for heartbeat in heartbeats {
            let now = heartbeat.rounds
            let before = rounds.updateValue(now, forKey: ObjectIdentifier(heartbeat))
            if before == now { stalled = heartbeat.name }
        }
        if let delivered {
            let now = delivered.ledger.seen - delivered.ledger.taken
            if now == handled, delivered.waiting > 0 { stalled = "the handling of events" }
            handled = now
        }
        return stalled
    }
}
