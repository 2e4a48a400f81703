import ArgumentParser
import Daemon
import PeerObserver
import Testing

@testable import P2PExtractor

struct OptionsTests {
    @Test func defaultsAreUpstreams() throws {
        let options = try P2POptions.parse([])
        #expect(options.p2pAddress.map(\.description) == ["127.0.0.1:9333"])
        #expect(options.settings == SessionSettings() && options.settings.pingInterval == .seconds(10))
    }

    @Test func eachFlagLeavesOutWhatItNames() throws {
        let flags: [(String, WritableKeyPath<SessionSettings, Bool>)] = [
            ("--disable-ping", \.pings), ("--disable-addrv2", \.addresses), ("--disable-invs", \.inventory),
            ("--disable-feefilter", \.feeFilter), ("--disable-blocks", \.blocks),
        ]
        for (flag, key) in flags {
            var expected = SessionSettings()
            expected[keyPath: key] = false
            #expect(try P2POptions.parse([flag]).settings == expected)
        }
    }

    @Test(arguments: ["--p2p-network", "--network"])
    func networksAreGivenByNameOrMagic(option: String) throws {
        for network in Network.all {
            #expect(try P2POptions.parse([option, network.name]).settings.network == network)
        }
        #expect(
            try P2POptions.parse([option, "signet:54d26fbd"]).settings.network.magic == [0x54, 0xd2, 0x6f, 0xbd])
    }

    @Test func severalNodesAreToldApartByTheAddressTheyDial() throws {
        let options = try P2POptions.parse(
            ["--p2p-address", "127.0.0.1:9333", "--p2p-address", "alice@[::1]:9334"])
        #expect(options.p2pAddress.map { $0.name?.description } == [nil, "alice"])
        #expect(options.p2pAddress.map { "\($0.address)" } == ["127.0.0.1:9333", "[::1]:9334"])
    }

    @Test(arguments: [
        ["--ping-interval", "0"], ["--ping-interval", "-1"], ["--ping-interval", "100000"], ["--network", "main"],
        ["--network", "signet:12"], ["--p2p-address", "9333"], ["--p2p-address", "a b@127.0.0.1:1"],
        ["--p2p-address", "@127.0.0.1:1"], ["--max-connections", "0"],
    ])
    func badValuesAreRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try P2POptions.parse(arguments) }
    }
}
