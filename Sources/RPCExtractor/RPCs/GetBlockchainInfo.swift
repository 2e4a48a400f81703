import PeerObserver

extension RPC {
    static let getBlockchainInfo = RPC("getblockchaininfo", .lessFrequent) { reader throws(JSONError) in
        try reader.object(BlockchainInfo.self).map { .blockchainInfo($0) }
    }
}

extension BlockchainInfo: TellsAbsent {
    static let fields: [RPCField<BlockchainInfo>] = [
        .init("chain", \.chain), .init("blocks", \.blocks), .init("headers", \.headers),
        .init("bestblockhash", \.bestblockhash), .init("bits", optional: \.bits), .init("target", optional: \.target),
        .init("difficulty", \.difficulty), .init("time", \.time), .init("mediantime", \.mediantime),
        .init("verificationprogress", \.verificationprogress),
        .init("initialblockdownload", \.initialblockdownload),
        .init("backgroundvalidation", optionalObject: \.backgroundValidation), .init("chainwork", \.chainwork),
        .init("size_on_disk", \.sizeOnDisk), .init("pruned", \.pruned),
        .init("pruneheight", "prune_height", \.pruneHeight),
        .init("automatic_pruning", optional: \.automaticPruning), .init("prune_target_size", \.pruneTargetSize),
        .init("signet_challenge", optional: \.signetChallenge), .init(warnings: \.warnings),
    ]
}

extension BackgroundValidation: RPCObject {
    static let fields: [RPCField<BackgroundValidation>] = [
        .init("snapshotheight", optional: \.snapshotHeight), .init("blocks", optional: \.blocks),
        .init("bestblockhash", optional: \.bestBlockHash), .init("mediantime", optional: \.medianTime),
        .init("verificationprogress", optional: \.verificationProgress), .init("chainwork", optional: \.chainWork),
    ]
}
