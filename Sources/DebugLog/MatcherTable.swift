import PeerObserver

/// Every kind of line that is understood. Lines that begin alike are tried in the order of the table.
enum MatcherTable {
    private typealias Detail = LogEvent.Detail

    static let all: [Matcher] = node + chain + compactBlock + peer + mempool + addrman + proxy

    private static let node: [Matcher] = [
        Matcher("Bitcoin ", .nodeStarted) { NodeStartedLine(&$0).map(Detail.nodeStarted) },
        Matcher("Leaving InitialBlockDownload", .nodeState) { _ in .nodeState(NodeStateLine(state: "ibd_done")) },
        Matcher("Shutdown", .nodeState) { NodeStateLine(shutdown: &$0).map(Detail.nodeState) },
        Matcher("init message: ", .initMessage) { InitMessageLine(&$0).map(Detail.initMessage) },
        Matcher("SetNetworkActive: ", .networkActive) { NetworkActiveLine(&$0).map(Detail.networkActive) },
        Matcher("Excessive logging detected from ", .logRateLimit) {
            LogRateLimitLine(&$0, suppressed: true).map(Detail.logRateLimit)
        },
        Matcher("Restarting logging from ", .logRateLimit) {
            LogRateLimitLine(&$0, suppressed: false).map(Detail.logRateLimit)
        },
        Matcher(.anything, .threadChange) { ThreadChangeLine(&$0).map(Detail.threadChange) },
    ]

    private static let chain: [Matcher] = [
        Matcher("UpdateTip: new best=", .updateTip) { UpdateTipLine(&$0, background: false).map(Detail.updateTip) },
        Matcher("[background validation] UpdateTip: new best=", .updateTip) {
            UpdateTipLine(&$0, background: true).map(Detail.updateTip)
        },
        Matcher("Loaded best chain: hashBestChain=", .bestChain) { BestChainLine(&$0).map(Detail.bestChain) },
        Matcher("Synchronizing blockheaders, height: ", .headerSync) {
            HeaderSyncLine(&$0, presync: false).map(Detail.headerSync)
        },
        Matcher("Pre-synchronizing blockheaders, height: ", .headerSync) {
            HeaderSyncLine(&$0, presync: true).map(Detail.headerSync)
        },
        Matcher("Saw new ", .newHeader) { NewHeaderLine(&$0).map(Detail.newHeader) },
        Matcher("InvalidChainFound:", .invalidChain) { InvalidChainLine(&$0).map(Detail.invalidChain) },
        Matcher("Block mutated: ", .blockRejected) {
            BlockRejectedLine(&$0, stage: "mutated").map(Detail.blockRejected)
        },
        Matcher("AcceptBlock: ", .blockRejected) { BlockRejectedLine(&$0, stage: "accept").map(Detail.blockRejected) },
        Matcher("ProcessNewBlock: AcceptBlock FAILED (", .blockRejected) {
            BlockRejectedLine(processed: &$0).map(Detail.blockRejected)
        },
        Matcher("Block validation error: ", .blockRejected) {
            BlockRejectedLine(&$0, stage: "validate").map(Detail.blockRejected)
        },
        Matcher("ConnectTip: ConnectBlock ", .blockRejected) {
            BlockRejectedLine(connected: &$0).map(Detail.blockRejected)
        },
        Matcher("Enqueuing ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: true).map(Detail.validationSignal)
        },
        Matcher(before: "Transaction", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "Block", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "UpdatedBlockTip: ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "ActiveTipChange: ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "ChainStateFlushed: ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "NewPoWValidBlock: ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "MempoolTransactionsRemovedForBlock: ", .validationSignal) {
            ValidationSignalLine(&$0, enqueued: false).map(Detail.validationSignal)
        },
        Matcher(before: "- ", .blockTiming) { BlockTimingLine(&$0).map(Detail.blockTiming) },
        Matcher(before: "  ", .blockTiming) { BlockTimingLine(&$0).map(Detail.blockTiming) },
        Matcher("CreateNewBlock(): block weight: ", .blockTemplate) {
            BlockTemplateLine(&$0).map(Detail.blockTemplate)
        },
        Matcher("CreateNewBlock() ", .blockTemplateTiming) {
            BlockTemplateTimingLine(&$0).map(Detail.blockTemplateTiming)
        },
        Matcher("FlushStateToDisk: ", .timedStep) {
            TimedStepLine(&$0, function: "FlushStateToDisk").map(Detail.timedStep)
        },
        Matcher("BatchWrite: ", .timedStep) { TimedStepLine(&$0, function: "BatchWrite").map(Detail.timedStep) },
        Matcher("CheckAddrman: ", .timedStep) { TimedStepLine(&$0, function: "CheckAddrman").map(Detail.timedStep) },
        Matcher("Writing chainstate to disk: flush mode=", .chainstateFlush) {
            ChainstateFlushLine(&$0).map(Detail.chainstateFlush)
        },
        Matcher("Committed ", .coinsCommit) { CoinsCommitLine(&$0).map(Detail.coinsCommit) },
        Matcher("Writing partial batch of ", .coinsBatch) { CoinsBatchLine(&$0, final: false).map(Detail.coinsBatch) },
        Matcher("Writing final batch of ", .coinsBatch) { CoinsBatchLine(&$0, final: true).map(Detail.coinsBatch) },
    ]

