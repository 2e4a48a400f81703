import Daemon

/// What is known of one node.
struct NodeState: Sendable {
    /// nil for the node of subjects without a name.
    let name: String?
    let label: [UInt8]
    var store: SeriesStore
    var sequences = SequenceTracker()
    var pings = PendingPings()
    /// The process that told of connections last; 0 for none.
    var connectionsPID: UInt32 = 0
    /// The orphans of the last answer: bytes by wtxid.
    var orphans: [String: UInt64]?
    var addrman = AddrmanSlots()
    var processes = ProcessSamples()
    var blocksSeen = BlocksSeen()
    var overview = NodeOverview()

    init(name: String?, _ layout: MetricLayout) {
        self.name = name
        label = name.map { MetricsWriter.render([("node", $0)]) } ?? []
        store = SeriesStore(layout)
    }

    mutating func age() {
        store.age()
        pings.age(tick: store.tick)
    }
}
