import PeerObserver

/// Every kind of line that is understood. Lines that begin alike are tried in the order of the table.
enum MatcherTable {
    private typealias Detail = LogEvent.Detail

    static let all: [Matcher] = node + chain + compactBlock + peer + mempool + addrman + proxy

    private static let node: [Matcher] = [
        Matcher("Bitcoin ", .nodeStarted, Detail.nodeStarted) { NodeStartedLine(&$0) },
        Matcher("Leaving InitialBlockDownload", .nodeState, Detail.nodeState) { _ in
            NodeStateLine(state: "ibd_done")
        },
        Matcher("Shutdown", .nodeState, Detail.nodeState) { NodeStateLine(shutdown: &$0) },
        Matcher("init message: ", .initMessage, Detail.initMessage) { InitMessageLine(&$0) },
        Matcher("SetNetworkActive: ", .networkActive, Detail.networkActive) { NetworkActiveLine(&$0) },
        Matcher("Excessive logging detected from ", .logRateLimit, Detail.logRateLimit) {
            LogRateLimitLine(&$0, suppressed: true)
        },
        Matcher("Restarting logging from ", .logRateLimit, Detail.logRateLimit) {
            LogRateLimitLine(&$0, suppressed: false)
        },
        Matcher(.anything, .threadChange, Detail.threadChange) { ThreadChangeLine(&$0) },
    ]

    private static let chain: [Matcher] = [
        Matcher("UpdateTip: new best=", .updateTip, Detail.updateTip) { UpdateTipLine(&$0, background: false) },
        Matcher("[background validation] UpdateTip: new best=", .updateTip, Detail.updateTip) {
            UpdateTipLine(&$0, background: true)
        },
        Matcher("Loaded best chain: hashBestChain=", .bestChain, Detail.bestChain) { BestChainLine(&$0) },
        Matcher("Synchronizing blockheaders, height: ", .headerSync, Detail.headerSync) {
            HeaderSyncLine(&$0, presync: false)
        },
        Matcher("Pre-synchronizing blockheaders, height: ", .headerSync, Detail.headerSync) {
            HeaderSyncLine(&$0, presync: true)
        },
        Matcher("Saw new ", .newHeader, Detail.newHeader) { NewHeaderLine(&$0) },
        Matcher("InvalidChainFound:", .invalidChain, Detail.invalidChain) { InvalidChainLine(&$0) },
        Matcher("Block mutated: ", .blockRejected, Detail.blockRejected) { BlockRejectedLine(&$0, stage: "mutated") },
        Matcher("AcceptBlock: ", .blockRejected, Detail.blockRejected) { BlockRejectedLine(&$0, stage: "accept") },
        Matcher("ProcessNewBlock: AcceptBlock FAILED (", .blockRejected, Detail.blockRejected) {
            BlockRejectedLine(processed: &$0)
        },
        Matcher("Block validation error: ", .blockRejected, Detail.blockRejected) {
            BlockRejectedLine(&$0, stage: "validate")
        },
        Matcher("ConnectTip: ConnectBlock ", .blockRejected, Detail.blockRejected) {
            BlockRejectedLine(connected: &$0)
        },
        Matcher("Enqueuing ", .validationSignal, Detail.validationSignal) { ValidationSignalLine(&$0, enqueued: true) },
        Matcher(before: "Transaction", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "Block", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "UpdatedBlockTip: ", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "ActiveTipChange: ", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "ChainStateFlushed: ", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "NewPoWValidBlock: ", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "MempoolTransactionsRemovedForBlock: ", .validationSignal, Detail.validationSignal) {
            ValidationSignalLine(&$0, enqueued: false)
        },
        Matcher(before: "- ", .blockTiming, Detail.blockTiming) { BlockTimingLine(&$0) },
        Matcher(before: "  ", .blockTiming, Detail.blockTiming) { BlockTimingLine(&$0) },
        Matcher("CreateNewBlock(): block weight: ", .blockTemplate, Detail.blockTemplate) { BlockTemplateLine(&$0) },
        Matcher("CreateNewBlock() ", .blockTemplateTiming, Detail.blockTemplateTiming) { BlockTemplateTimingLine(&$0) },
        Matcher("FlushStateToDisk: ", .timedStep, Detail.timedStep) {
            TimedStepLine(&$0, function: "FlushStateToDisk")
        },
        Matcher("BatchWrite: ", .timedStep, Detail.timedStep) { TimedStepLine(&$0, function: "BatchWrite") },
        Matcher("CheckAddrman: ", .timedStep, Detail.timedStep) { TimedStepLine(&$0, function: "CheckAddrman") },
        Matcher("Writing chainstate to disk: flush mode=", .chainstateFlush, Detail.chainstateFlush) {
            ChainstateFlushLine(&$0)
        },
        Matcher("Committed ", .coinsCommit, Detail.coinsCommit) { CoinsCommitLine(&$0) },
        Matcher("Writing partial batch of ", .coinsBatch, Detail.coinsBatch) { CoinsBatchLine(&$0, final: false) },
        Matcher("Writing final batch of ", .coinsBatch, Detail.coinsBatch) { CoinsBatchLine(&$0, final: true) },
    ]

