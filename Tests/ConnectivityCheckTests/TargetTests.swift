import PeerObserver
import Testing

@testable import ConnectivityCheck

@Suite struct TargetTests {
    private static let onion = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
    private static let i2p = "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p"

    static let hosts: [(Address.Host, Target.Network)] = [
        (.ipv4("1.2.3.4"), .ipv4), (.ipv6("2a00:1450:4001:830::200e"), .ipv6), (.torv3(onion), .torV3),
        (.i2p(i2p), .i2p),
        (.cjdns("fc32:17ea:e415:c3bf:9808:149d:b5a2:c9aa"), .cjdns),
    ]

    @Test(arguments: hosts.indices) func keepsTheAddress(index: Int) throws {
        let (host, network) = Self.hosts[index]
        let target = try Sample.target(host, 8333)
        #expect(target.host == host && target.network == network && target.port == 8333)
    }

    /// As upstream's extractors print it: the key without checksum and version.
    @Test func shortOnionNamesBecomeWholeOnes() throws {
        let short = Self.onion.prefix(52) + ".onion"
        // The 52nd character holds bits of key and checksum; those of the key alone are its highest.
        let whole = try Sample.target(.torv3(Self.onion))
        #expect(try Sample.target(.torv3(String(short))) == whole)
        #expect(whole.hostText == Self.onion)
    }

    @Test func whatCannotBeTriedIsNamed() {
        let cases: [(Address.Host?, UInt32, SkipReason)] = [
            (nil, 8333, .invalid), (.ipv4("1.2.3"), 8333, .invalid), (.ipv4("1.2.3.4"), 0, .invalid),
            (.ipv4("1.2.3.4"), 65_536, .invalid), (.ipv6("::zz"), 8333, .invalid), (.torv3("x.onion"), 8333, .invalid),
            (.cjdns("2001:db8::1"), 8333, .invalid), (.torv2("expyuzz4wqqyqhjn.onion"), 8333, .unsupportedNetwork),
            (.unknown(UnknownAddress(id: 200, address: [1, 2])), 8333, .unsupportedNetwork),
            (.unknown(UnknownAddress(id: 6, address: [])), 8333, .unsupportedNetwork),
            (.unknown(UnknownAddress(id: 1, address: [8, 8, 8, 8])), 8333, .unsupportedNetwork),
            (.unknown(UnknownAddress(id: 257, address: [8, 8, 8, 8])), 8333, .unsupportedNetwork),
        ]
        for (host, port, reason) in cases {
            #expect(throws: reason, "\(String(describing: host))") {
                try Target(Address(timestamp: 0, host: host, port: port, services: 0))
            }
        }
        #expect(throws: Never.self) { try Sample.target(.i2p(Self.i2p), 0) }
    }

    @Test(arguments: [
        "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    ]) func privateIPv4IsNotPublic(text: String) { #expect(!Sample.ipv4(text).isPublic) }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.0.1", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.1",
        "203.0.112.1", "203.0.114.1", "223.255.255.255",
    ]) func othersOfIPv4Are(text: String) { #expect(Sample.ipv4(text).isPublic) }

    @Test(arguments: [
        "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1",
        "100::1", "fc00::1", "fd87:d87e:eb43::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:10::1",
        "2001:20::1",
        "2001:1ff:ffff::1", "2001:db8::1", "3fff::1", "3fff:fff::1", "2002:a00:1::1", "2002:c0a8:101::1",
        "2002:7f00:1::",
        "4000::1", "1fff::1",
    ]) func specialIPv6IsNotPublic(text: String) throws { #expect(try !Sample.target(.ipv6(text)).isPublic) }

    @Test(arguments: ["2001:200::1", "2001:db7::1", "2001:db9::1", "2002:808:808::1", "2a00::1", "3ffe::1", "2000::1"])
    func globalIPv6Is(text: String) throws { #expect(try Sample.target(.ipv6(text)).isPublic) }

    @Test func groupsAreWhatOneOwnerHas() throws {
        func group(_ host: Address.Host) throws -> NetworkGroup { NetworkGroup(try Sample.target(host)) }
        #expect(try group(.ipv4("1.2.3.4")) == group(.ipv4("1.2.200.200")))
        #expect(try group(.ipv4("1.2.3.4")) != group(.ipv4("1.3.3.4")))
        #expect(try group(.ipv6("2a00:1450::1")) == group(.ipv6("2a00:1450:ffff::2")))
        #expect(try group(.ipv6("2a00:1450::1")) != group(.ipv6("2a00:1451::1")))
        // 6to4 belongs to who has the IPv4 address.
        #expect(try group(.ipv6("2002:102:304::1")) == group(.ipv4("1.2.9.9")))
        #expect(try group(.cjdns("fc00::1")) != group(.cjdns("fc10::1")))
        #expect(try group(.cjdns("fc10::1")) == group(.cjdns("fc1f::1")))
        var onions = Set<NetworkGroup>()
        for first in UInt8.min...UInt8.max {
            onions.insert(
                NetworkGroup(Target(network: .torV3, bytes: [first] + [UInt8](repeating: 0, count: 31), port: 1)))
        }
        #expect(onions.count == 16)
    }

    @Test func sourcesHaveAHostAndABoundedAddress() {
        for (address, host) in [
            ("1.2.3.4:8333", "1.2.3.4"), ("[2001:db8::1]:8333", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
            ("x", "x"),
            ("abc.onion:8333", "abc.onion"), ("", ""), ("[", ""),
        ] { #expect(AnnouncementSource.host(of: address) == host, "\(address)") }
        #expect(Sample.source(String(repeating: "x", count: 10_000)).address.utf8.count <= 80)
    }
}
