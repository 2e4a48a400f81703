/// Finds which of some known words a text is, without making a String of it.
struct WordTable: Sendable {
    private struct Slot: Sendable {
        var word: Word
        var index: Int
    }

    /// Up to 24 bytes.
    struct Word: Equatable, Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0

        var hash: Int {
            let mixed =
                (first ^ second &* 0x9E37_79B9_7F4A_7C15 ^ third &* 0xC2B2_AE3D_27D4_EB4F) &* 0xFF51_AFD7_ED55_8CCD
            return Int(truncatingIfNeeded: mixed >> 56)
        }
    }

    static let longestWord = 24
    private var slots: [Slot]

    /// - Parameter words: at most 100, none longer than 24 bytes.
    init(_ words: [String]) {
        precondition(words.count <= 100 && words.allSatisfy { $0.utf8.count <= Self.longestWord }, "words do not fit")
        slots = Array(repeating: Slot(word: Word(), index: -1), count: 256)
        for (index, word) in words.enumerated() {
            let bytes = Array(word.utf8)
            let word = Self.word(bytes.span.bytes, 0..<bytes.count)
            var position = word.hash
            while slots[position].index >= 0 { position = (position + 1) & 255 }
            slots[position] = Slot(word: word, index: index)
        }
    }

    /// The position of the word in `range`; nil where it is none of them.
    @inline(__always)
    func index(_ input: RawSpan, _ range: Range<Int>) -> Int? {
        guard range.count <= Self.longestWord else { return nil }
        let word = Self.word(input, range)
        var position = word.hash
        while slots[position].index >= 0 {
            if slots[position].word == word { return slots[position].index }
            position = (position + 1) & 255
        }
        return nil
    }

    /// - Precondition: no more than 24 bytes.
    @inline(__always)
    private static func word(_ input: RawSpan, _ range: Range<Int>) -> Word {
        // A word of 24 bytes that ends in zeros equals none: words hold no zeros.
        guard range.lowerBound + longestWord <= input.byteCount else { return shortInput(input, range) }
        return Word(
            first: eight(input, range, at: 0), second: eight(input, range, at: 8), third: eight(input, range, at: 16))
    }

    @inline(__always)
    private static func eight(_ input: RawSpan, _ range: Range<Int>, at offset: Int) -> UInt64 {
        guard range.count > offset else { return 0 }
        // In bounds: 24 bytes are there from the beginning of the range on.
        let bytes = UInt64(
            littleEndian: input.unsafeLoadUnaligned(
                fromUncheckedByteOffset: range.lowerBound + offset, as: UInt64.self))
        let count = range.count - offset
        return count >= 8 ? bytes : bytes & (1 << UInt64(8 * count) - 1)
    }

    private static func shortInput(_ input: RawSpan, _ range: Range<Int>) -> Word {
        var words: [UInt64] = [0, 0, 0]
        for (offset, position) in range.enumerated() {
            words[offset / 8] |=
                UInt64(input.unsafeLoad(fromByteOffset: position, as: UInt8.self)) << UInt64(offset % 8 * 8)
        }
        return Word(first: words[0], second: words[1], third: words[2])
    }
}