    private static let compactBlock: [Matcher] = [
        Matcher("Initializing PartiallyDownloadedBlock for block ", .compactBlockInit, Detail.compactBlockInit) {
            CompactBlockInitLine(&$0, completed: false)
        },
        Matcher("Initialized PartiallyDownloadedBlock for block ", .compactBlockInit, Detail.compactBlockInit) {
            CompactBlockInitLine(&$0, completed: true)
        },
        Matcher("Successfully reconstructed block ", .blockReconstructed, Detail.blockReconstructed) {
            BlockReconstructedLine(&$0)
        },
        Matcher("Reconstructed block ", .requiredTransaction, Detail.requiredTransaction) {
            RequiredTransactionLine(&$0)
        },
        Matcher("Peer ", .blockTransactionsSent, Detail.blockTransactionsSent) { BlockTransactionsSentLine(&$0) },
        Matcher("Peer ", .compactBlockProblem, Detail.compactBlockProblem) { CompactBlockProblemLine(&$0) },
    ]

    private static let peer: [Matcher] = [
        Matcher("received: ", .peerMessage, Detail.peerMessage) { PeerMessageLine(&$0, inbound: true) },
        Matcher("sending ", .peerMessage, Detail.peerMessage) { PeerMessageLine(&$0, inbound: false) },
        Matcher("trying ", .connectionAttempt, Detail.connectionAttempt) { ConnectionAttemptLine(&$0) },
        Matcher("connect() to ", .connectionFailed, Detail.connectionFailed) { ConnectionFailedLine(&$0) },
        Matcher("connection attempt to ", .connectionFailed, Detail.connectionFailed) {
            ConnectionFailedLine(attempt: &$0)
        },
        Matcher("connection from ", .inboundConnection, Detail.inboundConnection) { InboundConnectionLine(&$0) },
        Matcher("Added connection ", .peerAdded, Detail.peerAdded) { PeerAddedLine(&$0) },
        Matcher("receive version message: ", .versionReceived, Detail.versionReceived) { VersionReceivedLine(&$0) },
        Matcher("send version message: version", .versionSent, Detail.versionSent) { VersionSentLine(&$0) },
        Matcher("New ", .peerConnected, Detail.peerConnected) { PeerConnectedLine(&$0) },
        Matcher("Resetting socket for ", .socketClosed, Detail.socketClosed) { SocketClosedLine(&$0) },
        Matcher("disconnecting ", .socketClosed, Detail.socketClosed) { SocketClosedLine(&$0) },
        Matcher("disconnecting extra ", .peerDisconnected, Detail.peerDisconnected) {
            PeerDisconnectedLine(extra: &$0)
        },
        Matcher("Disconnecting outbound peer ", .peerDisconnected, Detail.peerDisconnected) {
            PeerDisconnectedLine(outbound: &$0)
        },
        Matcher("Disconnecting: ", .peerDisconnected, Detail.peerDisconnected) {
            PeerDisconnectedLine(privateBroadcast: &$0)
        },
        Matcher("Cleared nodestate for ", .peerForgotten, Detail.peerForgotten) { PeerForgottenLine(&$0) },
        Matcher("Misbehaving: ", .misbehaving, Detail.misbehaving) { MisbehavingLine(&$0) },
        Matcher("Disconnecting and discouraging peer ", .punishment, Detail.punishment) {
            PunishmentLine(&$0, outcome: "discouraged")
        },
        Matcher("Warning: disconnecting but not discouraging ", .punishment, Detail.punishment) {
            PunishmentLine(disconnected: &$0)
        },
        Matcher("Not punishing noban peer ", .punishment, Detail.punishment) { PunishmentLine(&$0, outcome: "noban") },
        Matcher("Not punishing manually connected peer ", .punishment, Detail.punishment) {
            PunishmentLine(&$0, outcome: "manual")
        },
        Matcher("Received addr: ", .addressesReceived, Detail.addressesReceived) { AddressesReceivedLine(&$0) },
        Matcher("Header error: ", .messageError, Detail.messageError) { MessageErrorLine(&$0, stage: "header") },
        Matcher("V2 transport error: ", .messageError, Detail.messageError) { MessageErrorLine(&$0, stage: "v2") },
        Matcher("ProcessMessages(", .messageError, Detail.messageError) { MessageErrorLine(processing: &$0) },
        Matcher(
            "Potential stale tip detected, will try using extra outbound peer (last tip update: ", .staleTip,
            Detail.staleTip
        ) { StaleTipLine(&$0) },
        Matcher("Requesting ", .inventoryRequested, Detail.inventoryRequested) { InventoryRequestedLine(&$0) },
        Matcher("received block ", .blockReceived, Detail.blockReceived) { BlockReceivedLine(&$0) },
        Matcher(.anything, .peerDisconnected, Detail.peerDisconnected) { PeerDisconnectedLine(&$0) },
    ]

