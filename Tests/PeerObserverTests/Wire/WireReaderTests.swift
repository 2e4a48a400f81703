import Testing

@testable import PeerObserver

/// Gives `body` a reader of `bytes`.
func read<Result>(
    _ bytes: [UInt8], _ body: (inout WireReader) throws(WireError) -> Result
) throws(WireError) -> Result {
    var reader = WireReader(bytes.span.bytes)
    return try body(&reader)
}

@Suite struct WireReaderTests {
    @Test(
        arguments: [
            ([0x00], 0), ([0x7f], 127), ([0x80, 0x01], 128), ([0xff, 0x7f], 16383), ([0x80, 0x80, 0x01], 16384),
            ([0xff, 0xff, 0xff, 0xff, 0x0f], UInt64(UInt32.max)),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1 << 63),
            ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], UInt64.max),
            // Longer than needed is legal; bits above the 64th fall off.
            ([0x80, 0x00], 0), ([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7e], 1),
        ] as [([UInt8], UInt64)])
    func readsVarints(bytes: [UInt8], value: UInt64) throws {
        let (found, isAtEnd) = try read(bytes) { reader throws(WireError) in (try reader.varint(), reader.isAtEnd) }
        #expect(found == value && isAtEnd)
        for count in 0..<bytes.count {
            #expect(throws: WireError.truncated(needed: 1, available: 0)) {
                try read(Array(bytes.prefix(count))) { reader throws(WireError) in try reader.varint() }
            }
        }
    }

    @Test func tellsWhereAFieldLiesAndReadsThere() throws {
        // A message in a message: positions are those of the whole.
        let bytes: [UInt8] = [0x0A, 0x04, 0x12, 0x02, 0x08, 0x07, 0x18, 0x01]
        let span = bytes.span.bytes
        var outer = WireReader(span)
        #expect(try outer.nextTag() == 10)
        let middleRange = try outer.range()
        #expect(middleRange == 2..<6)
        #expect(try outer.nextTag() == 24)
        var middle = WireReader(span, in: middleRange)
        #expect(try middle.nextTag() == 18)
        let innerRange = try middle.range()
        let isAtEnd = middle.isAtEnd
        #expect(innerRange == 4..<6 && isAtEnd)
        var inner = WireReader(span, in: innerRange)
        #expect(try inner.nextTag() == 8)
        #expect(try inner.varint() == 7)
        #expect(throws: WireError.truncated(needed: 3, available: 2)) {
            try read([0x03, 0x01, 0x02]) { reader throws(WireError) in try reader.range() }
        }
    }

    @Test func rejectsVarintOfElevenBytes() {
        let bytes = [UInt8](repeating: 0x80, count: 10) + [0x01]
        #expect(throws: WireError.varintTooLong) { try read(bytes) { reader throws(WireError) in try reader.varint() } }
    }

    @Test func cutsWideVarintsToTheirType() throws {
        let wide: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]
        #expect(try read(wide) { reader throws(WireError) in try reader.uint32() } == .max)
        #expect(try read(wide) { reader throws(WireError) in try reader.int32() } == -1)
        #expect(try read(wide) { reader throws(WireError) in try reader.int64() } == -1)
        #expect(try read(wide) { reader throws(WireError) in try reader.bool() })
        #expect(try read(wide) { reader throws(WireError) in try reader.sint32() } == .min)
        #expect(try read(wide) { reader throws(WireError) in try reader.sint64() } == .min)
        // Bit 32 is set, the low 32 bits are 2.
        #expect(try read([0x82, 0x80, 0x80, 0x80, 0x10]) { reader throws(WireError) in try reader.sint32() } == 1)
    }

    @Test(arguments: [(0, 0), (1, -1), (2, 1), (3, -2), (UInt64.max - 1, Int64.max), (UInt64.max, Int64.min)])
    func unfoldsZigzag(folded: UInt64, value: Int64) throws {
        var writer = WireWriter()
        writer.varint(folded, tag: 8)
        let bytes = writer.withUnsafeBytes { [UInt8]($0.dropFirst()) }
        #expect(try read(bytes) { reader throws(WireError) in try reader.sint64() } == value)
    }

    @Test func readsFixedAndDouble() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 0x88]
        #expect(try read(bytes) { reader throws(WireError) in try reader.fixed64() } == 0x8807_0605_0403_0201)
        #expect(try read(bytes) { reader throws(WireError) in try reader.double().bitPattern } == 0x8807_0605_0403_0201)
        for count in 0..<8 {
            #expect(throws: WireError.truncated(needed: 8, available: count)) {
                try read(Array(bytes.prefix(count))) { reader throws(WireError) in try reader.fixed64() }
            }
        }
    }

    @Test func readsTextAndBytes() throws {
        let bytes: [UInt8] = [5, 0x61, 0xff, 0xc3, 0xb6, 0x00, 9]
        #expect(try read(bytes) { reader throws(WireError) in try reader.bytes() } == [0x61, 0xff, 0xc3, 0xb6, 0])
        #expect(try read(bytes) { reader throws(WireError) in try reader.string() } == "a\u{fffd}ö\u{0}")
        #expect(try read([0]) { reader throws(WireError) in try reader.string() } == "")
        #expect(try read([0]) { reader throws(WireError) in try reader.bytes() } == [])
    }

    @Test(
        arguments: [
            // 6 of 5 bytes, 2^31 - 1, 2^31, 2^63, 2^64 - 1.
            [6, 1, 2, 3, 4, 5], [0xff, 0xff, 0xff, 0xff, 0x07], [0x80, 0x80, 0x80, 0x80, 0x08],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1, 2],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1, 2],
        ] as [[UInt8]])
    func rejectsLengthsBeyondTheEnd(bytes: [UInt8]) {
        func rejects<Result>(_ body: (inout WireReader) throws(WireError) -> Result) {
            do throws(WireError) {
                _ = try read(bytes, body)
                Issue.record("accepted")
            } catch {
                guard case .truncated(let needed, let available) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(needed > available)
            }
        }
        rejects { reader throws(WireError) in try reader.bytes() }
        rejects { reader throws(WireError) in try reader.string() }
        rejects { reader throws(WireError) in try reader.hash256() }
        rejects { reader throws(WireError) in try reader.shortID() }
        rejects { reader throws(WireError) in _ = try reader.message() }
        rejects { reader throws(WireError) in try reader.skip(2) }
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func rejectsHashesOfAnotherLength(count: Int) {
        let bytes = [UInt8(count)] + [UInt8](repeating: 1, count: count)
        #expect(throws: WireError.invalidLength(expected: 32, found: count)) {
            try read(bytes) { reader throws(WireError) in try reader.hash256() }
        }
        #expect(throws: WireError.invalidLength(expected: 6, found: count)) {
            try read(bytes) { reader throws(WireError) in try reader.shortID() }
        }
    }

    @Test func readsHashesAndShortIDs() throws {
        let bytes = (0..<32).map { UInt8($0) }
        #expect(try read([32] + bytes) { reader throws(WireError) in try reader.hash256() }.bytes == bytes)
        #expect(
            try read([6, 1, 2, 3, 4, 5, 6]) { reader throws(WireError) in try reader.shortID() }.bytes == [
                1, 2, 3, 4, 5, 6,
            ])
    }

    @Test func likelyCountIsBoundedWhateverTheBytesSay() throws {
        // 3 elements of 4 bytes with tag and length; the tag of the first is read already.
        #expect(try read([2, 0, 0, 10, 2, 0, 0, 10, 2, 0, 0]) { reader throws(WireError) in reader.likelyCount } == 3)
        #expect(
            try read([UInt8](repeating: 0, count: 100_000)) { reader throws(WireError) in reader.likelyCount } == 256)
        #expect(try read([0xff]) { reader throws(WireError) in reader.likelyCount } == 0)
        #expect(try read([]) { reader throws(WireError) in reader.likelyCount } == 0)
    }

    @Test func innerReaderEndsWithItsMessage() throws {
        try read([2, 0x08, 0x01, 0x07]) { reader throws(WireError) in
            var inner = try reader.message()
            let found = (try inner.nextTag(), try inner.varint(), inner.isAtEnd, try inner.nextTag())
            #expect(found == (8, 1, true, nil))
            do throws(WireError) {
                _ = try inner.varint()
                Issue.record("read beyond its end")
            } catch { #expect(error == .truncated(needed: 1, available: 0)) }
            let next = try reader.varint()
            #expect(next == 7)
        }
    }

    @Test(
        arguments: [
            [0x00], [0x07], [0x80, 0x80, 0x80, 0x80, 0x10],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        ] as [[UInt8]])
    func rejectsTagsWithoutAFieldNumber(bytes: [UInt8]) {
        #expect(throws: WireError.self) { try read(bytes) { reader throws(WireError) in try reader.nextTag() } }
    }

    @Test func acceptsTheLargestFieldNumber() throws {
        let tag = try read([0xf8, 0xff, 0xff, 0xff, 0x0f]) { reader throws(WireError) in try reader.nextTag() }
        #expect(tag == UInt32(1 << 29 - 1) << 3)
    }

    @Test(
        arguments: [
            ([0x08, 0x80, 0x01], 0), ([0x09, 1, 2, 3, 4, 5, 6, 7, 8], 0), ([0x0a, 2, 1, 2], 0),
            ([0x0d, 1, 2, 3, 4], 0),
            // A group, groups in it, one of another number beside it.
            ([0x0b, 0x0c], 0), ([0x0b, 0x10, 0x05, 0x13, 0x1b, 0x1c, 0x14, 0x0c, 0x09], 1),
        ] as [([UInt8], Int)])
    func skipsEveryWireType(bytes: [UInt8], left: Int) throws {
        try read(bytes) { reader throws(WireError) in
            guard let tag = try reader.nextTag() else { return }
            try reader.skip(tag)
            let isAtEnd = reader.isAtEnd
            #expect(isAtEnd == (left == 0))
            if !isAtEnd {
                let next = try reader.varint()
                #expect(next == UInt64(bytes[bytes.count - 1]))
            }
        }
        let whole = bytes.count - left
        for count in 1..<whole {
            #expect(throws: WireError.self) {
                try read(Array(bytes.prefix(count))) { reader throws(WireError) in
                    if let tag = try reader.nextTag() { try reader.skip(tag) }
                }
            }
        }
    }

    // Wire types 6 and 7, an end without a start, an end of another group.
    @Test(arguments: [[0x0e, 0], [0x0f, 0], [0x0c], [0x0b, 0x14], [0x0b, 0x13, 0x0c]] as [[UInt8]])
    func rejectsWhatCannotBeSkipped(bytes: [UInt8]) {
        #expect(throws: WireError.self) {
            try read(bytes) { reader throws(WireError) in
                if let tag = try reader.nextTag() { try reader.skip(tag) }
            }
        }
    }

    @Test func groupsNestAsDeepAsTheInputWithoutRecursion() {
        let bytes = [UInt8](repeating: 0x0b, count: 1_000_000)
        #expect(throws: WireError.truncated(needed: 1, available: 0)) {
            try read(bytes) { reader throws(WireError) in
                if let tag = try reader.nextTag() { try reader.skip(tag) }
            }
        }
    }

    @Test func errorsTellTheirNumbers() {
        #expect("\(WireError.truncated(needed: 8, available: 3))" == "truncated: needed 8, available 3")
        #expect("\(WireError.varintTooLong)" == "varint of more than 10 bytes")
        #expect("\(WireError.invalidTag(7))" == "invalid tag 7")
        #expect("\(WireError.invalidLength(expected: 32, found: 31))" == "length 31 where 32 was expected")
    }
}
