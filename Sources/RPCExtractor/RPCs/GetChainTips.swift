import PeerObserver

extension RPC {
    static let getChainTips = RPC("getchaintips", on: .rpcChainTips, .lessFrequent) { reader throws(JSONError) in
        let tips = try reader.array { reader throws(JSONError) -> ChainTip? in try reader.object(ChainTip.self) }
        return tips.map { .chainTips(ChainTips(tips: $0)) }
    }
}

extension ChainTip: RPCObject {
    static let fields: [RPCField<ChainTip>] = [
        .init("height", optional: \.height), .init("hash", optional: \.hash),
        .init("branchlen", optional: \.branchLength), .init("status", optional: \.status),
    ]
}
