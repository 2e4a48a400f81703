import Foundation
import PeerObserver
import Testing

@Suite struct PayloadDecodingTests {
    struct Recorded: Decodable {
        var command: String
        var payload: String
    }

    @Test func decodesRecordedMessagesAsTheJudgesDo() throws {
        let recorded = try PayloadFixture.lines("p2p-messages.jsonl", as: Recorded.self)
        let expected = try PayloadFixture.lines("p2p-expected.jsonl", as: PayloadFixture.self)
        #expect(recorded.count == 325)
        #expect(recorded.count == expected.count)
        for (message, fixture) in zip(recorded, expected) {
            #expect(message.command == fixture.command)
            fixture.check(try #require(Hex.decode(message.payload)))
        }
    }

    @Test(arguments: ["p2p-generated.jsonl", "p2p-edges.jsonl"])
    func decodesGeneratedPayloadsAsTheJudgesDo(file: String) throws {
        let fixtures = try PayloadFixture.lines(file, as: PayloadFixture.self)
        #expect(fixtures.count > 600)
        for fixture in fixtures {
            fixture.check(try fixture.payload())
        }
    }

    /// Every type of the table stands in the generated fixtures with a case that decodes.
    @Test func everyMessageTypeHasAFixtureThatDecodes() throws {
        let fixtures = try PayloadFixture.lines("p2p-generated.jsonl", as: PayloadFixture.self)
        let decoding = Set(fixtures.filter { $0.malformed != true }.map(\.command))
        #expect(Set(MessageTable.commands).subtracting(decoding) == [])
    }

    /// A message cut short is malformed, or one whose last fields may be missing; it is never more than what is there.
    @Test func neverTrapsOnAnyPrefix() throws {
        for message in try PayloadFixture.lines("p2p-messages.jsonl", as: Recorded.self) {
            let payload = try #require(Hex.decode(message.payload))
            guard payload.count <= 2000 else { continue }
            for length in 0..<payload.count {
                let (decoded, _) = MessageTable.decode(
                    message.command, payload: payload.span.extracting(first: length).bytes)
                if case .malformed(let malformed) = decoded { #expect(malformed.payload?.count == length) }
            }
        }
    }

    @Test(arguments: ["inv", "getdata", "notfound", "addr", "addrv2", "headers", "getheaders", "getblocks", "block"])
    func countBombsAreMalformedBeforeAnythingIsAllocated(command: String) {
        for bomb: [UInt8] in [
            [0xfe, 0xff, 0xff, 0xff, 0x01], [0xff, 0, 0, 0, 0, 1, 0, 0, 0],
            [0xff, 255, 255, 255, 255, 255, 255, 255, 255],
        ] {
            let prefix = ["getheaders", "getblocks"].contains(command) ? 4 : command == "block" ? 80 : 0
            let payload = [UInt8](repeating: 0, count: prefix) + bomb
            let (decoded, _) = MessageTable.decode(command, payload: payload.span.bytes)
            guard case .malformed = decoded else {
                Issue.record("\(command) decodes a count that the payload cannot hold")
                continue
            }
        }
    }

    /// A field of the event for each bit: what a payload can grow to is bounded.
    @Test func merkleBlockOfTooManyFlagBytesIsMalformed() {
        for (flagBytes, isMalformed) in [(1 << 16, false), ((1 << 16) + 1, true)] {
            var payload = ByteWriter()
            payload.bytes([UInt8](repeating: 0, count: BlockHeader.byteCount + 4))
            payload.compactSize(0)
            payload.compactSize(flagBytes)
            payload.bytes([UInt8](repeating: 0xff, count: flagBytes))
            let (decoded, _) = MessageTable.decode("merkleblock", payload: payload.array.span.bytes)
            if case .malformed = decoded { #expect(isMalformed) } else { #expect(!isMalformed) }
        }
    }
}
