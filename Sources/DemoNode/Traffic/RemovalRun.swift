/// An exact number of `mempool:removed` hits, evenly spread over a time, and nothing else.
struct RemovalRun {
    let count: Int
    let lengthNanoseconds: Int64
    private var removed = 0

    init(count: Int, milliseconds: Int) {
        self.count = count
        lengthNanoseconds = Int64(milliseconds) * 1_000_000
    }

    /// Nanoseconds after the beginning at which the next hit is due; nil when all are done.
    var due: Int64? { removed < count ? lengthNanoseconds * Int64(removed) / Int64(count) : nil }

    mutating func fire<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) {
        removed += 1
        let entry = state.mempool.removeAny(nowSeconds: probes.nowSeconds, random: &state.random)
        probes.fire(.removed(entry, reason: "block"))
    }
}