    private static let compactBlock: [Matcher] = [
        Matcher("Initializing PartiallyDownloadedBlock for block ", .compactBlockInit) {
            CompactBlockInitLine(&$0, completed: false).map(Detail.compactBlockInit)
        },
        Matcher("Initialized PartiallyDownloadedBlock for block ", .compactBlockInit) {
            CompactBlockInitLine(&$0, completed: true).map(Detail.compactBlockInit)
        },
        Matcher("Successfully reconstructed block ", .blockReconstructed) {
            BlockReconstructedLine(&$0).map(Detail.blockReconstructed)
        },
        Matcher("Reconstructed block ", .requiredTransaction) {
            RequiredTransactionLine(&$0).map(Detail.requiredTransaction)
        },
        Matcher("Peer ", .blockTransactionsSent) { BlockTransactionsSentLine(&$0).map(Detail.blockTransactionsSent) },
        Matcher("Peer ", .compactBlockProblem) { CompactBlockProblemLine(&$0).map(Detail.compactBlockProblem) },
    ]

    private static let peer: [Matcher] = [
        Matcher("received: ", .peerMessage) { PeerMessageLine(&$0, inbound: true).map(Detail.peerMessage) },
        Matcher("sending ", .peerMessage) { PeerMessageLine(&$0, inbound: false).map(Detail.peerMessage) },
        Matcher("trying ", .connectionAttempt) { ConnectionAttemptLine(&$0).map(Detail.connectionAttempt) },
        Matcher("connect() to ", .connectionFailed) { ConnectionFailedLine(&$0).map(Detail.connectionFailed) },
        Matcher("connection attempt to ", .connectionFailed) {
            ConnectionFailedLine(attempt: &$0).map(Detail.connectionFailed)
        },
        Matcher("connection from ", .inboundConnection) { InboundConnectionLine(&$0).map(Detail.inboundConnection) },
        Matcher("Added connection ", .peerAdded) { PeerAddedLine(&$0).map(Detail.peerAdded) },
        Matcher("receive version message: ", .versionReceived) { VersionReceivedLine(&$0).map(Detail.versionReceived) },
        Matcher("send version message: version", .versionSent) { VersionSentLine(&$0).map(Detail.versionSent) },
        Matcher("New ", .peerConnected) { PeerConnectedLine(&$0).map(Detail.peerConnected) },
        Matcher("Resetting socket for ", .socketClosed) { SocketClosedLine(&$0).map(Detail.socketClosed) },
        Matcher("disconnecting ", .socketClosed) { SocketClosedLine(&$0).map(Detail.socketClosed) },
        Matcher("disconnecting extra ", .peerDisconnected) {
            PeerDisconnectedLine(extra: &$0).map(Detail.peerDisconnected)
        },
        Matcher("Disconnecting outbound peer ", .peerDisconnected) {
            PeerDisconnectedLine(outbound: &$0).map(Detail.peerDisconnected)
        },
        Matcher("Disconnecting: ", .peerDisconnected) {
            PeerDisconnectedLine(privateBroadcast: &$0).map(Detail.peerDisconnected)
        },
        Matcher("Cleared nodestate for ", .peerForgotten) { PeerForgottenLine(&$0).map(Detail.peerForgotten) },
        Matcher("Misbehaving: ", .misbehaving) { MisbehavingLine(&$0).map(Detail.misbehaving) },
        Matcher("Disconnecting and discouraging peer ", .punishment) {
            PunishmentLine(&$0, outcome: "discouraged").map(Detail.punishment)
        },
        Matcher("Warning: disconnecting but not discouraging ", .punishment) {
            PunishmentLine(disconnected: &$0).map(Detail.punishment)
        },
        Matcher("Not punishing noban peer ", .punishment) {
            PunishmentLine(&$0, outcome: "noban").map(Detail.punishment)
        },
        Matcher("Not punishing manually connected peer ", .punishment) {
            PunishmentLine(&$0, outcome: "manual").map(Detail.punishment)
        },
        Matcher("Received addr: ", .addressesReceived) { AddressesReceivedLine(&$0).map(Detail.addressesReceived) },
        Matcher("Header error: ", .messageError) { MessageErrorLine(&$0, stage: "header").map(Detail.messageError) },
        Matcher("V2 transport error: ", .messageError) { MessageErrorLine(&$0, stage: "v2").map(Detail.messageError) },
        Matcher("ProcessMessages(", .messageError) { MessageErrorLine(processing: &$0).map(Detail.messageError) },
        Matcher("Potential stale tip detected, will try using extra outbound peer (last tip update: ", .staleTip) {
            StaleTipLine(&$0).map(Detail.staleTip)
        },
        Matcher("Requesting ", .inventoryRequested) { InventoryRequestedLine(&$0).map(Detail.inventoryRequested) },
        Matcher("received block ", .blockReceived) { BlockReceivedLine(&$0).map(Detail.blockReceived) },
        Matcher(.anything, .peerDisconnected) { PeerDisconnectedLine(&$0).map(Detail.peerDisconnected) },
    ]

