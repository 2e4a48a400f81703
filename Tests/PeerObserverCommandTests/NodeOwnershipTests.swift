import Daemon
import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// Whose files root reads on the word of a process that is named as a node's.
@Suite(.enabled(if: geteuid() == 0, "giving files to another user needs root"))
struct NodeOwnershipTests {
    private static let stranger: uid_t = 65_534
    private static let third: uid_t = 65_533

    private let directory: TemporaryDirectory
    private var data: String { directory.path + "/theirs/.bitcoin" }
    private var finder: NodeFinder {
        let theirs = directory.path + "/theirs"
        return NodeFinder(
            processes: directory.path + "/proc", home: directory.path + "/ours",
            homeOfUser: { $0 == Self.stranger ? theirs : nil })
    }

    init() throws {
        directory = try TemporaryDirectory()
        for folder in ["proc", "ours/.bitcoin", "theirs/.bitcoin"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory.path)/\(folder)", withIntermediateDirectories: true)
        }
        try give(data)
        for (name, text) in [("bitcoin.conf", "rpcport=5\n"), (".cookie", "__cookie__:theirs\n"), ("debug.log", "")] {
            try give(try directory.write(text, to: "theirs/.bitcoin/\(name)"))
        }
    }

    private func give(_ path: String, to user: uid_t = Self.stranger) throws {
        guard lchown(path, user, user) == 0 else { throw TestError("lchown \(path): error \(errno)") }
    }

    /// A process of the stranger's, named as a node's.
    private func run(_ words: [String] = []) throws {
        let process = directory.path + "/proc/42"
        try FileManager.default.createDirectory(atPath: process, withIntermediateDirectories: true)
        try directory.write((["bitcoind"] + words).map { $0 + "\0" }.joined(), to: "proc/42/cmdline")
        try FileManager.default.createSymbolicLink(atPath: process + "/exe", withDestinationPath: "/tmp/bitcoind")
        try give(process)
    }

    private func look(_ flags: [String] = []) -> (settings: Settings, node: FoundNode?) {
        var settings = Settings(file: nil, environment: [:], flags: flags)
        let node = settings.findNode(finder)
        return (settings, node)
    }

    @Test func anotherUsersNodeIsFoundInThatUsersHome() throws {
        try run()
        let (settings, found) = look()
        let node = try #require(found)
        #expect(node.datadir == data && node.owner == Self.stranger && node.pid == 42 && node.problems == [])
        let value = { settings.effective($0, $1)?.value.argument }
        #expect(value("rpc-extractor", "rpc-cookie-file") == data + "/.cookie")
        #expect(value("rpc-extractor", "rpc-host") == "127.0.0.1:5")
        #expect(value("log-extractor", "debug-log") == data + "/debug.log")
    }

    @Test(arguments: ["rpccookiefile", "debuglogfile"], [false, true])
    func aFileOfRootsIsNotHandedToWhoNamesIt(_ option: String, _ isLink: Bool) throws {
        var secret = try directory.write("root:secret\n", to: "secret")
        if isLink {
            try FileManager.default.createSymbolicLink(atPath: data + "/link", withDestinationPath: secret)
            try give(data + "/link")
            secret = data + "/link"
        }
        try run(["-\(option)=\(secret)"])
        let (settings, found) = look()
        #expect(
            found?.problems == ["\(secret) belongs to another user, not to the node's, or is no file: it is not used"])
        let key = option == "debuglogfile" ? ("log-extractor", "debug-log") : ("rpc-extractor", "rpc-cookie-file")
        #expect(settings.effective(key.0, key.1) == nil)
        #expect(settings.problems.map(\.isWarning) == [true])
    }

    @Test func whatIsNoFileIsNotOpened() throws {
        let fifo = data + "/fifo"
        #expect(mkfifo(fifo, 0o600) == 0)
        try give(fifo)
        #expect(OwnedFile.read(fifo, of: [Self.stranger]) == .foreign)
        #expect(OwnedFile.read("/dev/null", of: [0]) == .foreign)
        #expect(OwnedFile.read(data, of: [Self.stranger]) == .foreign)
        #expect(OwnedFile.read(data + "/nothing", of: [Self.stranger]) == .nothing)
        #expect(OwnedFile.isForeign(fifo, to: Self.stranger) && !OwnedFile.isForeign(data + "/nothing", to: 0))
    }

    @Test func configurationsOfRootsAreReadWithoutTheirPasswordAndThoseOfOthersNotAtAll() throws {
        let file = try directory.write("rpcuser=u\nrpcpassword=secret\nrpcport=7\n", to: "bitcoin.conf")
        try run(["-conf=\(file)"])
        var node = try #require(look().node)
        #expect(node.rpcPort == 7 && node.rpcUser == nil && node.rpcPassword == nil && node.problems.count == 1)
        try give(file)
        node = try #require(look().node)
        #expect(node.rpcPassword == "secret" && node.problems == [])
        try give(file, to: Self.third)
        node = try #require(look().node)
        #expect(node.rpcPort == 8332 && node.rpcPassword == nil && node.problems.count == 1)
    }

    @Test func anIncludedFileIsOneAsWell() throws {
        let file = try directory.write("rpcpassword=secret\n", to: "more.conf")
        try give(try directory.write("includeconf=\(file)\n", to: "theirs/.bitcoin/bitcoin.conf"))
        try run()
        let node = try #require(look().node)
        #expect(node.rpcPassword == nil && node.problems.count == 1)
    }

    @Test func aDataDirectoryOfAnotherUserIsNotTheNodes() throws {
        try run(["-datadir=\(directory.path)/ours/.bitcoin"])
        let error = try #require(throws: DaemonError.self) { try finder.find(datadir: nil, chain: nil) }
        #expect(error.message.hasSuffix("belongs to another user, not to that of the node (PID 42)"))
        // Named by the operator it counts, and then files of its owner do.
        #expect(try finder.find(datadir: data, chain: nil)?.owner == Self.stranger)
    }

    @Test func aPIDFileThatNamesAnotherUsersProcessNamesNone() throws {
        try run()
        try directory.write("42\n", to: "ours/.bitcoin/bitcoind.pid")
        let node = try #require(try finder.find(datadir: directory.path + "/ours/.bitcoin", chain: nil))
        #expect(node.pid == nil && node.problems.count == 1)
    }

    @Test func secretsThatWereGivenDoNotGoToAPortThatAStrangerNames() throws {
        try run()
        let flags = ["--rpc-extractor.rpc-user=u", "--rpc-extractor.rpc-password-file=/dev/null"]
        #expect(look(flags).settings.effective("rpc-extractor", "rpc-host") == nil)
        #expect(look(flags).settings.problems.map(\.isWarning) == [true])
        let named = look(flags + ["--datadir=\(data)"]).settings
        #expect(named.effective("rpc-extractor", "rpc-host")?.value.argument == "127.0.0.1:5")
    }

    /// The file is another one when it is read than it was when the node was found.
    @Test func doctorSendsNoCookieThatHasBecomeAnothersMeanwhile() throws {
        let asked = Slot("")
        let server = try FakeNode { request in
            asked.value += request
            return "HTTP/1.1 401 Unauthorized\r\n\r\n"
        }
        try run(["-rpcport=\(server.port)"])
        let (settings, found) = look()
        let node = try #require(found)
        _ = NodeChecks(settings: settings, node: node).findings
        #expect(asked.value.contains(Data("__cookie__:theirs".utf8).base64EncodedString()))
        let secret = try directory.write("root:secret\n", to: "secret")
        asked.value = ""
        try FileManager.default.removeItem(atPath: data + "/.cookie")
        try FileManager.default.createSymbolicLink(atPath: data + "/.cookie", withDestinationPath: secret)
        let findings = NodeChecks(settings: settings, node: node).findings
        #expect(asked.value == "")
        #expect(findings.contains { $0.check == "rpc" && $0.detail.contains("belongs to another user") })
    }
}
