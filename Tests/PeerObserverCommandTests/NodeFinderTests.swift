import Daemon
import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

/// Folders and processes as nodes leave them.
struct NodeFinderTests {
    private let directory: TemporaryDirectory
    private var home: String { directory.path + "/home" }
    private var finder: NodeFinder { NodeFinder(processes: directory.path + "/proc", home: home) }

    init() throws {
        directory = try TemporaryDirectory()
        for folder in ["proc/self", "home/.bitcoin"] { try make(folder) }
    }

    private func make(_ folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: "\(directory.path)/\(folder)", withIntermediateDirectories: true)
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func run(_ pid: Int, _ words: [String], executable: String = "/usr/bin/bitcoind", folder: String = "/")
        throws
    {
        try make("proc/\(pid)")
        let process = "\(directory.path)/proc/\(pid)"
        try write(words.map { $0 + "\0" }.joined(), to: process + "/cmdline")
        for (name, target) in [("exe", executable), ("cwd", folder)] {
            try FileManager.default.createSymbolicLink(atPath: "\(process)/\(name)", withDestinationPath: target)
        }
    }

    @Test func withoutFolderAndProcessThereIsNone() throws {
        try FileManager.default.removeItem(atPath: home + "/.bitcoin")
        #expect(try finder.find(datadir: nil, chain: nil) == nil)
    }

    @Test func aFolderAloneTellsItsDefaults() throws {
        let node = try #require(try finder.find(datadir: nil, chain: nil))
        #expect(node.datadir == home + "/.bitcoin" && node.chain == .main && node.rpcPort == 8332 && node.pid == nil)
        #expect(node.cookieFile == home + "/.bitcoin/.cookie" && node.debugLog == home + "/.bitcoin/debug.log")
        #expect(node.executable == nil && node.rpcPassword == nil)
    }

    @Test(arguments: [
        ("regtest=1", "regtest", 18443), ("chain=signet", "signet", 38332), ("testnet=1", "testnet3", 18332),
        ("testnet4=1\ntestnet=0", "testnet4", 48332), ("regtest=0", "", 8332), ("[regtest]\nregtest=1", "", 8332),
    ])
    func theChainIsThatOfBitcoinConf(_ text: String, _ folder: String, _ port: Int) throws {
        try write(text, to: home + "/.bitcoin/bitcoin.conf")
        let node = try #require(try finder.find(datadir: nil, chain: nil))
        #expect(node.chain.folder == folder && node.rpcPort == port)
        #expect(node.cookieFile == "\(home)/.bitcoin/\(folder.isEmpty ? "" : folder + "/").cookie")
    }

    @Test func bitcoinConfIsReadBySection() throws {
        let text = """
            # rpcport=1
            rpcport=2
            debug=net # and why
            debug = mempool
            addnode=192.0.2.1
            chain=regtest
            [main]
            rpcport=3
            [regtest]
            rpcport=4
            debuglogfile=/var/log/node.log
            addnode=127.0.0.1:9333
            includeconf=more.conf
            """
        try write(text, to: home + "/.bitcoin/bitcoin.conf")
        try write("regtest.rpcuser=u\nregtest.rpcpassword=p=q", to: home + "/.bitcoin/more.conf")
        let node = try #require(try finder.find(datadir: nil, chain: nil))
        #expect(node.rpcPort == 4 && node.debugLog == "/var/log/node.log")
        // Peers of one chain are none of another; categories are for all.
        #expect(node.addedNodes == ["127.0.0.1:9333"] && node.debugCategories == ["net", "mempool"])
        #expect(node.rpcUser == "u" && node.rpcPassword == "p=q")
        let main = try #require(try finder.find(datadir: nil, chain: "main"))
        #expect(main.rpcPort == 3)
    }

    @Test func aLogThatIsSwitchedOffIsNone() throws {
        try write("nodebuglogfile=1", to: home + "/.bitcoin/bitcoin.conf")
        #expect(try finder.find(datadir: nil, chain: nil)?.debugLog == nil)
    }

