import Daemon
import Testing

/// Addresses, blocks of them, and lists of blocks.
@Suite struct IPListTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:8333", "192.0.2.1"), ("255.255.255.255", "255.255.255.255"),
        ("[2001:db8::1]:8333", "2001:db8:0:0:0:0:0:1"), ("2001:db8::", "2001:db8:0:0:0:0:0:0"),
        ("::", "0:0:0:0:0:0:0:0"),
        ("::1", "0:0:0:0:0:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80:0:0:0:0:0:0:1"), ("[::ffff:192.0.2.1]:1", "192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b:0:0:0:0:c000:221"),
        ("1::8", "1:0:0:0:0:0:0:8"), ("0:0:0:0:0:0:0:0", "0:0:0:0:0:0:0:0"),
    ]) func readsAddresses(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "x", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "1.2.3.4x", "abcdefghijklmnop.onion:8333", "[::1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "::1::", "12345::", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1:::2", "0001.2.3.4", ":",
        "::1.2.3", "1:2:3:4:5:6:7::8",
    ]) func refusesOtherTexts(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3/8", "10.0.0.0", "10.255.255.255"), ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
        ("2001:db8::1/127", "2001:db8:0:0:0:0:0:0", "2001:db8:0:0:0:0:0:1"),
        ("::/0", "0:0:0:0:0:0:0:0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ]) func readsPrefixes(text: String, first: String, last: String) throws {
        let prefix = try #require(IPPrefix(text))
        #expect(prefix.first.description == first && prefix.last.description == last)
    }

    @Test(arguments: [
        "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/", "2001:db8::/129", "192.0.2.1:80", "[::1]:80", "1.2.3.4/+8",
        "name",
    ])
    func refusesOtherPrefixes(text: String) {
        #expect(IPPrefix(text) == nil)
    }

    @Test func agreesWithLookingThroughTheLists() throws {
        var generator = SystemRandomNumberGenerator()
        var lists: [(name: String, prefixes: [IPPrefix])] = []
        for list in 0..<5 {
            var prefixes: [IPPrefix] = []
            for _ in 0..<300 {
                // A small part of the space, so that blocks overlap.
                let low = Int.random(in: 0..<256, using: &generator)
                prefixes.append(
                    try #require(IPPrefix("10.0.\(low % 8).\(low)/\(Int.random(in: 20...32, using: &generator))")))
                prefixes.append(
                    try #require(
                        IPPrefix("2001:db8::\(String(low, radix: 16))/\(Int.random(in: 110...128, using: &generator))"))
                )
            }
            lists.append(("list\(list)", prefixes))
        }
        lists.append(
            (
                "ends",
                ["0.0.0.0", "255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::"].compactMap {
                    IPPrefix($0)
                }
            ))
        let set = IPListSet(lists)
        var addresses = lists.flatMap(\.prefixes).flatMap {
            [$0.first, $0.last, IPAddress(bits: $0.last.bits &+ 1), IPAddress(bits: $0.first.bits &- 1)]
        }
        addresses += (0..<500).map { _ in IPAddress(ipv4: .random(in: .min ... .max, using: &generator)) }
        for address in addresses {
            let expected = lists.indices.filter { list in
                lists[list].prefixes.contains {
                    address.bits >= $0.first.bits && address.bits <= $0.last.bits
                        && ($0.first.ipv4 == nil) == (address.ipv4 == nil)
                }
            }
            let mask = set.lists(of: address)
            #expect(lists.indices.filter { mask >> UInt32($0) & 1 == 1 } == expected, "\(address)")
        }
    }

    @Test func emptyListsMatchNothing() {
        #expect(IPListSet().lists(of: IPAddress(ipv4: 0)) == 0)
        #expect(IPListSet([("a", [])]).lists(of: IPAddress(bits: .max)) == 0)
    }

    @Test func readsFilesWithComments() throws {
        let text = "# of mine\n\n192.0.2.1 # why\r\n  2001:db8::/32\t\n203.0.113.0/24"
        #expect(try IPListFile.prefixes(Array(text.utf8), path: "f").count == 3)
    }

    @Test func namesTheLineThatIsNoAddress() {
        do {
            _ = try IPListFile.prefixes(Array("192.0.2.1\nnonsense\n".utf8), path: "/a/list")
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".hasPrefix("/a/list, line 2: 'nonsense' is no address"))
        }
    }
}
