import ArgumentParser
import Daemon
import TestSupport
import Testing

@testable import RPCExtractor

@Suite struct OptionsTests {
    private static let cookie = ["--rpc-cookie-file", "/c"]

    private func polled(_ arguments: String...) throws -> [String: Duration] {
        let options = try RPCOptions.parse(arguments)
        return Dictionary(uniqueKeysWithValues: options.polled.map { ($0.rpc.method, $0.interval) })
    }

    @Test func upstreamsIntervalsAreTheDefault() throws {
        let polled = try polled()
        let frequent = [
            "getpeerinfo", "getmempoolinfo", "uptime", "getnettotals", "getmemoryinfo", "getaddrmaninfo",
            "getnetworkinfo", "getorphantxs", "estimatesmartfee",
        ]
        #expect(polled.count == 18)
        for (method, interval) in polled {
            #expect(interval == (frequent.contains(method) ? .seconds(10) : .seconds(120)), "\(method)")
        }
    }

    @Test func intervalsCanBeSetTogetherAndOneByOne() throws {
        let polled = try polled(
            "--query-interval", "3", "--query-interval-less-frequent", "60", "--interval", "getpeerinfo=0.5",
            "--interval",
            "getchaintips=7", "--rpc", "getchainstates=30")
        #expect(polled["getpeerinfo"] == .milliseconds(500) && polled["getchaintips"] == .seconds(7))
        #expect(polled["uptime"] == .seconds(3) && polled["getrawaddrman"] == .seconds(60))
        #expect(polled["getchainstates"] == .seconds(30) && polled.count == 19)
    }

    @Test func everyRPCCanBeSwitchedOff() throws {
        #expect(DisabledRPC.allCases.map(\.rawValue) == RPC.all.map(\.method))
        for rpc in RPC.all {
            let polled = try polled("--disable-\(rpc.method)")
            #expect(polled[rpc.method] == nil && polled.count == 17)
        }
        #expect(try RPCOptions.parse(RPC.all.map { "--disable-\($0.method)" }).polled.isEmpty)
    }

    @Test(arguments: [
        "getpeerinfo", "getpeerinfo=", "getpeerinfo=0", "getpeerinfo=-1", "getpeerinfo=x", "=5", "get peer=5",
        "a.b=5", "a*=5", "getpeerinfo=nan", "getpeerinfo=inf",
    ])
    func badIntervalsAreRefused(_ text: String) {
        #expect(throws: (any Error).self) { try RPCOptions.parse(["--interval", text]) }
        #expect(throws: (any Error).self) { try RPCOptions.parse(["--rpc", text]) }
    }

    @Test(arguments: [
        (["--interval", "getchainstates=5"], "no such RPC"), (["--rpc", "getpeerinfo=5"], "--interval"),
        (["--rpc", "stop=5"], "changes the node"),
        (["--rpc", "rescanblockchain=5"], "changes the node"), (["--rpc", "a=5", "--rpc", "a=6"], "twice"),
        (["--query-interval", "0"], "query-interval"),
    ])
    func whatMakesNoSenseIsRefused(_ arguments: [String], _ hint: String) {
        #expect {
            try RPCOptions.parse(arguments)
        } throws: { error in
            RPCOptions.message(for: error).contains(hint)
        }
    }

    @Test(arguments: [
        ([], "--rpc-cookie-file, or --rpc-user"), (["--rpc-user", "u"], "needs a password"),
        (["--rpc-password", "p"], "--rpc-cookie-file, or --rpc-user"),
        (cookie + ["--rpc-user", "u"], "not both"), (cookie + ["--rpc-password-file", "p"], "needs --rpc-user"),
        (["--rpc-user", "u", "--rpc-password", "p", "--rpc-password-file", "f"], "not both"),
        (cookie + ["--rpc-host", "nowhere"], "nowhere"), (cookie + ["--rpc-host", "a@b:1"], "host:port"),
        (cookie + ["--rpc-host", "127.0.0.1:0"], "host:port"), (cookie + ["--rpc-connections", "0"], "1 to 64"),
        (cookie + ["--max-answer-size", "0"], "1 to 1024"), (cookie + ["--rpc-timeout", "0"], "rpc-timeout"),
    ])
    func badWaysToTheNodeAreRefused(_ arguments: [String], _ hint: String) {
        #expect {
            try NodeOptions.parse(arguments)
        } throws: { error in
            NodeOptions.message(for: error).contains(hint)
        }
    }

    @Test func waysToTheNodeBecomeSettings() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("s3cret\n", to: "password")
        let (transport, credentials) = try NodeOptions.parse([
            "--rpc-host", "[::1]:18443", "--rpc-user", "u", "--rpc-password-file", file, "--rpc-timeout", "2.5",
        ]).settings()
        #expect(transport.url == "http://[::1]:18443/" && transport.timeout == .milliseconds(2500))
        #expect(credentials == .password(user: "u", password: "s3cret"))
        let plain = try NodeOptions.parse(["--rpc-user", "u", "--rpc-password", "p"])
        #expect(plain.warnings.count == 1)
        #expect(throws: DaemonError.self) {
            try NodeOptions.parse(["--rpc-user", "u", "--rpc-password-file", "/nowhere"]).settings()
        }
    }

    @Test func upstreamsCommandLineIsAccepted() throws {
        let command = try RPCExtractorCommand.parse([
            "-a", "127.0.0.1:4222", "-u", "user", "-p", "secret", "-l", "DEBUG", "--rpc-host", "127.0.0.1:8332",
            "--rpc-user",
            "u", "--rpc-password", "p", "--query-interval", "10", "--query-interval-less-frequent", "120",
            "--prometheus-address", "127.0.0.1:8284", "--disable-getrawaddrman",
        ])
        #expect(command.rpcs.disabled == [.getrawaddrman])
        #expect(try RPCExtractorCommand.parse(Self.cookie).prometheusAddress.port == 8284)
    }
}
