import PeerObserver

/// uptime, getnettotals and getmemoryinfo
struct RPCNode: Sendable {
    private let uptimeGroup, totalsGroup, memoryGroup: MetricGroup
    private let uptime, received, sent, used, free, total, locked, chunksUsed, chunksFree: GaugeSlot
    private let receivedTotal, sentTotal: CounterSlot

    init(_ layout: inout MetricLayout) {
        uptimeGroup = layout.group("rpc: uptime", expires: true)
        uptime = layout.gauge("rpc_uptime", "Seconds that the node has been running.")
        totalsGroup = layout.group("rpc: getnettotals", expires: true)
        received = layout.gauge(
            "rpc_nettotals_total_bytes_received", "Bytes that the node has received since its start.")
        sent = layout.gauge("rpc_nettotals_total_bytes_sent", "Bytes that the node has sent since its start.")
        receivedTotal = layout.counter(
            "rpc_nettotals_received_bytes_total", "Bytes that the node has received since its start.")
        sentTotal = layout.counter("rpc_nettotals_sent_bytes_total", "Bytes that the node has sent since its start.")
        memoryGroup = layout.group("rpc: getmemoryinfo", expires: true)
        let prefix = "rpc_memoryinfo_locked_"
        used = layout.gauge(prefix + "used", "Bytes of locked memory in use.")
        free = layout.gauge(prefix + "free", "Bytes of locked memory not in use.")
        total = layout.gauge(prefix + "total", "Bytes of locked memory.")
        locked = layout.gauge(prefix + "locked", "Bytes that could be locked.")
        chunksUsed = layout.gauge(prefix + "chunks_used", "Chunks of locked memory in use.")
        chunksFree = layout.gauge(prefix + "chunks_free", "Chunks of locked memory not in use.")
    }

    func collectUptime(_ seconds: UInt32, _ node: inout NodeState) {
        node.store.refresh(uptimeGroup)
        node.store.set(uptime, to: seconds)
    }

    func collect(_ answer: NetTotals, _ node: inout NodeState) {
        node.store.refresh(totalsGroup)
        node.store.set(received, to: answer.totalBytesReceived)
        node.store.set(sent, to: answer.totalBytesSent)
        node.store.set(receivedTotal, to: answer.totalBytesReceived)
        node.store.set(sentTotal, to: answer.totalBytesSent)
    }

    func collect(_ answer: MemoryInfo, _ node: inout NodeState) {
        node.store.refresh(memoryGroup)
        node.store.set(used, to: answer.used)
        node.store.set(free, to: answer.free)
        node.store.set(total, to: answer.total)
        node.store.set(locked, to: answer.locked)
        node.store.set(chunksUsed, to: answer.chunksUsed)
        node.store.set(chunksFree, to: answer.chunksFree)
    }
}
