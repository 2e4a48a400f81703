import PeerObserver

extension RPC {
    static let getMiningInfo = RPC("getmininginfo", on: .rpcMiningInfo, .lessFrequent) { reader throws(JSONError) in
        try reader.object(MiningInfo.self).map { .miningInfo($0) }
    }
}

extension MiningInfo: RPCObject {
    static let fields: [RPCField<MiningInfo>] = [
        .init("blocks", optional: \.blocks), .init("currentblockweight", optional: \.currentBlockWeight),
        .init("currentblocktx", optional: \.currentBlockTx), .init("bits", optional: \.bits),
        .init("difficulty", optional: \.difficulty), .init("target", optional: \.target),
        .init("networkhashps", optional: \.networkHashps), .init("pooledtx", optional: \.pooledTx),
        .init("blockmintxfee", optionalFeeRate: \.blockMinTxFee), .init("chain", optional: \.chain),
        .init("signet_challenge", optional: \.signetChallenge), .init("next", optionalObject: \.next),
        .init(warnings: \.warnings),
    ]
}

extension NextBlock: RPCObject {
    static let fields: [RPCField<NextBlock>] = [
        .init("height", optional: \.height), .init("bits", optional: \.bits),
        .init("difficulty", optional: \.difficulty), .init("target", optional: \.target),
    ]
}
