import Testing

@testable import PeerObserver

@Suite struct HexTests {
    @Test func everyByteComesBack() {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hex.encode(bytes)
        #expect(text.utf8.count == 512)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode(text.uppercased()) == bytes)
    }

    @Test func emptyIsEmpty() {
        #expect(Hex.encode([]) == "")
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "abc", "0g", "g0", "0x", " 0", "/0", ":0", "@0", "`0", "0é", "00 00"])
    func rejectsWhatIsNoHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func displayOrderIsReversed() throws {
        let hash = try #require(Hash256((0..<32).map { UInt8($0) }))
        #expect(hash.description.hasPrefix("1f1e1d") && hash.description.hasSuffix("020100"))
        #expect(Hash256(displayHex: hash.description) == hash)
        #expect(Hash256(displayHex: String(hash.description.dropLast(2))) == nil)
    }
}
