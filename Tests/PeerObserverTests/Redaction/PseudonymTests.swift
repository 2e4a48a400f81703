import Glibc
import TestSupport
import Testing

@testable import PeerObserver

@Suite("Redaction: pseudonyms")
struct PseudonymTests {
    private static let key = [UInt8](1...32)

    /// What becomes of a peer's address.
    private static func shown(_ address: String, key: [UInt8] = key, own: [String] = []) throws -> String {
        var redactor = try Redactor(key: key, ownAddresses: own)
        return try Self.shown(address, &redactor)
    }

    private static func shown(_ address: String, _ redactor: inout Redactor) throws -> String {
        let connection = Connection(peerID: 1, addr: address, connType: .inbound, network: 1)
        let event = SampleEvents.ebpf(
            .connection(ConnectionEvent(event: .inbound(InboundConnection(conn: connection, existingConnections: 0)))))
        guard case .ebpfExtractor(let ebpf) = redactor.redact(event).payload, case .connection(let shown) = ebpf.event,
            case .inbound(let inbound) = shown.event
        else { throw RedactionError.ownAddress("the event is another") }
        return inbound.conn.addr
    }

    private static func isAddress(_ text: String, _ family: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(family, text, &bytes) == 1
    }

    @Test func theSameAddressHasOnePseudonymUnderOneKey() throws {
        let first = try Self.shown("203.0.113.5:8333")
        #expect(try Self.shown("203.0.113.5:8333") == first)
        #expect(try Self.shown("[::ffff:203.0.113.5]:8333") == first)
        #expect(try Self.shown("203.0.113.6:8333") != first)
        #expect(try Self.shown("203.0.113.5:8333", key: [UInt8](2...33)) != first)
        #expect(try Self.shown("[2A01:4F8::0:1]:1") == Self.shown("[2a01:4f8:0:0::1]:1"))
    }

    @Test func pseudonymsAreTheFirstBytesOfTheKeyedHash() throws {
        // Judged by Python: hmac.new(bytes(range(1, 33)), bytes([1, 203, 0, 113, 5]), 'sha256').
        #expect(try Self.shown("203.0.113.5:8333") == "243.90.249.183:8333")
        // bytes([2]) + the 16 bytes of 2a01:4f8::1
        #expect(try Self.shown("[2a01:4f8::1]:8333") == "[2001:db8:4fae:c3d4:c38d:1fdc:cac1:a155]:8333")
    }

    @Test func aPseudonymIsAnAddressOfTheSameNetwork() throws {
        let ipv4 = try Self.shown("203.0.113.5")
        #expect(Self.isAddress(ipv4, AF_INET))
        #expect(ipv4.hasPrefix("24") || ipv4.hasPrefix("25"))
        let ipv6 = try Self.shown("2a01:4f8::1")
        #expect(Self.isAddress(ipv6, AF_INET6) && ipv6.hasPrefix("2001:db8:"))
        let cjdns = try Self.shown("[fc32:17ea:e415:c3bf:9808:149d:b5a2:c9aa]:8333")
        #expect(cjdns.hasPrefix("[fc00:db8:") && cjdns.hasSuffix("]:8333"))
        for (index, suffix) in [(4, ".onion"), (5, ".onion"), (6, ".b32.i2p")] {
            let address = Taint.own[index].address
            let shown = try Self.shown(address)
            #expect(shown.hasPrefix("redacted") && shown.hasSuffix(suffix))
            #expect(shown.utf8.count == address.utf8.count)
            #expect(HostAddress(text: Array(shown.utf8)[...]).network != .name)
        }
        #expect(try Self.shown("seed.example.org:8333").hasSuffix(".invalid:8333"))
    }

    @Test func ownAddressesHaveOnePlaceholderANetworkAndNoPort() throws {
        let own = Taint.own.map(\.address) + ["node.example.org"]
        #expect(try Self.shown("203.0.113.177:48211", own: own) == "192.0.2.1:0")
        #expect(try Self.shown("[\(Taint.own[2].address)]:8333", own: own) == "[2001:db8::1]:0")
        #expect(try Self.shown("[\(Taint.own[3].address)]:8333", own: own) == "[fc00:db8::1]:0")
        for taint in Taint.own[4...] {
            let shown = try Self.shown(taint.address, own: own)
            #expect(shown.hasPrefix("redactedownaaaaa") && shown.utf8.count == taint.address.utf8.count)
        }
        #expect(try Self.shown("Node.Example.org:8333", own: own) == "own.invalid:0")
    }

    @Test func portsThatTellHostsApartAreHiddenToo() throws {
        for port in [8333, 18333, 18444, 38333, 48333, 0] {
            #expect(try Self.shown("203.0.113.5:\(port)").hasSuffix(":\(port)"))
        }
        var redactor = try Redactor(key: Self.key)
        var seen: Set<String> = []
        for port in 50000..<50100 {
            let shown = try Self.shown("203.0.113.5:\(port)", &redactor)
            #expect(try Self.shown("203.0.113.5:\(port)", &redactor) == shown)
            let number = try #require(UInt16(shown.split(separator: ":")[1]))
            #expect(number >= 1024)
            seen.insert(shown)
        }
        #expect(seen.count > 95)
    }

    @Test func commonAddressesStay() throws {
        for address in ["127.0.0.1:9050", "0.0.0.0:0", "[::]:0", "[::1]:8333", ""] {
            #expect(try Self.shown(address, own: ["127.0.0.1"]) == address)
        }
    }

    @Test func aSubnetKeepsItsLengthAndAWholeOneIsItsHost() throws {
        let host = try Self.shown("203.0.113.5")
        #expect(try Self.shown("203.0.113.5/32") == "\(host)/32")
        let net = try Self.shown("203.0.113.0/24")
        #expect(net.hasSuffix("/24"))
        #expect(try Self.shown("203.0.113.0/25").dropLast(3) != net.dropLast(3))
    }

    @Test func keysAndOwnAddressesAreChecked() {
        #expect(throws: RedactionError.keyLength(needed: 32, available: 31)) { try Redactor(key: [UInt8](1...31)) }
        for text in ["", "a b c d", "abc", "/24"] {
            #expect(throws: RedactionError.ownAddress(text)) { try Redactor(key: Self.key, ownAddresses: [text]) }
        }
    }
}
