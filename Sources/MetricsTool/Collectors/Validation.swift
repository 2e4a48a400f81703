import PeerObserver

/// Blocks connected to the chain.
struct Validation: Sendable {
    private let height, time, sigops, inputs, transactions: GaugeSlot
    private let timeSum, blocks: CounterSlot
    private let seconds: HistogramSlot

    init(_ layout: inout MetricLayout) {
        layout.group("validation:block_connected")
        let latest = "validation_block_connected_latest_"
        height = layout.gauge(latest + "height", "Height of the block connected last.")
        time = layout.gauge(latest + "connection_time", "Microseconds that connecting the last block took.")
        sigops = layout.gauge(latest + "sigops", "Signature operations cost of the block connected last.")
        inputs = layout.gauge(latest + "inputs", "Inputs of the block connected last.")
        transactions = layout.gauge(latest + "transactions", "Transactions of the block connected last.")
        timeSum = layout.counter(
            "validation_block_connected_connection_time", "Sum of the microseconds that connecting blocks took.")
        blocks = layout.counter("validation_blocks_connected_total", "Blocks connected.")
        seconds = layout.histogram(
            "validation_block_connection_seconds", "Seconds that connecting a block took.", bounds: Bounds.blockSeconds)
    }

    func collect(_ event: ValidationEvent, _ node: inout NodeState) {
        guard case .blockConnected(let block) = event.event else { return }
        let microseconds = block.connectionTime / 1000
        node.store.set(height, to: block.height)
        node.store.set(time, to: microseconds)
        node.store.set(sigops, to: block.sigops)
        node.store.set(inputs, to: block.inputs)
        node.store.set(transactions, to: block.transactions)
        node.store.add(microseconds, to: timeSum)
        node.store.add(to: blocks)
        node.store.observe(Double(block.connectionTime) / 1e9, in: seconds)
        node.overview.height = block.height
        node.overview.blockTick = node.store.tick
    }
}
