import Testing

@testable import PeerObserver

@Suite struct Base32Tests {
    // RFC 4648, section 10, in lower case and without padding.
    @Test(arguments: [
        ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
        ("foobar", "mzxw6ytboi"),
    ])
    func encodesTheVectorsOfRFC4648(plain: String, encoded: String) {
        #expect(String(decoding: Base32.encode(Array(plain.utf8)), as: UTF8.self) == encoded)
    }

    @Test func longInputKeepsEveryBit() {
        #expect(Base32.encode([UInt8](repeating: 0xff, count: 35)) == [UInt8](repeating: UInt8(ascii: "7"), count: 56))
        #expect(Base32.encode([UInt8](repeating: 0, count: 32)).count == 52)
    }
}
