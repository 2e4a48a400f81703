import Testing

@testable import PeerObserver

@Suite struct ByteWriterTests {
    private func written(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 1)
        body(&writer)
        return String(decoding: writer.array, as: UTF8.self)
    }

    @Test func growsWithoutLosingWhatStands() {
        var writer = ByteWriter(capacity: 1)
        for value in 0..<10_000 { writer.byte(UInt8(truncatingIfNeeded: value)) }
        writer.bytes([UInt8](repeating: 7, count: 100_000))
        #expect(writer.count == 110_000)
        #expect(
            writer.array == (0..<10_000).map { UInt8(truncatingIfNeeded: $0) } + [UInt8](repeating: 7, count: 100_000))
    }

    @Test(arguments: [
        0, 1, 9, 10, 11, 99, 100, 1_000_000_000, 9_999_999_999, UInt64.max - 1, UInt64.max,
    ])
    func writesUnsignedDecimals(value: UInt64) {
        #expect(written { $0.decimal(value) } == String(value))
    }

    @Test func writesThePowersOfTenAndTheirNeighbours() {
        var power: UInt64 = 1
        for _ in 0..<20 {
            for value in [power - 1, power, power + 1] { #expect(written { $0.decimal(value) } == String(value)) }
            power &*= 10
        }
    }

    @Test(arguments: [Int64.min, -10, -1, 0, 9, 10, Int64.max])
    func writesSignedDecimals(value: Int64) {
        #expect(written { $0.decimal(value) } == String(value))
    }

    @Test func writesBothByteOrders() {
        var writer = ByteWriter()
        writer.littleEndian(UInt32(0x0102_0304))
        writer.bigEndian(UInt16(0x0506))
        writer.littleEndian(Int64(-2))
        #expect(writer.array == [4, 3, 2, 1, 5, 6, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
    }

    @Test func truncatesOnlyBackwards() {
        var writer = ByteWriter()
        writer.text("abc")
        writer.truncate(to: 9)
        #expect(writer.count == 3)
        writer.truncate(to: 1)
        #expect(writer.array == Array("a".utf8) && writer.last == UInt8(ascii: "a"))
        writer.truncate(to: -1)
        #expect(writer.count == 0 && writer.last == nil)
        writer.text("z")
        writer.removeAll()
        #expect(writer.array == [])
    }

    @Test func quotesFromAPosition() {
        #expect(
            written {
                $0.text("a")
                $0.quote(from: 1)
            } == "a\"\"")
        #expect(
            written {
                $0.text("a")
                $0.text("12")
                $0.quote(from: 1)
            } == "a\"12\"")
    }

    @Test func writesEmptyValues() {
        #expect(
            written {
                $0.bytes([])
                $0.hex([])
                $0.utf8("")
                $0.text("")
                $0.printable("")
            } == "")
        #expect(written { $0.bytes(UnsafeRawBufferPointer(start: nil, count: 0)) } == "")
    }

    @Test func writesHexAndDisplayHex() throws {
        let hash = try #require(Hash256((0..<32).map { UInt8($0) }))
        #expect(written { $0.hex([0x00, 0x9a, 0xff]) } == "009aff")
        #expect(written { $0.displayHex(hash) } == hash.description)
    }

    @Test func printableTextHasNothingThatATerminalObeys() {
        #expect(written { $0.printable("a b~!") } == "a b~!")
        #expect(written { $0.printable("\u{1b}[2J\r\n\t\u{0}\u{7f}\\") } == #"\x1b[2J\x0d\x0a\x09\x00\x7f\x5c"#)
        // C1 control, right-to-left override, umlaut: as their UTF-8.
        #expect(written { $0.printable("\u{9b}\u{202e}ö") } == #"\xc2\x9b\xe2\x80\xae\xc3\xb6"#)
        let raw: [UInt8] = [0xff, 0xc0, 0x41, 0x80]
        #expect(written { writer in raw.withUnsafeBytes { writer.printable($0) } } == #"\xff\xc0A\x80"#)
    }

    @Test func jsonStringsAreASCII() {
        #expect(written { $0.jsonString("") } == #""""#)
        #expect(written { $0.jsonString(#"a"b\c/"#) } == #""a\"b\\c/""#)
        #expect(
            written { $0.jsonString("\u{0}\n\u{1f}\u{7f}\u{9b}\u{202e}\u{2028}") }
                == #""\u0000\u000a\u001f\u007f\u009b\u202e\u2028""#)
        #expect(
            written { $0.jsonString("é\u{ffff}\u{10000}\u{10ffff}😀") }
                == #""\u00e9\uffff\ud800\udc00\udbff\udfff\ud83d\ude00""#)
        // Half of a surrogate pair cannot come out of invalid UTF-8.
        #expect(
            written { $0.jsonString(String(decoding: [0x61, 0xed, 0xa0, 0x80, 0xff], as: UTF8.self)) }
                == #""a\ufffd\ufffd\ufffd\ufffd""#)
    }
}
