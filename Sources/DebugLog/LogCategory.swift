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
    init?(_ name: CategoryKey) {
        let found = Self.index.category(of: name)
        guard found != .none else { return nil }
        self = found
    }

    private static let index = CategoryIndex()
}

/// A name of 2 to 16 bytes, as two numbers.
struct CategoryKey: Equatable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    /// - Parameter readable: how many bytes from the name's beginning on may be read.
    init?(_ name: UnsafeRawBufferPointer, readable: Int) {
        guard (2...16).contains(name.count), let address = name.baseAddress else { return nil }
        guard readable >= 16 else {
            for (index, byte) in name.enumerated() {
                if index < 8 { low |= UInt64(byte) << (8 * index) } else { high |= UInt64(byte) << (8 * (index - 8)) }
            }
            return
        }
        low = address.loadUnaligned(as: UInt64.self).littleEndian
        high = address.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
        if name.count < 8 {
            low &= 1 << (8 * UInt64(name.count)) - 1
            high = 0
        } else if name.count < 16 {
            high &= 1 << (8 * UInt64(name.count - 8)) - 1
        }
    }

    init?(_ name: String) {
        var name = name
        guard let key = name.withUTF8({ CategoryKey(UnsafeRawBufferPointer($0), readable: $0.count) }) else {
            return nil
        }
        self = key
    }

    fileprivate var slot: Int {
        Int(truncatingIfNeeded: ((low ^ high &* 0x9e37_79b9) &* 0x9e37_79b9_7f4a_7c15) >> 56)
    }
}

/// An open hash table over the names: a lookup costs one multiplication and, nearly always, one comparison.
private struct CategoryIndex {
    private var keys: [CategoryKey?] = Array(repeating: nil, count: 256)
    private var values: [LogCategory] = Array(repeating: .none, count: 256)

    init() {
        for category in LogCategory.allCases {
            guard let key = CategoryKey(category.name) else { continue }
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
