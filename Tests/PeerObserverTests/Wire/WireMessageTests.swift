import TestSupport
import Testing

@testable import PeerObserver

@Suite struct WireMessageTests {
    private static let samples = SampleEvents.all + SampleEvents.onlyRead

    @Test func everyArmComesBackEqual() throws {
        for (_, event) in Self.samples {
            let bytes = event.encoded()
            let decoded = try Event(decoding: bytes)
            #expect(decoded == event)
            #expect(decoded.encoded() == bytes)
        }
    }

    /// A prefix that ends between two fields is a shorter message: encoded again, it is the same prefix or, where required
    /// fields are missing, holds their defaults. Every other prefix throws.
    @Test func everyProperPrefixThrowsOrIsAShorterMessage() throws {
        for (_, event) in Self.samples {
            let bytes = event.encoded()
            let ends = Self.fieldEnds(bytes)
            for count in 0..<bytes.count {
                let prefix = Array(bytes.prefix(count))
                do throws(WireError) {
                    var shorter = try Event(decoding: prefix)
                    #expect(ends.contains(count))
                    // The rest of the fields on top of the shorter message gives the whole.
                    var reader = WireReader(bytes.span.bytes.extracting(count..<bytes.count))
                    try shorter.merge(from: &reader)
                    #expect(shorter == event)
                } catch {
                    #expect(!ends.contains(count))
                }
            }
        }
    }

    /// Where the fields of the outermost message end; they have no groups.
    private static func fieldEnds(_ bytes: [UInt8]) -> Set<Int> {
        var ends: Set<Int> = [0]
        var offset = 0
        func varint() -> Int {
            var value: UInt64 = 0
            var shift = 0
            while true {
                let byte = bytes[offset]
                offset += 1
                value |= UInt64(byte & 0x7f) << shift
                if byte < 0x80 { return Int(truncatingIfNeeded: value) }
                shift += 7
            }
        }
        while offset < bytes.count {
            switch varint() & 7 {
            case 0: _ = varint()
            case 1: offset += 8
            case 2: offset += varint()
            default: offset += 4
            }
            ends.insert(offset)
        }
        return ends
    }

    @Test func decodesFromEveryKindOfBuffer() throws {
        let bytes = SampleEvents.all[0].event.encoded()
        let array = try Event(decoding: bytes)
        #expect(try Event(decoding: bytes.span.bytes) == array)
        #expect(try bytes.withUnsafeBytes { try Event(decoding: $0) } == array)
        #expect(try Event(decoding: []) == Event())
        #expect(try Event(decoding: UnsafeRawBufferPointer(start: nil, count: 0)) == Event())
    }

    @Test func unknownFieldsAreSkippedWhereverTheyStand() throws {
        // Field 99 as varint, fixed64, bytes, group and fixed32.
        let unknown: [UInt8] =
            [0x98, 0x06, 0x7f] + [0x99, 0x06, 1, 2, 3, 4, 5, 6, 7, 8] + [0x9a, 0x06, 2, 0xff, 0xff]
            + [0x9b, 0x06, 0x08, 0x01, 0x9c, 0x06] + [0x9d, 0x06, 1, 2, 3, 4]
        let ping: [UInt8] = [0x09, 8, 7, 6, 5, 4, 3, 2, 1]
        #expect(try Ping(decoding: unknown + ping + unknown) == Ping(value: 0x0102_0304_0506_0708))
    }

    @Test func knownFieldOfAnotherWireTypeIsSkipped() throws {
        // Ping.value as varint, Unknown.command as varint, Inv.items as fixed64.
        #expect(try Ping(decoding: [0x08, 5]) == Ping())
        #expect(try UnknownMessage(decoding: [0x08, 5]) == UnknownMessage())
        #expect(try Inv(decoding: [0x09, 1, 2, 3, 4, 5, 6, 7, 8]) == Inv())
    }

