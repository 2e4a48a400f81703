import PeerObserver

/// What an index may hold, looked at before it is decoded: a few bytes of nothing would become a list of thousands of empty entries.
///
/// What this program writes stays within these numbers; see `KindCounts`, `StreamCounts` and `SequenceRanges`. A decoded element takes at most four
/// times its bytes then: a block 80 for 26, a kind 24 for 7.
enum IndexLimits {
    /// Elements of one list, and the bytes that each of them has at least.
    private struct List {
        var most: Int
        var shortest: Int
        /// The lists in its elements.
        var inner: [UInt32: List] = [:]
    }

    private static let kinds = List(most: KindCounts.limit + 1, shortest: 5)
    private static let ranges = List(most: 1024, shortest: 4)

    /// By tag, of an entry: blocks and the summary.
    private static let entries: [UInt32: List] = [
        18: List(most: 1, shortest: 23, inner: [74: kinds, 82: ranges]),
        26: List(
            most: 1, shortest: 19,
            inner: [
                58: kinds, 66: List(most: StreamCounts.limit, shortest: 19, inner: [66: ranges]),
                82: List(most: 64, shortest: 5), 90: ranges,
            ]),
    ]

    /// Whether an entry of an index is within them.
    static func admit(_ entry: RawSpan) throws(WireError) -> Bool {
        try isWithin(entry, 0..<entry.byteCount, entries)
    }

    private static func isWithin(
        _ bytes: RawSpan, _ range: Range<Int>, _ lists: [UInt32: List]
    ) throws(WireError) -> Bool {
        var reader = WireReader(bytes, in: range)
        var counts: [UInt32: Int] = [:]
        while let tag = try reader.nextTag() {
            guard let list = lists[tag] else {
                try reader.skip(tag)
                continue
            }
            let element = try reader.range()
            counts[tag, default: 0] += 1
            guard counts[tag, default: 0] <= list.most, element.count >= list.shortest else { return false }
            if !list.inner.isEmpty, try !isWithin(bytes, element, list.inner) { return false }
        }
        return true
    }
}
