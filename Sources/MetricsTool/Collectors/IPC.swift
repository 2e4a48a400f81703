import PeerObserver

/// What the node's IPC interface tells.
struct IPC: Sendable {
    private let height: GaugeSlot

    init(_ layout: inout MetricLayout) {
        layout.group("ipc")
        height = layout.gauge("ipc_block_tip_height", "Height of the best block, as the IPC interface tells it.")
    }

    func collect(_ event: IPCEvent, _ node: inout NodeState) {
        if case .blockTip(let tip) = event.event { node.store.set(height, to: tip.height) }
    }
}