    @Test func packedAndSingleElementsMix() throws {
        let bytes: [UInt8] =
            [0x0a, 32] + [UInt8](repeating: 0, count: 32) + [0x10, 5, 0x12, 3, 6, 0x80, 0x01, 0x12, 0, 0x10, 7]
        #expect(try GetBlockTxn(decoding: bytes).txIndexes == [5, 6, 128, 7])
        #expect(try MerkleBlock(decoding: [0x1a, 3, 1, 0, 2, 0x18, 1]).bits == [true, false, true, true])
    }

    @Test func packedElementMayNotReachBeyondItsField() {
        #expect(throws: WireError.truncated(needed: 1, available: 0)) {
            try GetBlockTxn(decoding: [0x12, 1, 0x80, 0x01])
        }
        #expect(throws: WireError.self) { try GetBlockTxn(decoding: [0x12, 0xff, 0xff, 0xff, 0xff, 0x07, 1]) }
    }

    @Test func lengthsBeyondTheEndThrowInEveryMessage() {
        for (name, type) in ContractMessages.types {
            for number: UInt8 in 1...15 {
                #expect(throws: WireError.self, "\(name)") {
                    _ = try type.init(decoding: [number << 3 | 2, 0xff, 0xff, 0xff, 0xff, 0x07, 0])
                }
            }
        }
    }

    @Test func repeatedMessageFieldIsMergedAndRepeatedScalarIsReplaced() throws {
        // meta twice: {peer_id: 1, addr: a} and {peer_id: 2}.
        let event = try MessageEvent(decoding: [0x0a, 5, 0x08, 1, 0x12, 1, 0x61, 0x0a, 2, 0x08, 2])
        #expect(event.meta.peerID == 2 && event.meta.addr == "a")
    }

    @Test func lastArmOfAOneofWins() throws {
        var bytes = InventoryItem(item: .block(SampleMessages.hash(1))).encoded()
        bytes += InventoryItem(item: .error(true)).encoded()
        #expect(try InventoryItem(decoding: bytes) == InventoryItem(item: .error(true)))
    }

    @Test func hashOfAnotherLengthThrowsInsideAMessage() {
        for count: UInt8 in [0, 31, 33] {
            #expect(throws: WireError.invalidLength(expected: 32, found: Int(count))) {
                try InventoryItem(decoding: [0x0a, count] + [UInt8](repeating: 1, count: Int(count)))
            }
        }
        #expect(throws: WireError.invalidLength(expected: 6, found: 5)) {
            try CompactBlock(decoding: [0x1a, 5, 1, 2, 3, 4, 5])
        }
    }

    @Test func mapEntriesKeepTheirOrderAndMayLackParts() throws {
        // networks: {b: …}, {} and {a}, in this order.
        let info = try AddrManInfo(decoding: [
            0x0a, 7, 0x0a, 1, 0x62, 0x12, 2, 0x08, 9, 0x0a, 0, 0x0a, 3, 0x0a, 1, 0x61,
        ])
        #expect(info.networks.map(\.key) == ["b", "", "a"])
        #expect(info.networks.map(\.value.new) == [9, 0, 0])
    }

    @Test func enumValuesOfANewerSchemaSurvive() throws {
        var connection = Connection()
        connection.connType = ConnType(rawValue: 77)
        let again = try Connection(decoding: connection.encoded())
        #expect(again.connType.rawValue == 77)
        connection.connType = ConnType(rawValue: -1)
        #expect(try Connection(decoding: connection.encoded()).connType.rawValue == -1)
    }

    @Test func oneBytesChangedNeverTraps() {
        for (_, event) in Self.samples {
            let bytes = event.encoded()
            for index in bytes.indices {
                for value: UInt8 in [0, 0x01, 0x7f, 0x80, 0xff] {
                    var changed = bytes
                    changed[index] = value
                    guard let decoded = try? Event(decoding: changed) else { continue }
                    #expect(!decoded.encoded().isEmpty)
                }
            }
        }
    }
}
