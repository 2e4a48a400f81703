public import PeerObserver

/// What a line tells: one case for each case of `LogEvent.Detail`, and `unknown`.
public enum LogKind: UInt8, CaseIterable, Sendable {
    case unknown
    case continuation
    // Details of proto/log_extractor/node.proto
    case nodeStarted, nodeState, initMessage, threadChange, networkActive, logRateLimit
    // chain.proto
    case updateTip, bestChain, headerSync, newHeader, invalidChain, blockRejected, validationSignal
    case blockTiming, blockTemplate, blockTemplateTiming, timedStep, chainstateFlush, coinsCommit, coinsBatch
    // compact_block.proto
    case compactBlockInit, blockReconstructed, requiredTransaction, blockTransactionsSent, compactBlockProblem
    // peer.proto
    case connectionAttempt, connectionFailed, inboundConnection, peerAdded, versionReceived, versionSent
    case peerConnected, peerDisconnected, socketClosed, peerForgotten, misbehaving, punishment, peerMessage
    case addressesReceived, messageError, staleTip, inventoryRequested, blockReceived
    // mempool.proto
    case transactionAccepted, transactionRejected, transactionReplaced, mempoolReplacement, mempoolTrimmed
    case mempoolExpired, mempoolDumped, orphan, orphansErased
    // addrman.proto
    case addrmanAdded, addrmanEntry, addrmanCollision, addrmanReplaced, addrmanSelected
    // proxy.proto
    case torControl, i2pSession, proxyConnection

    /// The name of the detail's field in the protobuf schema, or "unknown".
    public var name: String {
        String(describing: self).reduce(into: "") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter.lowercased()
        }
    }

    /// The kind of a line that has this detail.
    public init(_ detail: LogEvent.Detail?) {
        switch detail {
        case nil: self = .unknown
        case .continuation: self = .continuation
        case .nodeStarted: self = .nodeStarted
        case .nodeState: self = .nodeState
        case .initMessage: self = .initMessage
        case .threadChange: self = .threadChange
        case .networkActive: self = .networkActive
        case .logRateLimit: self = .logRateLimit
        case .updateTip: self = .updateTip
        case .bestChain: self = .bestChain
        case .headerSync: self = .headerSync
        case .newHeader: self = .newHeader
        case .invalidChain: self = .invalidChain
        case .blockRejected: self = .blockRejected
        case .validationSignal: self = .validationSignal
        case .blockTiming: self = .blockTiming
        case .blockTemplate: self = .blockTemplate
        case .blockTemplateTiming: self = .blockTemplateTiming
        case .timedStep: self = .timedStep
        case .chainstateFlush: self = .chainstateFlush
        case .coinsCommit: self = .coinsCommit
        case .coinsBatch: self = .coinsBatch
        case .compactBlockInit: self = .compactBlockInit
        case .blockReconstructed: self = .blockReconstructed
        case .requiredTransaction: self = .requiredTransaction
        case .blockTransactionsSent: self = .blockTransactionsSent
        case .compactBlockProblem: self = .compactBlockProblem
        case .connectionAttempt: self = .connectionAttempt
        case .connectionFailed: self = .connectionFailed
        case .inboundConnection: self = .inboundConnection
        case .peerAdded: self = .peerAdded
        case .versionReceived: self = .versionReceived
        case .versionSent: self = .versionSent
        case .peerConnected: self = .peerConnected
        case .peerDisconnected: self = .peerDisconnected
        case .socketClosed: self = .socketClosed
        case .peerForgotten: self = .peerForgotten
        case .misbehaving: self = .misbehaving
        case .punishment: self = .punishment
        case .peerMessage: self = .peerMessage
        case .addressesReceived: self = .addressesReceived
        case .messageError: self = .messageError
        case .staleTip: self = .staleTip
        case .inventoryRequested: self = .inventoryRequested
        case .blockReceived: self = .blockReceived
        case .transactionAccepted: self = .transactionAccepted
        case .transactionRejected: self = .transactionRejected
        case .transactionReplaced: self = .transactionReplaced
        case .mempoolReplacement: self = .mempoolReplacement
        case .mempoolTrimmed: self = .mempoolTrimmed
        case .mempoolExpired: self = .mempoolExpired
        case .mempoolDumped: self = .mempoolDumped
        case .orphan: self = .orphan
        case .orphansErased: self = .orphansErased
        case .addrmanAdded: self = .addrmanAdded
        case .addrmanEntry: self = .addrmanEntry
        case .addrmanCollision: self = .addrmanCollision
        case .addrmanReplaced: self = .addrmanReplaced
        case .addrmanSelected: self = .addrmanSelected
        case .torControl: self = .torControl
        case .i2pSession: self = .i2pSession
        case .proxyConnection: self = .proxyConnection
        }
    }
}
