/// Entries by key, of which there are never more than a limit: the one that was not touched for longest makes room.
///
/// Keys come from the network. Making room looks through all entries, so it takes out an eighth of them at once.
struct BoundedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var entries: [Key: (value: Value, touched: UInt64)] = [:]
    private var clock: UInt64 = 0
    let limit: Int
    /// Entries that had to make room.
    private(set) var evicted: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }
    var all: [(key: Key, value: Value)] { entries.map { ($0.key, $0.value.value) } }

    subscript(key: Key) -> Value? { entries[key]?.value }

    /// Changes an entry, which is made where it is missing.
    mutating func change(_ key: Key, default standard: @autoclosure () -> Value, _ body: (inout Value) -> Void) {
        clock += 1
        if entries[key] == nil, entries.count >= limit { makeRoom() }
        body(&entries[key, default: (standard(), clock)].value)
        entries[key]?.touched = clock
    }

    mutating func remove(_ key: Key) { entries[key] = nil }

    /// Changes all.
    mutating func changeAll(_ body: (inout Value) -> Void) {
        for key in entries.keys {
            if var entry = entries[key] {
                body(&entry.value)
                entries[key] = entry
            }
        }
    }

    private mutating func makeRoom() {
        let ages = entries.values.map(\.touched).sorted()
        guard let limit = ages.dropFirst(max(0, ages.count / 8 - 1)).first else { return }
        let before = entries.count
        entries = entries.filter { $0.value.touched > limit }
        evicted += UInt64(before - entries.count)
    }
}
