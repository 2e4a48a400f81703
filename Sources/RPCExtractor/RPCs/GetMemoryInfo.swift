import PeerObserver

extension RPC {
    static let getMemoryInfo = RPC("getmemoryinfo") { reader throws(JSONError) in
        try reader.object(LockedMemory.self).map { .memoryInfo($0.locked) }
    }
}

/// The answer around it.
private struct LockedMemory: RPCObject {
    var locked = MemoryInfo()

    static let fields: [RPCField<LockedMemory>] = [.init("locked", "locked", object: \.locked)]

    mutating func note(absent: [String]) { locked.absent = MemoryInfo.fields.compactMap(\.required) }
}

extension MemoryInfo: TellsAbsent {
    static let fields: [RPCField<MemoryInfo>] = [
        .init("used", \.used), .init("free", \.free), .init("total", \.total), .init("locked", \.locked),
        .init("chunks_used", \.chunksUsed), .init("chunks_free", \.chunksFree),
    ]
}
