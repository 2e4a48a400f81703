import PeerObserver

extension RPC {
    static let getIndexInfo = RPC("getindexinfo", on: .rpcIndexInfo, .lessFrequent) { reader throws(JSONError) in
        let indexes = try reader.map { reader throws(JSONError) -> IndexState? in try reader.object(IndexState.self) }
        return indexes.map { .indexInfo(IndexInfo(indexes: $0)) }
    }
}

extension IndexState: RPCObject {
    static let fields: [RPCField<IndexState>] = [
        .init("synced", optional: \.synced), .init("best_block_height", optional: \.bestBlockHeight),
    ]
}
