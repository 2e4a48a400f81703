extension RPCEvent {
    /// The RPC that this answers, as Bitcoin Core calls it; nil for an event without content, or a raw answer without its
    /// name.
    public var method: String? {
        switch event {
        case .peerInfos: "getpeerinfo"
        case .mempoolInfo: "getmempoolinfo"
        case .uptime: "uptime"
        case .netTotals: "getnettotals"
        case .memoryInfo: "getmemoryinfo"
        case .addrmanInfo: "getaddrmaninfo"
        case .chainTxStats: "getchaintxstats"
        case .networkInfo: "getnetworkinfo"
        case .blockchainInfo: "getblockchaininfo"
        case .orphanTxs: "getorphantxs"
        case .addrman: "getrawaddrman"
        case .estimateSmartFee: "estimatesmartfee"
        case .chainTips: "getchaintips"
        case .indexInfo: "getindexinfo"
        case .zmqNotifications: "getzmqnotifications"
        case .bannedList: "listbanned"
        case .deploymentInfo: "getdeploymentinfo"
        case .miningInfo: "getmininginfo"
        case .rawAnswer(let answer): answer.method
        case nil: nil
        }
    }
}
