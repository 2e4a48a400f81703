import PeerObserver

/// What the stand-in answers to each RPC, in the shape of Bitcoin Core's v31.
struct RPCAnswers: Sendable {
    let facts: SharedFacts
    let addrman: AddrmanAnswers

    /// nil for a method that it does not have.
    func result(_ method: String, parameters: [String], now: Int64) -> JSONValue? {
        let facts = facts.current
        switch method {
        case "getpeerinfo": return .array(facts.peers.map { facts.peer($0, now: now) })
        case "getmempoolinfo": return facts.mempool
        case "uptime": return .number(max(0, now - facts.startSeconds))
        case "getnettotals": return facts.netTotals(now: now)
        case "getmemoryinfo":
            return [
                "locked": [
                    "used": 352, "free": 261_792, "total": 262_144, "locked": 262_144, "chunks_used": 1,
                    "chunks_free": 1,
                ]
            ]
        case "getaddrmaninfo": return addrman.answer(now: now).info
        case "getnetworkinfo": return facts.network
        case "getorphantxs": return .array(facts.orphans.map { facts.orphan($0) })
        case "estimatesmartfee":
            let target = parameters.first.flatMap { Int64($0) } ?? 1
            return ["feerate": .amount(30_000 / max(1, target) + 1001), "blocks": .number(max(2, target))]
        case "getchaintxstats": return facts.chainTxStats(now: now)
        case "getblockchaininfo": return facts.blockchain(now: now)
        case "getrawaddrman": return .text(addrman.answer(now: now).raw)
        case "getchaintips":
            return [
                [
                    "height": .number(facts.tipHeight), "hash": .string(facts.tipHash.description), "branchlen": 0,
                    "status": "active",
                ],
                [
                    "height": .number(facts.tipHeight - 1000), "hash": .string(String(repeating: "5a", count: 32)),
                    "branchlen": 1, "status": "valid-fork",
                ],
            ]
        case "getindexinfo": return ["txindex": ["synced": true, "best_block_height": .number(facts.tipHeight)]]
        case "getzmqnotifications":
            return [["type": "pubhashblock", "address": "tcp://127.0.0.1:28332", "hwm": 1000]]
        case "listbanned":
            return [
                [
                    "address": "192.0.2.0/24", "ban_created": .number(facts.startSeconds - 3600),
                    "banned_until": .number(facts.startSeconds + 82_800), "ban_duration": 86_400,
                    "time_remaining": .number(facts.startSeconds + 82_800 - now),
                ]
            ]
        case "getdeploymentinfo": return facts.deployments
        case "getmininginfo": return facts.mining
        case "getconnectioncount": return .number(facts.peers.count)
        default: return nil
        }
    }
}
