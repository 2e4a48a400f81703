import PeerObserver

extension RPC {
    static let getMempoolInfo = RPC("getmempoolinfo") { reader throws(JSONError) in
        try reader.object(MempoolInfo.self).map { .mempoolInfo($0) }
    }
}

extension MempoolInfo: TellsAbsent {
    static let fields: [RPCField<MempoolInfo>] = [
        .init("loaded", \.loaded), .init("size", \.size), .init("bytes", \.bytes), .init("usage", \.usage),
        .init("total_fee", \.totalFee), .init("maxmempool", "max_mempool", \.maxMempool),
        .init("mempoolminfee", feeRate: \.mempoolminfee), .init("minrelaytxfee", feeRate: \.minrelaytxfee),
        .init("incrementalrelayfee", feeRate: \.incrementalrelayfee), .init("unbroadcastcount", \.unbroadcastcount),
        .init("fullrbf", \.fullrbf), .init("permitbaremultisig", optional: \.permitBareMultisig),
        .init("maxdatacarriersize", optional: \.maxDataCarrierSize),
        .init("limitclustercount", optional: \.limitClusterCount),
        .init("limitclustersize", optional: \.limitClusterSize), .init("optimal", optional: \.optimal),
    ]
}
