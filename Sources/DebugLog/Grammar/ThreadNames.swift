/// The names of Bitcoin Core's threads, as -logthreadnames shows them (`util::ThreadRename`, `util::TraceThread`).
enum ThreadNames {
    /// Alone.
    static let plain: Set<String> = [
        "init", "initload", "loadblk", "shutoff", "main", "unknown", "test", "scheduler", "net", "dnsseed", "addcon",
        "opencon", "msghand", "i2paccept", "privbcast", "torcontrol", "mapport", "upnp", "http", "capnp-loop",
        "utxocompact", "txindex", "txospenderidx", "coinstatsidx", "coinstatsindex", "blkfltbscidx", "qt-init",
        "qt-clientmodl",
        "qt-walletctrl", "qt-rpcconsole",
    ]
    /// With a number behind a point.
    static let numbered: Set<String> = ["http", "httpworker", "scriptch", "rpc"]

    /// Whether a thread has the same name as this category.
    @inline(__always)
    static func contains(_ category: LogCategory) -> Bool { category == .net || category == .http }

    static func contains(_ name: UnsafeRawBufferPointer) -> Bool {
        guard (3...15).contains(name.count) else { return false }
        if let point = name.firstIndex(of: UInt8(ascii: ".")) {
            let number = name[(point + 1)...]
            return !number.isEmpty && number.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                && numbered.contains(String(decoding: name[..<point], as: UTF8.self))
        }
        return plain.contains(String(decoding: name, as: UTF8.self))
    }
}
