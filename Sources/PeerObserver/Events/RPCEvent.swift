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

    /// The RPC that an encoded event answers, without decoding the answer; nil where only decoding can tell.
    public static func method(inEvent bytes: RawSpan) -> String? {
        // An event's rpc_extractor, and in that the answer: 13 MB of a full address manager are passed over at once.
        guard let rpc = field(2, in: WireReader(bytes)) else { return nil }
        var reader = rpc
        guard let tag = try? reader.nextTag() else { return nil }
        return methods[tag >> 3]
    }

    @_lifetime(copy reader)
    private static func field(_ number: UInt32, in reader: consuming WireReader) -> WireReader? {
        var reader = reader
        do {
            while let tag = try reader.nextTag() {
                if tag == number << 3 | 2 { return try reader.message() }
                try reader.skip(tag)
            }
        } catch {}
        return nil
    }

    /// By the number of the arm; without raw answers, which tell their RPC themselves.
    private static let methods: [UInt32: String] = [
        1: "getpeerinfo", 2: "getmempoolinfo", 3: "uptime", 4: "getnettotals", 5: "getmemoryinfo", 6: "getaddrmaninfo",
        7: "getchaintxstats", 8: "getnetworkinfo", 9: "getblockchaininfo", 10: "getorphantxs", 11: "getrawaddrman",
        12: "estimatesmartfee", 1000: "getchaintips", 1001: "getindexinfo", 1002: "getzmqnotifications",
        1003: "listbanned", 1004: "getdeploymentinfo", 1005: "getmininginfo",
    ]
}
