import PeerObserver

/// Sequence numbers that have come, in any order. Memory is bounded: of too many ranges, the lowest is forgotten.
public struct SequenceRanges: Sendable, Equatable {
    /// In order, and never touching.
    public private(set) var ranges: [ClosedRange<UInt64>] = []
    private let limit: Int

    /// - Parameter limit: how many ranges are kept.
    public init(limit: Int = 1024) { self.limit = max(1, limit) }

    /// Takes a number in; false where it is there already.
    @discardableResult
    public mutating func insert(_ number: UInt64) -> Bool {
        guard let last = ranges.last else {
            ranges.append(number...number)
            return true
        }
        if number > last.upperBound {
            if number - last.upperBound == 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
                forget()
            }
            return true
        }
        return insertBelow(number)
    }

    /// Takes a range in.
    public mutating func insert(_ range: ClosedRange<UInt64>) {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        ranges.removeAll { known in
            let touches =
                known.lowerBound <= (upper == .max ? upper : upper + 1)
                && (known.upperBound == .max || known.upperBound + 1 >= lower)
            if touches { (lower, upper) = (min(lower, known.lowerBound), max(upper, known.upperBound)) }
            return touches
        }
        ranges.insert(lower...upper, at: position(of: lower))
        forget()
    }

    public func contains(_ number: UInt64) -> Bool {
        let index = position(of: number)
        return index < ranges.count && ranges[index].contains(number)
    }

    /// Numbers in all ranges.
    var count: UInt64 { ranges.reduce(0) { $0 &+ ($1.upperBound - $1.lowerBound &+ 1) } }

    /// The first range that does not end below `number`.
    private func position(of number: UInt64) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// - Precondition: `number` is not above the last range.
    private mutating func insertBelow(_ number: UInt64) -> Bool {
        let index = position(of: number)
        guard !ranges[index].contains(number) else { return false }
        let joinsBelow = index > 0 && ranges[index - 1].upperBound + 1 == number
        let joinsAbove = ranges[index].lowerBound - 1 == number
        switch (joinsBelow, joinsAbove) {
        case (true, true):
            ranges[index - 1] = ranges[index - 1].lowerBound...ranges[index].upperBound
            ranges.remove(at: index)
        case (true, false): ranges[index - 1] = ranges[index - 1].lowerBound...number
        case (false, true): ranges[index] = number...ranges[index].upperBound
        case (false, false):
            ranges.insert(number...number, at: index)
            forget()
        }
        return true
    }

    private mutating func forget() {
        if ranges.count > limit { ranges.removeFirst(ranges.count - limit) }
    }

    static func joined(_ ranges: [SequenceRange]) -> [SequenceRange] {
        var all = SequenceRanges()
        for range in ranges where range.first <= range.last { all.insert(range.first...range.last) }
        return all.encoded
    }

    var encoded: [SequenceRange] { ranges.map { SequenceRange(first: $0.lowerBound, last: $0.upperBound) } }
}
