import PeerObserver

/// Every collector, in the order in which a scrape shows their metrics. A new one is its file, a line here, and a line
/// in `Dispatch.swift` where its events come from.
///
/// A class, so that counting an event copies a reference and not the places of all metrics.
final class CollectorTable: Sendable {
    let accounts: EventAccounts
    let messages: P2PMessages
    let addresses: P2PAddresses
    let inventory: P2PInventory
    let pings: P2PPings
    let versions: P2PVersions
    let connections: Connections
    let mempool: Mempool
    let validation: Validation
    let addrmanInserts: AddrmanInserts
    let utxoCache: UTXOCache
    let rpcPeers: RPCPeers
    let rpcMempool: RPCMempool
    let rpcNode: RPCNode
    let rpcAddrman: RPCAddrman
    let rpcChain: RPCChain
    let rpcNetwork: RPCNetwork
    let rpcOrphans: RPCOrphans
    let rpcRawAddrman: RPCRawAddrman
    let rpcFees: RPCFees
    let rpcMining: RPCMining
    let rpcDeployments: RPCDeployments
    let rpcHealth: RPCHealth
    let process: NodeProcess
    let p2pExtractor: P2PExtractorMetrics
    let log: LogLines
    let logCompactBlocks: LogCompactBlocks
    let logDetails: LogDetails
    let ipc: IPC

    /// Where each metric is kept.
    let layout: MetricLayout

    init() {
        var layout = MetricLayout()
        accounts = EventAccounts(&layout)
        messages = P2PMessages(&layout)
        addresses = P2PAddresses(&layout)
        inventory = P2PInventory(&layout)
        pings = P2PPings(&layout)
        versions = P2PVersions(&layout)
        connections = Connections(&layout)
        mempool = Mempool(&layout)
        validation = Validation(&layout)
        addrmanInserts = AddrmanInserts(&layout)
        utxoCache = UTXOCache(&layout)
        rpcPeers = RPCPeers(&layout)
        rpcMempool = RPCMempool(&layout)
        rpcNode = RPCNode(&layout)
        rpcAddrman = RPCAddrman(&layout)
        rpcChain = RPCChain(&layout)
        rpcNetwork = RPCNetwork(&layout)
        rpcOrphans = RPCOrphans(&layout)
        rpcRawAddrman = RPCRawAddrman(&layout)
        rpcFees = RPCFees(&layout)
        rpcMining = RPCMining(&layout)
        rpcDeployments = RPCDeployments(&layout)
        rpcHealth = RPCHealth(&layout)
        process = NodeProcess(&layout)
        p2pExtractor = P2PExtractorMetrics(&layout)
        log = LogLines(&layout)
        logCompactBlocks = LogCompactBlocks(&layout)
        logDetails = LogDetails(&layout)
        ipc = IPC(&layout)
        self.layout = layout
    }
}
