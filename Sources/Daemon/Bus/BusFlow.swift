/// What inputs that can wait need to know of events that are on their way.
public protocol BusFlow: Sendable {
    var isConnected: Bool { get }
    /// Events that are neither settled nor lost yet.
    var inFlight: UInt64 { get }
    /// A number of events from the beginning on that are settled; more may be.
    var settled: UInt64 { get }
}

extension NATSBus: BusFlow {
    public var inFlight: UInt64 { published.inFlight }

    /// Events settle in the order in which they were published; only those that are lost do so at once.
    public var settled: UInt64 {
        let ledger = published
        return ledger.inFlight == 0 ? ledger.seen : ledger.confirmed + ledger.inDoubt
    }
}