    @Test func theRunningNodesCommandLineBeatsItsFile() throws {
        try make("data/regtest")
        try write("rpcport=1\nregtest.rpcport=2\n", to: directory.path + "/data/bitcoin.conf")
        try run(7, ["/usr/bin/bash"], executable: "/usr/bin/bash")
        try run(
            42, ["bitcoind", "-datadir=data", "--regtest", "-rpcport=5", "-debug=net"],
            executable: "/opt/bitcoin/bin/bitcoind (deleted)", folder: directory.path)
        let node = try #require(try finder.find(datadir: nil, chain: nil))
        #expect(node.pid == 42 && node.executable == "/opt/bitcoin/bin/bitcoind")
        #expect(node.datadir == directory.path + "/data" && node.chain.name == "regtest" && node.rpcPort == 5)
        #expect(node.pidFile == directory.path + "/data/regtest/bitcoind.pid" && node.debugCategories == ["net"])
    }

    @Test func ofSeveralNodesOneHasToBeNamed() throws {
        try run(8, ["bitcoind"])
        try run(9, ["bitcoin-qt"], executable: "/usr/bin/bitcoin-qt")
        #expect(throws: (any Error).self) { try finder.find(datadir: nil, chain: nil) }
        try make("data")
        try write("9\n", to: directory.path + "/data/bitcoind.pid")
        #expect(try finder.find(datadir: directory.path + "/data", chain: nil)?.executable == "/usr/bin/bitcoin-qt")
    }

    @Test func aPIDFileWithNonsenseNamesNoProcess() throws {
        for text in ["", "-1", "0", "99999999999999", "12x", "\u{0}"] {
            try write(text, to: home + "/.bitcoin/bitcoind.pid")
            #expect(try finder.find(datadir: home + "/.bitcoin", chain: nil)?.pid == nil)
        }
    }

    @Test func aStalePIDFileNamesNoNode() throws {
        try run(9, ["sleep", "9"], executable: "/usr/bin/sleep")
        try write("9\n", to: home + "/.bitcoin/bitcoind.pid")
        for datadir in [nil, home + "/.bitcoin"] {
            let node = try #require(try finder.find(datadir: datadir, chain: nil))
            #expect(node.pid == nil && node.executable == nil)
            #expect(
                node.problems == [
                    "\(home)/.bitcoin/bitcoind.pid names PID 9, which is sleep and no node: the file is stale"
                ])
            var settings = Settings(file: nil, environment: [:], flags: datadir.map { ["--datadir=\($0)"] } ?? [])
            settings.findNode(finder)
            #expect(settings.effective("ebpf-extractor", "bitcoind-path") == nil)
            #expect(settings.problems.map(\.isWarning) == [true])
        }
    }

    @Test func aDataDirectoryThatIsNotThereIsTold() throws {
        try run(42, ["bitcoind", "-datadir=/nowhere/data"])
        let error = try #require(throws: DaemonError.self) { try finder.find(datadir: nil, chain: nil) }
        #expect(error.message == "/nowhere/data, the data directory of the node (PID 42), is not there")
        var settings = Settings(file: nil, environment: [:], flags: [])
        #expect(settings.findNode(finder) == nil && settings.problems.map(\.isWarning) == [false])
    }

    @Test func whatIsGivenStaysAndWhatIsFoundFillsTheRest() throws {
        try write("rpcport=2\nrpcuser=u\nrpcpassword=p", to: home + "/.bitcoin/bitcoin.conf")
        try run(42, ["bitcoind"])
        var settings = Settings(
            file: nil, environment: [:], flags: ["--log-extractor.debug-log=/mine", "--rpc-extractor.rpc-host=a:1"])
        settings.findNode(finder)
        let value = { settings.effective($0, $1)?.value.argument }
        #expect(value("log-extractor", "debug-log") == "/mine" && value("rpc-extractor", "rpc-host") == "a:1")
        #expect(value("rpc-extractor", "rpc-user") == "u" && value("rpc-extractor", "rpc-cookie-file") == nil)
        #expect(value("ebpf-extractor", "bitcoind-path") == "/usr/bin/bitcoind")
        #expect(value("ebpf-extractor", "bitcoind-pid-file") == nil)
        #expect(value("p2p-extractor", "p2p-network") == "mainnet")
    }
}
