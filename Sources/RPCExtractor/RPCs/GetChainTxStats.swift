import PeerObserver

extension RPC {
    static let getChainTxStats = RPC("getchaintxstats", .lessFrequent) { reader throws(JSONError) in
        try reader.object(ChainTxStats.self).map { .chainTxStats($0) }
    }
}

extension ChainTxStats: TellsAbsent {
    static let fields: [RPCField<ChainTxStats>] = [
        .init("time", \.time),
        .init("txcount", required: "tx_count") { stats, reader throws(JSONError) in
            guard let count = try reader.uint64IfAny() else { return false }
            stats.txCount = UInt32(truncatingIfNeeded: count)
            stats.txCount64 = count
            return true
        },
        .init("window_final_block_hash", \.windowFinalBlockHash),
        .init("window_final_block_height", \.windowFinalBlockHeight),
        .init("window_block_count", \.windowBlockCount), .init("window_tx_count", optional: \.windowTxCount),
        .init("window_interval", optional: \.windowInterval), .init("txrate", optional: \.txRate),
    ]
}
