import PeerObserver

/// estimatesmartfee
struct RPCFees: Sendable {
    private let group: MetricGroup
    private let rate: GaugeSlot

    private static let targets: [UInt32] = [1, 2, 3, 6, 12, 24, 144, 504, 1008]

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: estimatesmartfee", expires: true)
        rate = layout.gauge(
            "rpc_estimatesmartfee_feerate",
            "Estimated fee rate for confirmation within some blocks, in satoshi per virtual byte.",
            by: MetricLabel("target_block", Self.targets.map(String.init)),
            MetricLabel("mode", ["unset", "economical", "conservative"]))
    }

    func collect(_ answer: EstimateSmartFee, _ node: inout NodeState) {
        guard let target = Self.targets.firstIndex(of: answer.requestedBlocks), 0...2 ~= answer.mode.rawValue else {
            return
        }
        node.store.refresh(group)
        let mode = Int(answer.mode.rawValue)
        if let feeRate = answer.feeRate {
            node.store.set(rate, target, mode, to: feeRate)
        } else {
            node.store.unset(rate, target, mode)
        }
    }
}
