import PeerObserver

/// A category of Bitcoin Core's log; the raw values up to `zmq` are those of `LogDebugCategory`.
public enum LogCategory: UInt8, CaseIterable, Sendable {
    /// The line names no category.
    case none = 0
    case addrman, bench, blockstorage, cmpctblock, coindb, estimatefee, http, i2p, ipc, leveldb, libevent, mempool
    case mempoolrej, net, proxy, prune, qt, rand, reindex, rpc, scan, selectcoins, tor, txpackages, txreconciliation
    case validation, walletdb, zmq
    // Those that upstream's enum lacks.
    case kernel, lock, privatebroadcast
    /// One that this version does not know; it shows itself by its level, as in `[newcategory:debug]`.
    case other

    /// As the log has it; empty for `none` and `other`.
    public var name: String {
        switch self {
        case .none, .other: ""
        default: String(describing: self)
        }
    }

    /// The value of the wire; `unknown` for what upstream's enum lacks.
    var wire: LogDebugCategory {
        rawValue <= LogCategory.zmq.rawValue ? LogDebugCategory(rawValue: Int32(rawValue)) : .unknown
    }

    /// The category that is written so, or nil.
    init?(_ name: UnsafeRawBufferPointer) {
        guard let key = CategoryKey(name) else { return nil }
        let found = Self.index.category(of: key)
        guard found != .none else { return nil }
        self = found
    }

    private static let index = CategoryIndex()
}

/// A name of at most 16 bytes, as two numbers.
private struct CategoryKey: Equatable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    init?(_ name: UnsafeRawBufferPointer) {
        guard (2...16).contains(name.count) else { return nil }
        for (index, byte) in name.enumerated() {
            if index < 8 { low |= UInt64(byte) << (8 * index) } else { high |= UInt64(byte) << (8 * (index - 8)) }
        }
    }

    var slot: Int { Int(truncatingIfNeeded: ((low ^ high &* 0x9e37_79b9) &* 0x9e37_79b9_7f4a_7c15) >> 56) }
}

/// An open hash table over the names: a lookup costs one multiplication and, nearly always, one comparison.
private struct CategoryIndex {
    private var keys: [CategoryKey?] = Array(repeating: nil, count: 256)
    private var values: [LogCategory] = Array(repeating: .none, count: 256)

    init() {
        for category in LogCategory.allCases {
            var name = category.name
            guard let key = name.withUTF8({ CategoryKey(UnsafeRawBufferPointer($0)) }) else { continue }
            var slot = key.slot
            while keys[slot] != nil { slot = (slot + 1) % keys.count }
            keys[slot] = key
            values[slot] = category
        }
    }

    func category(of key: CategoryKey) -> LogCategory {
        var slot = key.slot
        while let candidate = keys[slot] {
            if candidate == key { return values[slot] }
            slot = (slot + 1) % keys.count
        }
        return .none
    }
}
