import ArgumentParser
import Daemon
import PeerObserver
import Testing

@testable import ConnectivityCheck

@Suite struct OptionsTests {
    @Test func defaultsAreCautious() throws {
        let options = try ConnectivityOptions.parse([])
        let settings = options.settings
        #expect(!settings.filter.allowsPrivate && settings.dialler.proxies.isEmpty)
        #expect(settings.dialler.connectTimeout == .seconds(2))
        #expect(settings.dialler.attempt.handshakeTimeout == .seconds(5))
        #expect(settings.dialler.attempt.network == .mainnet)
        #expect(settings.dialler.attempt.userAgent == "/peer-observer-connectivity-check:\(daemonVersion)/")
        #expect(settings.scheduler.cache.successLifetime == .seconds(3600))
        #expect(settings.scheduler.mostPerSource == 1250 && settings.scheduler.mostPerGroup == 120)
        #expect(try ConnectivityOptions.parse(["--group-rate", "0.001"]).settings.scheduler.mostPerGroup == 10)
        #expect(options.csv == CSVFiles.Settings())
        #expect(try ConnectivityOptions.parse(["--no-csv"]).csv == nil)
    }

    @Test func proxiesAreForNetworks() throws {
        let cases: [(String, [Target.Network])] = [
            ("127.0.0.1:9050", [.torV3, .i2p, .cjdns]), ("tor=127.0.0.1:9050", [.torV3]),
            ("i2p=localhost:4447", [.i2p]), ("ipv4,ipv6=[::1]:9050", [.ipv4, .ipv6]),
            ("all=127.0.0.1:9050", [.ipv4, .ipv6, .torV3, .i2p, .cjdns]),
        ]
        for (text, networks) in cases { #expect(ProxyOption(argument: text)?.networks == networks) }
        for text in [
            "", "9050", "x=127.0.0.1:9050", "=127.0.0.1:9050", "tor,=127.0.0.1:9050", "127.0.0.1:0", "tor=127.0.0.1",
        ] {
            #expect(ProxyOption(argument: text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ["--connect-timeout", "0"], ["--handshake-timeout", "-1"], ["--handshake-timeout", "nan"], ["--rate", "0"],
        ["--rate", "inf"], ["--group-rate", "0"], ["--max-attempts", "0"], ["--queue-size", "0"],
        ["--cache-size", "-1"],
        ["--success-lifetime", "-1"], ["--csv-max-size", "-1"], ["--network", "testnet"], ["--user-agent", "a\nb"],
        ["--user-agent", "ü"], ["--user-agent", String(repeating: "a", count: 257)], ["--proxy", "x"],
        ["--ip-list", "x"],
        ["--ip-list", "a=/dev/null", "--ip-list", "a=/dev/null"],
    ]) func badValuesAreRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try ConnectivityOptions.parse(arguments) }
    }
}