    private static let mempool: [Matcher] = [
        Matcher("AcceptToMemoryPool: ", .transactionAccepted) {
            TransactionAcceptedLine(&$0).map(Detail.transactionAccepted)
        },
        Matcher(.hash, .transactionRejected) { TransactionRejectedLine(&$0).map(Detail.transactionRejected) },
        Matcher("replacing mempool tx ", .transactionReplaced) {
            TransactionReplacedLine(&$0).map(Detail.transactionReplaced)
        },
        Matcher("replacing tx ", .transactionReplaced) {
            TransactionReplacedLine(old: &$0).map(Detail.transactionReplaced)
        },
        Matcher("replaced ", .mempoolReplacement) { MempoolReplacementLine(&$0).map(Detail.mempoolReplacement) },
        Matcher("Removed ", .mempoolTrimmed) { MempoolTrimmedLine(&$0).map(Detail.mempoolTrimmed) },
        Matcher("Expired ", .mempoolExpired) { MempoolExpiredLine(&$0).map(Detail.mempoolExpired) },
        Matcher("Dumped mempool: ", .mempoolDumped) { MempoolDumpedLine(&$0).map(Detail.mempoolDumped) },
        Matcher("stored orphan tx ", .orphan) { OrphanLine(&$0, action: "stored").map(Detail.orphan) },
        Matcher("removed orphan tx ", .orphan) { OrphanLine(&$0, action: "removed").map(Detail.orphan) },
        Matcher(before: "   ", .orphan) { OrphanLine(indented: &$0).map(Detail.orphan) },
        Matcher("added ", .orphan) { OrphanLine(added: &$0).map(Detail.orphan) },
        Matcher("ignoring large orphan tx (size: ", .orphan) { OrphanLine(large: &$0).map(Detail.orphan) },
        Matcher("Erased ", .orphansErased) { OrphansErasedLine(&$0).map(Detail.orphansErased) },
        Matcher("orphanage overflow, removed ", .orphansErased) {
            OrphansErasedLine(overflow: &$0).map(Detail.orphansErased)
        },
        Matcher(before: "peer=", .orphansErased) { OrphansErasedLine(peer: &$0).map(Detail.orphansErased) },
    ]

