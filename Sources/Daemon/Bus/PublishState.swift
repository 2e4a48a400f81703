/// The publishing half of the bus, behind its lock.
struct PublishState: ~Copyable {
    private(set) var ledger = PublishLedger()
    private var backlog: Backlog
    private var accepting = true
    private let connection: NATSConnection

    init(connection: NATSConnection, backlogBytes: Int) {
        self.connection = connection
        backlog = Backlog(limit: backlogBytes)
    }

    var hasBacklog: Bool { !backlog.isEmpty }

    mutating func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) {
        ledger.see()
        guard accepting else { return ledger.lose(.disconnected) }
        // Two old ones for each new one, so that the backlog empties however fast new ones come.
        if !backlog.isEmpty { drainBacklog(limit: 2) }
        if backlog.isEmpty, ledger.generation != nil {
            switch connection.publish(payload, to: subject) {
            case .accepted: return ledger.handOver()
            case .oversized: return ledger.lose(.oversized)
            case .refused: ledger.disconnect()
            }
        }
        if backlog.append(payload, to: subject) { ledger.queue() } else { ledger.lose(.busFull) }
    }

    mutating func countLost(_ count: UInt64, _ reason: LossReason) {
        ledger.see(count)
        ledger.lose(count, reason)
    }

    mutating func connect(generation: UInt64) { ledger.connect(generation: generation) }

    mutating func disconnect() { ledger.disconnect() }

    mutating func confirm(_ fence: PublishLedger.Fence, generation: UInt64) {
        ledger.confirm(fence, generation: generation)
    }

    /// Hands over up to `limit` events of the backlog.
    mutating func drainBacklog(limit: Int) {
        for _ in 0..<limit where ledger.generation != nil {
            var result = NATSConnection.PublishResult.refused
            let taken = backlog.takeFirst { payload, subject in
                result = connection.publish(payload, to: subject)
                return result != .refused
            }
            guard taken else {
                if !backlog.isEmpty { ledger.disconnect() }
                return
            }
            ledger.unqueue()
            if result == .accepted { ledger.handOver() } else { ledger.lose(.oversized) }
        }
    }

    /// Takes no more events.
    mutating func stopAccepting() { accepting = false }

    /// Settles what is left; nothing may be handed over after it.
    mutating func finish() {
        accepting = false
        ledger.finish()
    }
}

extension PublishLedger {
    /// One event.
    mutating func lose(_ reason: LossReason) { lose(1, reason) }
}
