import ArchiveFormat
import Testing

@Suite struct SequenceRangesTests {
    @Test func takesNumbersInAnyOrderOnce() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let numbers = (0..<200).map { _ in UInt64.random(in: 1...150, using: &generator) }
            var (ranges, known) = (SequenceRanges(), Set<UInt64>())
            for number in numbers { #expect(ranges.insert(number) == known.insert(number).inserted) }
            for number in 0..<UInt64(152) { #expect(ranges.contains(number) == known.contains(number)) }
            let listed = ranges.ranges.flatMap { Array($0) }
            #expect(listed == known.sorted())
            for (below, above) in zip(ranges.ranges, ranges.ranges.dropFirst()) {
                #expect(below.upperBound + 1 < above.lowerBound)
            }
        }
    }

    @Test func joinsWholeRanges() {
        var ranges = SequenceRanges()
        ranges.insert(10...20)
        ranges.insert(30...40)
        ranges.insert(1...5)
        #expect(ranges.ranges == [1...5, 10...20, 30...40])
        ranges.insert(6...9)
        #expect(ranges.ranges == [1...20, 30...40])
        ranges.insert(15...35)
        #expect(ranges.ranges == [1...40])
        ranges.insert(UInt64.max...UInt64.max)
        ranges.insert(0...0)
        #expect(ranges.ranges == [0...40, .max ... .max])
    }

    @Test func forgetsTheLowestOfTooMany() {
        var ranges = SequenceRanges(limit: 3)
        for number in stride(from: UInt64(10), through: 60, by: 10) { ranges.insert(number) }
        #expect(ranges.ranges == [40...40, 50...50, 60...60])
    }
}