    private static let mempool: [Matcher] = [
        Matcher("AcceptToMemoryPool: ", .transactionAccepted, Detail.transactionAccepted) {
            TransactionAcceptedLine(&$0)
        },
        Matcher(.hash, .transactionRejected, Detail.transactionRejected) { TransactionRejectedLine(&$0) },
        Matcher("replacing mempool tx ", .transactionReplaced, Detail.transactionReplaced) {
            TransactionReplacedLine(&$0)
        },
        Matcher("replacing tx ", .transactionReplaced, Detail.transactionReplaced) {
            TransactionReplacedLine(old: &$0)
        },
        Matcher("replaced ", .mempoolReplacement, Detail.mempoolReplacement) { MempoolReplacementLine(&$0) },
        Matcher("Removed ", .mempoolTrimmed, Detail.mempoolTrimmed) { MempoolTrimmedLine(&$0) },
        Matcher("Expired ", .mempoolExpired, Detail.mempoolExpired) { MempoolExpiredLine(&$0) },
        Matcher("Dumped mempool: ", .mempoolDumped, Detail.mempoolDumped) { MempoolDumpedLine(&$0) },
        Matcher("stored orphan tx ", .orphan, Detail.orphan) { OrphanLine(&$0, action: "stored") },
        Matcher("removed orphan tx ", .orphan, Detail.orphan) { OrphanLine(&$0, action: "removed") },
        Matcher(before: "   ", .orphan, Detail.orphan) { OrphanLine(indented: &$0) },
        Matcher("added ", .orphan, Detail.orphan) { OrphanLine(added: &$0) },
        Matcher("ignoring large orphan tx (size: ", .orphan, Detail.orphan) { OrphanLine(large: &$0) },
        Matcher("Erased ", .orphansErased, Detail.orphansErased) { OrphansErasedLine(&$0) },
        Matcher("orphanage overflow, removed ", .orphansErased, Detail.orphansErased) {
            OrphansErasedLine(overflow: &$0)
        },
        Matcher(before: "peer=", .orphansErased, Detail.orphansErased) { OrphansErasedLine(peer: &$0) },
    ]

