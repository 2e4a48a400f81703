public import PeerObserver

/// Counts events by kind. A few dozen kinds come again and again, so they are looked for in turn.
public struct KindCounts: Sendable {
    public private(set) var kinds: [(name: String, count: UInt64)] = []
    private var latest = 0

    /// Operators name RPCs as they like: kinds beyond so many are counted together, with those whose names are too long.
    public static let limit = 256
    static let other = "other"

    public init() {}

    public mutating func add(_ kind: String, _ count: UInt64 = 1) {
        if latest < kinds.count, kinds[latest].name == kind {
            return addToLatest(count)
        }
        if let index = kinds.firstIndex(where: { $0.name == kind }) {
            latest = index
        } else if (kinds.count < Self.limit && EventNote.isShort(kind)) || kind == Self.other {
            latest = kinds.count
            kinds.append((kind, 0))
        } else {
            return add(Self.other, count)
        }
        addToLatest(count)
    }

    /// What an index claims may be any number: a sum that is too large is the largest one.
    private mutating func addToLatest(_ count: UInt64) {
        let (sum, isTooLarge) = kinds[latest].count.addingReportingOverflow(count)
        kinds[latest].count = isTooLarge ? .max : sum
    }

    public mutating func add(_ counts: KindCounts) {
        for (name, count) in counts.kinds { add(name, count) }
    }

    /// By name.
    public var encoded: [KindCount] {
        kinds.sorted { $0.name < $1.name }.map { KindCount(kind: $0.name, events: $0.count) }
    }
}
