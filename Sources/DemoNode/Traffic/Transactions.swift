import PeerObserver

/// What becomes of a transaction that a peer sent.
enum Acceptance {
    static let rejections = [
        "min relay fee not met", "bad-txns-inputs-missingorspent", "insufficient fee", "txn-mempool-conflict",
        "too-long-mempool-chain", "dust", "mempool min fee not met", "non-BIP68-final", "txn-already-in-mempool",
        "mempool-script-verify-flag-failed (Signature must be zero for failed CHECK(MULTI)SIG operation)",
    ]

    static func consider<Target: Sink>(
        _ transaction: GeneratedTransaction, in state: inout NodeState, probes: inout Probes<Target>
    ) {
        let now = probes.nowSeconds
        let entry = MempoolEntry(
            txid: transaction.txid, vsize: transaction.vsize, feeSat: transaction.feeSat, entrySeconds: UInt64(now))
        switch state.random.below(100) {
        case ..<82:
            accept(entry, in: &state, probes: &probes)
        case ..<87:
            let old = state.mempool.removeAny(nowSeconds: now, random: &state.random)
            probes.fire(.replaced(old, by: entry))
            probes.fire(.removed(old, reason: "replaced"))
            accept(entry, in: &state, probes: &probes)
        case ..<88:
            let old = state.mempool.removeAny(nowSeconds: now, random: &state.random)
            probes.fire(.removed(old, reason: state.random.chance(percent: 50) ? "expiry" : "sizelimit"))
        default:
            reject(transaction, in: &state, probes: &probes)
        }
    }

    private static func accept<Target: Sink>(
        _ entry: MempoolEntry, in state: inout NodeState, probes: inout Probes<Target>
    ) {
        probes.fire(.added(entry))
        state.mempool.add(entry)
    }

    /// The coins fetched for a rejected transaction leave the cache again.
    private static func reject<Target: Sink>(
        _ transaction: GeneratedTransaction, in state: inout NodeState, probes: inout Probes<Target>
    ) {
        probes.fire(.rejected(txid: transaction.txid, reason: state.random.element(of: rejections)))
        for index in 0..<state.random.below(3) {
            probes.fire(
                .uncache(
                    UncachedCoin(
                        txid: state.random.hash(), outputIndex: UInt32(index),
                        height: UInt32(state.random.within(400_000...900_000)),
                        valueSat: Int64(state.random.within(330...100_000_000)),
                        isCoinbase: state.random.chance(percent: 3))))
        }
    }
}
