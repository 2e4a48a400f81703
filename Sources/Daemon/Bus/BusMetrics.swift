extension MetricsRegistry {
    /// Adds what a program that publishes tells of its events, under the program's prefix.
    ///
    /// - Parameter name: Stands behind the prefix, where the program counts events that it receives too.
    public func addPublishMetrics(as name: String = "", _ ledger: @escaping @Sendable () -> PublishLedger) {
        let prefix = prefix + name
        collect { writer in
            let ledger = ledger()
            writer.events(prefix, seen: ledger.seen, lost: ledger.lost, inFlight: ledger.inFlight)
            writer.metric("\(prefix)events_confirmed_total", .counter, "Events that the NATS server has acknowledged.")
            writer.sample("\(prefix)events_confirmed_total", ledger.confirmed)
            writer.metric(
                "\(prefix)events_in_doubt_total", .counter,
                "Events sent on a connection that broke before the NATS server acknowledged them.")
            writer.sample("\(prefix)events_in_doubt_total", ledger.inDoubt)
        }
    }

    /// Adds what a program that subscribes tells of its events, under the program's prefix.
    public func addDeliveryMetrics(_ counts: @escaping @Sendable () -> (ledger: DeliveryLedger, waiting: UInt64)?) {
        let prefix = prefix
        collect { writer in
            let (ledger, waiting) = counts() ?? (DeliveryLedger(), 0)
            let inFlight = ledger.taken + waiting
            writer.events(prefix, seen: ledger.seen + waiting, lost: ledger.lost, inFlight: inFlight)
            writer.metric("\(prefix)events_handled_total", .counter, "Events that were processed to the end.")
            writer.sample("\(prefix)events_handled_total", ledger.handled)
        }
    }
}

extension MetricsWriter {
    fileprivate mutating func events(_ prefix: String, seen: UInt64, lost: LossCounts, inFlight: UInt64) {
        metric("\(prefix)events_seen_total", .counter, "Events that came into being here or arrived here.")
        sample("\(prefix)events_seen_total", seen)
        metric("\(prefix)events_lost_total", .counter, "Events that were lost, by reason.")
        for reason in LossReason.allCases {
            sample("\(prefix)events_lost_total", [("reason", reason.rawValue)], lost[reason])
        }
        metric("\(prefix)events_in_flight", .gauge, "Events on their way, neither delivered nor lost yet.")
        sample("\(prefix)events_in_flight", inFlight)
    }
}
