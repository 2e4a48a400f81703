import Testing

@testable import LogExtractor

struct LineScannerTests {
    private func lines(_ text: [UInt8], piece: Int = .max) -> (lines: [[UInt8]], cut: UInt64) {
        var (scanner, pending, found) = (LineScanner(), [UInt8](), [[UInt8]]())
        for start in stride(from: 0, to: text.count, by: min(piece, max(1, text.count))) {
            pending += text[start..<min(text.count, start + min(piece, text.count))]
            let used = pending.withUnsafeBytes { bytes in scanner.scan(bytes) { found.append(Array($0)) } }
            pending.removeFirst(used)
        }
        pending.withUnsafeBytes { bytes in scanner.finish(bytes) { found.append(Array($0)) } }
        return (found, scanner.cut)
    }

    @Test(arguments: [1, 2, 3, 7, 100]) func linesAreTheSameHoweverTheyArrive(_ piece: Int) {
        let text = Array("one\n\ntwo\r\n\u{0}three\u{0}\nfour".utf8)
        let expected = ["one", "", "two", "\u{0}three\u{0}", "four"].map { Array($0.utf8) }
        #expect(lines(text, piece: piece).lines == expected)
    }

    @Test(arguments: [1000, 4096, 1 << 17, 1 << 20]) func lineAboveTheBoundIsCutAndCounted(_ piece: Int) {
        let long = [UInt8](repeating: 0x61, count: 3 * LineScanner.longest)
        let result = lines(Array("before\n".utf8) + long + Array("\nafter\n".utf8), piece: piece)
        #expect(result.lines.map(\.count) == [6, LineScanner.longest, 5])
        #expect(result.cut == 1)
    }

    @Test func longestLineIsWhole() {
        let long = [UInt8](repeating: 0x61, count: LineScanner.longest)
        let result = lines(long + [0x0A], piece: 1 << 16)
        #expect(result.lines.map(\.count) == [LineScanner.longest] && result.cut == 0)
    }

    @Test func emptyInputHasNoLine() {
        #expect(lines([]).lines.isEmpty)
    }
}
