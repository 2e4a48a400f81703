/// The publishing half of the bus, behind its lock.
struct PublishState: ~Copyable {
    private(set) var ledger = PublishLedger()
    private var backlog: Backlog
    private var refused = RefusedSubjects()
    private var accepting = true
    /// There is one exactly when the ledger has a generation.
    private var connection: NATSConnection?

    init(backlogBytes: Int) {
        backlog = Backlog(limit: backlogBytes)
    }

    mutating func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) {
        ledger.see()
        guard accepting else { return ledger.lose(.disconnected) }
        if !refused.isEmpty, !refused.admits("\(subject)", now: .now) { return ledger.lose(.writeFailed) }
        // Two old ones for each new one, so that the backlog empties however fast new ones come.
        if !backlog.isEmpty { drainBacklog(limit: 2) }
        if backlog.isEmpty, let connection {
            switch connection.publish(payload, to: subject) {
            case .accepted: return ledger.handOver()
            case .oversized: return ledger.lose(.oversized)
            case .refused: disconnect()
            }
        }
        if backlog.append(payload, to: subject) { ledger.queue() } else { ledger.lose(.busFull) }
    }

    mutating func countLost(_ count: UInt64, _ reason: LossReason) {
        ledger.see(count)
        ledger.lose(count, reason)
    }

    /// The server does not let us publish on a subject; what was sent to it before this was noticed counts as confirmed.
    mutating func refuse(_ subject: String) { refused.refuse(subject, now: .now) }

    mutating func connect(_ connection: NATSConnection, generation: UInt64) {
        ledger.connect(generation: generation)
        refused.forget()
        self.connection = connection
    }

    mutating func disconnect() {
        ledger.disconnect()
        connection = nil
    }

    mutating func confirm(_ fence: PublishLedger.Fence, generation: UInt64) {
        ledger.confirm(fence, generation: generation)
        if ledger.generation == nil { connection = nil }
    }

    /// Hands over up to `limit` events of the backlog; true when there is more that could be handed over.
    @discardableResult
    mutating func drainBacklog(limit: Int) -> Bool {
        for _ in 0..<limit {
            guard let connection, !backlog.isEmpty else { return false }
            var result = NATSConnection.PublishResult.refused
            let taken = backlog.takeFirst { payload, subject in
                result = connection.publish(payload, to: subject)
                return result != .refused
            }
            guard taken else {
                disconnect()
                return false
            }
            ledger.unqueue()
            if result == .accepted { ledger.handOver() } else { ledger.lose(.oversized) }
        }
        return !backlog.isEmpty
    }

    /// Takes no more events.
    mutating func stopAccepting() { accepting = false }

    /// Settles what is left; nothing may be handed over after it.
    mutating func finish() {
        accepting = false
        ledger.finish()
        connection = nil
    }
}

extension PublishLedger {
    /// One event.
    mutating func lose(_ reason: LossReason) { lose(1, reason) }
}
