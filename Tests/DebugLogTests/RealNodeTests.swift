import DebugLog
import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

/// What Bitcoin Core itself writes, in the styles that its options allow.
@Suite(.enabled(if: getenv("BITCOIND_EXE") != nil, "BITCOIND_EXE names no bitcoind"))
struct RealNodeTests {
    struct Style: CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        var hasTimes = true
        var hasThreads = false
        var hasSources = false
    }

    static let styles = [
        Style(testDescription: "plain", arguments: []),
        Style(
            testDescription: "everything", arguments: ["-logthreadnames", "-logsourcelocations", "-logtimemicros"],
            hasThreads: true, hasSources: true),
        Style(
            testDescription: "threads and levels", arguments: ["-logthreadnames", "-loglevelalways"], hasThreads: true),
        Style(testDescription: "levels", arguments: ["-loglevelalways"]),
        Style(testDescription: "no times", arguments: ["-logtimestamps=0"], hasTimes: false),
        Style(
            testDescription: "no times, but threads", arguments: ["-logtimestamps=0", "-logthreadnames"],
            hasTimes: false,
            hasThreads: true),
    ]

    @Test(arguments: styles) func everyStyleIsUnderstood(_ style: Style) throws {
        let lines = try log(of: style)
        #expect(lines.count > 100)
        var parser = LogParser()
        var kinds: Set<String> = []
        for line in lines where !line.isEmpty {
            let event = parser.event(Array(line))
            let text = String(decoding: line, as: UTF8.self)
            let kind = LogKind(event.detail)
            kinds.insert(kind.name)
            guard kind != .continuation else { continue }
            #expect((event.logTimestamp != 0) == style.hasTimes, "\(text)")
            #expect(event.threadname.isEmpty == !style.hasThreads, "\(text)")
            #expect((event.sourceFile != nil) == style.hasSources, "\(text)")
            if case .unknownLogMessage(let message) = event.event {
                #expect(text.hasSuffix(message.rawMessage))
                // What is left in brackets is the message's own.
                let word = message.rawMessage.prefix { $0 != "]" }.dropFirst()
                let isBracket = message.rawMessage.hasPrefix("[")
                #expect(!isBracket || !LogCategory.allCases.contains { $0.name == word }, "\(text)")
            }
        }
        let expected: Set<String> = [
            "node_started", "init_message", "thread_change", "update_tip", "validation_signal",
            "block_timing", "block_template", "chainstate_flush", "timed_step", "node_state", "network_active",
        ]
        #expect(expected.subtracting(kinds) == [])
    }

    /// The debug.log of a node that mines three blocks, with every category on.
    private func log(of style: Style) throws -> [[UInt8].SubSequence] {
        let directory = try TemporaryDirectory()
        let node = try #require(getenv("BITCOIND_EXE").map { String(cString: $0) })
        let port = try freePort()
        let common = ["-regtest", "-datadir=\(directory.path)", "-rpcport=\(port)", "-rpcuser=u", "-rpcpassword=p"]
        let process = try ChildProcess(
            node,
            common + ["-listen=0", "-listenonion=0", "-dnsseed=0", "-debug", "-printtoconsole"] + style.arguments)
        try process.line(containing: "Done loading", within: .seconds(60))
        let client = String(node.replacing("bitcoind", with: "bitcoin-cli", maxReplacements: 1))
        let mining = try ChildProcess(client, common + ["generatetodescriptor", "3", "raw(51)"])
        #expect(mining.wait() == 0, "\(mining.output)")
        process.signal(SIGTERM)
        #expect(process.wait() == 0)
        let file = URL(filePath: directory.path).appending(path: "regtest/debug.log")
        return [UInt8](try Data(contentsOf: file)).split(separator: 0x0a)
    }
}
