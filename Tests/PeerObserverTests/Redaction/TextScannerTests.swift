import TestSupport
import Testing

@testable import PeerObserver

@Suite("Redaction: addresses in free text")
struct TextScannerTests {
    private static let key = [UInt8](1...32)

    /// The text with `<4>`, `<6>`, … in place of pseudonyms and `<own4>`, … of placeholders.
    private static func shown(_ text: String, own: [String] = []) -> String {
        var known = OwnAddresses()
        for address in own { _ = known.insert(HostAddress(text: Array(address.utf8)[...]), .trusted) }
        var cache = PseudonymCache(key: key)
        var output: [UInt8] = []
        let input = Array(text.utf8)
        TextScanner.redact(input, 0..<input.count, own: known, cache: &cache, into: &output)
        return String(decoding: output, as: UTF8.self)
            .replacing(/2[45]\d\.\d+\.\d+\.\d+/, with: "<4>").replacing("192.0.2.1", with: "<own4>")
            .replacing("2001:db8::1", with: "<own6>").replacing(/2001:db8(:[0-9a-f]{1,4}){6}/, with: "<6>")
            .replacing(/fc00:db8(:[0-9a-f]{1,4}){6}/, with: "<cjdns>")
            .replacing(/redacted[a-z2-7]{8,}\.(onion|b32\.i2p)/, with: "<base32>")
    }

    @Test(arguments: [
        ("peeraddr=203.0.113.5:8333, peer=3", "peeraddr=<4>:8333, peer=3"),
        ("from 203.0.113.5.", "from <4>."),
        ("a203.0.113.5b", "a<4>b"),
        ("feed:203.0.113.5", "feed:<4>"),
        ("[2a01:4f8::1]:8333 and 2a01:4f8::2, (::1)", "[<6>]:8333 and <6>, (::1)"),
        ("2a01:4f8::1: gone", "<6>: gone"),
        ("x2a01:4f8::1y", "x<6>y"),
        ("::ffff:203.0.113.5", "<4>"),
        ("fc32:17ea:e415:c3bf:9808:149d:b5a2:c9aa", "<cjdns>"),
        ("to \(Taint.own[5].address):8333!", "to <base32>:8333!"),
        ("to \(Taint.own[6].address.uppercased()):0", "to <base32>:0"),
        ("Bound to 0.0.0.0:8333 and 127.0.0.1:8334", "Bound to 0.0.0.0:8333 and 127.0.0.1:8334"),
        ("1.2.3.4.5", "redacted"),
        ("1.2.3.999", "redacted"),
        ("aa:bb:cc:dd:ee:ff", "redacted"),
    ])
    func addressesAreReplaced(_ text: String, _ expected: String) {
        #expect(Self.shown(text) == expected)
    }

    @Test(arguments: [
        "", ".", ":", "::", "...", "/Satoshi:31.0.0/", "2026-11-21T11:40:00Z 12:34:56", "Chainstate::FlushStateToDisk",
        "std::deque", "height=900000 log2_work=95.000001 tx=1234", "{\"result\":1.5}", "net_processing.cpp:3609",
        "00000000000000000001a7c9e1c8f0ef0c2b0a2d1f4f3d4e5c6b7a8998877665", "e.g. this: that", "\u{1F600}.\u{e9}:",
        "bad-txns-inputs-missingorspent, a.b.c.d",
    ])
    func otherTextStays(_ text: String) {
        #expect(Self.shown(text, own: ["203.0.113.177", "2a0b:f4c0::1"]) == text)
    }

    @Test(arguments: [
        ("us=203.0.113.177:8333", "us=<own4>:0"),
        ("us=[2a0b:f4c0:0::1]:8333", "us=[<own6>]:0"),
        ("0xCB0071b1 b17100cb", "0xredacted redacted"),
        ("host-203-0-113-177.example", "host-redacted.example"),
        ("3405803953", "redacted"),
        ("\(Taint.own[6].address):8333", "<base32>:0"),
        ("at \(Taint.own[6].address.prefix(52))!", "at redacted!"),
        ("z2a0b:f4c0::1234567g", "zredactedg"),
        ("at NODE.example.org:8333", "at redacted:8333"),
        ("2a0bf4c0000000000000000000000001", "redacted"),
        ("Chainf::beState", "Chainf::beState"),
    ])
    func otherSpellingsOfOwnAddressesAreMasked(_ text: String, _ expected: String) {
        #expect(
            Self.shown(text, own: ["203.0.113.177", "2a0b:f4c0::1", Taint.own[6].address, "node.example.org"])
                == expected)
    }

    @Test func longTextIsCut() {
        let text = String(repeating: "x", count: TextScanner.longestText)
        #expect(Self.shown(text) == text)
        #expect(Self.shown(text + "yz") == text + "...(cut)")
    }

    /// Whatever is there, the scanner ends, and what it writes holds no address but its own.
    @Test func hostileTextNeverTraps() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789abcdefF.:[]%/-x ".utf8) + Array(".onion:.b32.i2p".utf8) + [0xff, 0xc3]
        var known = OwnAddresses()
        for taint in Taint.own { _ = known.insert(HostAddress(text: Array(taint.address.utf8)[...]), .trusted) }
        var cache = PseudonymCache(key: Self.key)
        for _ in 0..<20_000 {
            let input = (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement() ?? 0 }
            var output: [UInt8] = []
            TextScanner.redact(input, 0..<input.count, own: known, cache: &cache, into: &output)
            #expect(output.count <= 40 * input.count + 8)
            _ = cache.pseudonym(AddressParts(input[...]).host, own: known)
        }
    }
}