    private static let addrman: [Matcher] = [
        Matcher("Added ", .addrmanAdded) { AddrmanAddedLine(&$0).map(Detail.addrmanAdded) },
        Matcher("Added ", .addrmanEntry) { AddrmanEntryLine(added: &$0).map(Detail.addrmanEntry) },
        Matcher("Moved ", .addrmanEntry) { AddrmanEntryLine(moved: &$0).map(Detail.addrmanEntry) },
        Matcher("Removed ", .addrmanEntry) { AddrmanEntryLine(removed: &$0).map(Detail.addrmanEntry) },
        Matcher("Collision with ", .addrmanCollision) { AddrmanCollisionLine(&$0).map(Detail.addrmanCollision) },
        Matcher("Replacing ", .addrmanReplaced) { AddrmanReplacedLine(&$0, tested: true).map(Detail.addrmanReplaced) },
        Matcher("Unable to test; replacing ", .addrmanReplaced) {
            AddrmanReplacedLine(&$0, tested: false).map(Detail.addrmanReplaced)
        },
        Matcher("Selected ", .addrmanSelected) { AddrmanSelectedLine(&$0).map(Detail.addrmanSelected) },
    ]

    private static let proxy: [Matcher] = [
        Matcher("tor: ", .torControl) { TorControlLine(&$0, event: "warning").map(Detail.torControl) },
        Matcher("Attempting to connect to Tor control port ", .torControl) {
            TorControlLine(&$0, event: "connecting").map(Detail.torControl)
        },
        Matcher("Successfully connected to Tor control port", .torControl) { _ in
            .torControl(TorControlLine(event: "connected"))
        },
        Matcher("Authentication successful", .torControl) { _ in
            .torControl(TorControlLine(event: "authenticated"))
        },
        Matcher("ADD_ONION successful", .torControl) { _ in .torControl(TorControlLine(event: "onion_added")) },
        Matcher("Lost connection to Tor control port", .torControl) { _ in
            .torControl(TorControlLine(event: "disconnected"))
        },
        Matcher("Retrying in ", .torControl) { _ in .torControl(TorControlLine(event: "retrying")) },
        Matcher("Connected to Tor version ", .torControl) {
            TorControlLine(&$0, event: "version").map(Detail.torControl)
        },
        Matcher("Got tor service ID ", .torControl) { TorControlLine(service: &$0).map(Detail.torControl) },
        Matcher("Got service ID ", .torControl) { TorControlLine(service: &$0).map(Detail.torControl) },
        Matcher("Not connected to Tor control port ", .torControl) {
            TorControlLine(notConnected: &$0).map(Detail.torControl)
        },
        Matcher("Creating ", .i2pSession) { I2PSessionLine(creating: &$0).map(Detail.i2pSession) },
        Matcher("Transient ", .i2pSession) { I2PSessionLine(created: &$0, type: "transient").map(Detail.i2pSession) },
        Matcher("transient ", .i2pSession) { I2PSessionLine(created: &$0, type: "transient").map(Detail.i2pSession) },
        Matcher("Persistent ", .i2pSession) { I2PSessionLine(created: &$0, type: "persistent").map(Detail.i2pSession) },
        Matcher("persistent ", .i2pSession) { I2PSessionLine(created: &$0, type: "persistent").map(Detail.i2pSession) },
        Matcher("Destroying ", .i2pSession) { I2PSessionLine(destroying: &$0).map(Detail.i2pSession) },
        Matcher("Error connecting to ", .i2pSession) { I2PSessionLine(error: &$0).map(Detail.i2pSession) },
        Matcher("Using proxy: ", .proxyConnection) { ProxyConnectionLine(using: &$0).map(Detail.proxyConnection) },
        Matcher("SOCKS5 connecting ", .proxyConnection) {
            ProxyConnectionLine(&$0, event: "connecting").map(Detail.proxyConnection)
        },
        Matcher("SOCKS5 connected ", .proxyConnection) {
            ProxyConnectionLine(&$0, event: "connected").map(Detail.proxyConnection)
        },
        Matcher("Socks5() connect to ", .proxyConnection) {
            ProxyConnectionLine(failed: &$0).map(Detail.proxyConnection)
        },
    ]
}