    private static let addrman: [Matcher] = [
        Matcher("Added ", .addrmanAdded, Detail.addrmanAdded) { AddrmanAddedLine(&$0) },
        Matcher("Added ", .addrmanEntry, Detail.addrmanEntry) { AddrmanEntryLine(added: &$0) },
        Matcher("Moved ", .addrmanEntry, Detail.addrmanEntry) { AddrmanEntryLine(moved: &$0) },
        Matcher("Removed ", .addrmanEntry, Detail.addrmanEntry) { AddrmanEntryLine(removed: &$0) },
        Matcher("Collision with ", .addrmanCollision, Detail.addrmanCollision) { AddrmanCollisionLine(&$0) },
        Matcher("Replacing ", .addrmanReplaced, Detail.addrmanReplaced) { AddrmanReplacedLine(&$0, tested: true) },
        Matcher("Unable to test; replacing ", .addrmanReplaced, Detail.addrmanReplaced) {
            AddrmanReplacedLine(&$0, tested: false)
        },
        Matcher("Selected ", .addrmanSelected, Detail.addrmanSelected) { AddrmanSelectedLine(&$0) },
    ]

    private static let proxy: [Matcher] = [
        Matcher("tor: ", .torControl, Detail.torControl) { TorControlLine(&$0, event: "warning") },
        Matcher("Attempting to connect to Tor control port ", .torControl, Detail.torControl) {
            TorControlLine(&$0, event: "connecting")
        },
        Matcher("Successfully connected to Tor control port", .torControl, Detail.torControl) { _ in
            TorControlLine(event: "connected")
        },
        Matcher("Authentication successful", .torControl, Detail.torControl) { _ in
            TorControlLine(event: "authenticated")
        },
        Matcher("ADD_ONION successful", .torControl, Detail.torControl) { _ in TorControlLine(event: "onion_added") },
        Matcher("Lost connection to Tor control port", .torControl, Detail.torControl) { _ in
            TorControlLine(event: "disconnected")
        },
        Matcher("Retrying in ", .torControl, Detail.torControl) { _ in TorControlLine(event: "retrying") },
        Matcher("Connected to Tor version ", .torControl, Detail.torControl) { TorControlLine(&$0, event: "version") },
        Matcher("Got tor service ID ", .torControl, Detail.torControl) { TorControlLine(service: &$0) },
        Matcher("Got service ID ", .torControl, Detail.torControl) { TorControlLine(service: &$0) },
        Matcher("Not connected to Tor control port ", .torControl, Detail.torControl) {
            TorControlLine(notConnected: &$0)
        },
        Matcher("Creating ", .i2pSession, Detail.i2pSession) { I2PSessionLine(creating: &$0) },
        Matcher("Transient ", .i2pSession, Detail.i2pSession) { I2PSessionLine(created: &$0, type: "transient") },
        Matcher("transient ", .i2pSession, Detail.i2pSession) { I2PSessionLine(created: &$0, type: "transient") },
        Matcher("Persistent ", .i2pSession, Detail.i2pSession) { I2PSessionLine(created: &$0, type: "persistent") },
        Matcher("persistent ", .i2pSession, Detail.i2pSession) { I2PSessionLine(created: &$0, type: "persistent") },
        Matcher("Destroying ", .i2pSession, Detail.i2pSession) { I2PSessionLine(destroying: &$0) },
        Matcher("Error connecting to ", .i2pSession, Detail.i2pSession) { I2PSessionLine(error: &$0) },
        Matcher("Using proxy: ", .proxyConnection, Detail.proxyConnection) { ProxyConnectionLine(using: &$0) },
        Matcher("SOCKS5 connecting ", .proxyConnection, Detail.proxyConnection) {
            ProxyConnectionLine(&$0, event: "connecting")
        },
        Matcher("SOCKS5 connected ", .proxyConnection, Detail.proxyConnection) {
            ProxyConnectionLine(&$0, event: "connected")
        },
        Matcher("Socks5() connect to ", .proxyConnection, Detail.proxyConnection) { ProxyConnectionLine(failed: &$0) },
    ]
}
