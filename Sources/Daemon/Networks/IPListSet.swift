/// Several lists of addresses, looked up together.
///
/// The blocks of all lists are cut into ranges that do not overlap, each with the lists that it is on; a table of the first
/// 16 bits tells where among them to search.
public struct IPListSet: Sendable {
    /// At most 32.
    public let names: [String]
    private let ipv4: RangeTable<UInt32>
    private let ipv6: RangeTable<UInt128>

    public static let limit = 32

    public init(_ lists: [(name: String, prefixes: [IPPrefix])] = []) {
        let lists = lists.prefix(Self.limit)
        names = lists.map(\.name)
        var (edges4, edges6): ([RangeTable<UInt32>.Edge], [RangeTable<UInt128>.Edge]) = ([], [])
        for (list, prefixes) in lists.map(\.prefixes).enumerated() {
            for prefix in prefixes {
                if let first = prefix.first.ipv4, let last = prefix.last.ipv4 {
                    edges4.append(.init(position: first, list: list, isStart: true))
                    if last < .max { edges4.append(.init(position: last + 1, list: list, isStart: false)) }
                } else {
                    edges6.append(.init(position: prefix.first.bits, list: list, isStart: true))
                    if prefix.last.bits < .max {
                        edges6.append(.init(position: prefix.last.bits + 1, list: list, isStart: false))
                    }
                }
            }
        }
        ipv4 = RangeTable(edges4)
        ipv6 = RangeTable(edges6)
    }

    /// The lists that the address is on: a bit for each, in the order of `names`.
    public func lists(of address: IPAddress) -> UInt32 {
        if let address = address.ipv4 { ipv4.mask(at: address) } else { ipv6.mask(at: address.bits) }
    }
}

/// Ranges of numbers with a mask each.
private struct RangeTable<Position: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    struct Edge {
        let position: Position
        let list: Int
        let isStart: Bool
    }

    /// Where a range starts, ascending; it ends where the next one starts.
    private var starts: [Position] = [0]
    private var masks: [UInt32] = [0]
    /// By the first 16 bits: the last range that starts at or before all such positions.
    private var index: [UInt32] = []

    init(_ edges: [Edge]) {
        var depth = [Int](repeating: 0, count: IPListSet.limit)
        var mask: UInt32 = 0
        for edge in edges.sorted(by: { $0.position < $1.position }) {
            depth[edge.list] += edge.isStart ? 1 : -1
            // Ends sort with starts: only what stands behind the last edge of a position counts.
            if depth[edge.list] > 0 { mask |= 1 << UInt32(edge.list) } else { mask &= ~(1 << UInt32(edge.list)) }
            if starts[starts.count - 1] == edge.position {
                masks[masks.count - 1] = mask
            } else {
                starts.append(edge.position)
                masks.append(mask)
            }
        }
        index.reserveCapacity(1 << 16 + 1)
        let shift = Position(Position.bitWidth - 16)
        var range = 0
        for high in 0..<(1 << 16) {
            while range + 1 < starts.count, starts[range + 1] <= Position(high) << shift { range += 1 }
            index.append(UInt32(range))
        }
        index.append(UInt32(starts.count - 1))
    }

    @inline(__always)
    func mask(at position: Position) -> UInt32 {
        let high = Int(truncatingIfNeeded: position >> Position(Position.bitWidth - 16))
        // The range sought is at `low`, or starts behind it and not behind the first range of the next 16 bits.
        var (low, top) = (Int(index[high]), Int(index[high + 1]))
        while low < top {
            let middle = (low + top + 1) / 2
            if starts[middle] <= position { low = middle } else { top = middle - 1 }
        }
        return masks[low]
    }
}
