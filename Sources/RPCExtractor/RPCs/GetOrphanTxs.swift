import PeerObserver

extension RPC {
    /// With the transactions themselves.
    static let getOrphanTxs = RPC("getorphantxs", parameters: "[2]") { reader throws(JSONError) in
        let orphans = try reader.array { reader throws(JSONError) -> OrphanTx? in
            guard var orphan = try reader.object(OrphanTx.self) else { return nil }
            // All zeros where the node's own text is no hash.
            orphan.transaction.txid = Hash256(displayHex: orphan.txid) ?? .zero
            orphan.transaction.wtxid = Hash256(displayHex: orphan.wtxid) ?? .zero
            return orphan
        }
        return orphans.map { .orphanTxs(OrphanTxs(orphans: $0)) }
    }
}

extension OrphanTx: TellsAbsent {
    static let fields: [RPCField<OrphanTx>] = [
        .init("txid", \.txid), .init("wtxid", \.wtxid), .init("bytes", \.bytes), .init("vsize", \.vsize),
        .init("weight", \.weight), .init("entry", optional: \.entry), .init("expiration", optional: \.expiration),
        .init("from", list: \.from),
        .init("hex", required: "transaction") { orphan, reader throws(JSONError) in
            guard let bytes = try reader.stringIfAny().flatMap({ Hex.decode($0) }) else { return false }
            orphan.transaction.raw = bytes
            return true
        },
    ]
}
