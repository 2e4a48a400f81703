import EventOutput
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import LoggerTool

/// Every arm of every kind, as text and as JSON, against a file that a reviewer has seen.
///
/// `UPDATE_GOLDEN=1 swift test --filter LoggerToolTests` rewrites the files.
@Suite struct GoldenTests {
    struct Kind: CustomTestStringConvertible {
        let name: String
        let samples: [Printed.Sample]
        var testDescription: String { name }

        init(_ name: String, _ samples: [Printed.Sample]) {
            self.name = name
            self.samples = samples
        }

        /// The samples on these subjects.
        init(_ name: String, on subjects: Set<String>) {
            self.init(name, (SampleEvents.all + SampleEvents.onlyRead).filter { subjects.contains($0.subject) })
        }
    }

    static let kinds = [
        Kind("messages", on: ["netmsg"]), Kind("malformed", malformed), Kind("connections", on: ["netconn"]),
        Kind("mempool", on: ["mempool"]), Kind("validation", on: ["validation"]), Kind("rpc", on: ["rpc"]),
        Kind(
            "p2p", on: ["p2p-extractor", "p2p-extractor.block", "p2p-extractor.handshake", "p2p-extractor.disconnect"]),
        Kind("log", on: ["log-extractor"]),
        Kind("addrman", on: ["addrman.new", "addrman.tried"]),
        Kind("utxocache", on: ["utxocache.flush", "utxocache.uncache"]), Kind("process", on: ["process.sample"]),
        Kind("connectivity", on: ["connectivity.result"]), Kind("ipc", on: ["ipc"]),
        Kind("alerts", on: Set(SampleEvents.alerts.map(\.subject))),
        Kind("rpc-methods", on: Set(SampleEvents.rpcMethods.map(\.subject))),
        Kind("nodes", nodes),
    ]

    /// Among them what a peer may send to harm a terminal.
    static let malformed: [Printed.Sample] = [
        ("netmsg.malformed", SampleEvents.message(SampleMessages.malformed)),
        (
            "netmsg.malformed",
            .message(.malformed(Malformed(reason: "count 1000000000 above limit 50000")), command: "inv")
        ),
        (
            "netmsg.malformed",
            .message(
                .malformed(Malformed(reason: "\u{1b}[2J", payload: Array("\u{1b}]0;owned\u{7}".utf8))),
                command: "\u{1b}[31m\r\n\u{0}\u{9b}\u{7f}\\", inbound: false)
        ),
        (
            "netmsg.malformed",
            .message(.malformed(Malformed(reason: "long", payload: .init(repeating: 0xab, count: 200))), command: "tx")
        ),
    ]

    /// The node in front comes from the subject; the event's own field is not believed.
    static let nodes: [Printed.Sample] = [
        ("node.alice.netmsg", .message(.verack(true), command: "verack")),
        ("node.bob_2.netmsg", SampleEvents.message(.verack(true))),
        ("netmsg", SampleEvents.message(.verack(true))),
    ]

    @Test(arguments: kinds) func textIsAsInTheGoldenFile(kind: Kind) throws {
        try compare(Printed.text(kind.samples), with: "\(kind.name).txt")
    }

    @Test(arguments: kinds) func jsonIsAsInTheGoldenFile(kind: Kind) throws {
        let text = try Printed.text(kind.samples, format: .json)
        for line in text.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
        try compare(text, with: "\(kind.name).json")
    }

    @Test func everySubjectHasAGoldenFile() {
        #expect(Set(Self.kinds.flatMap { $0.samples.map(\.subject) }).isSuperset(of: Subject.allCases.map(\.name)))
    }

    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private func compare(_ text: String, with name: String) throws {
        let file = Self.directory.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        let (found, expected) = (text.split(separator: "\n"), golden.split(separator: "\n"))
        for (found, expected) in zip(found, expected) { #expect(found == expected) }
        #expect(found.count == expected.count)
        #expect(text == golden)
    }
}
