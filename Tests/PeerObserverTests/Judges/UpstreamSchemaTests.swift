import Foundation
import PeerObserver
import TestSupport
import Testing

/// Upstream's programs end when a oneof holds no arm that they know. Nothing of the kind may reach the subjects they read.
@Suite(
    .enabled(
        if: Tool.protoc != nil && Tool.python != nil,
        "needs the Debian packages protobuf-compiler and python3-protobuf"))
struct UpstreamSchemaTests {
    /// The arms that a reader of the schema without our additions sees, by subject.
    private func armsSeen(_ samples: [SampleEvents.Sample]) throws -> [String: [String]] {
        try Tool.withDescriptors { descriptors, folder in
            let file = folder.appending(path: "records")
            let lines = samples.map { "\($0.subject)\t\(Hex.encode($0.event.encoded()))\n" }.joined()
            try Data(lines.utf8).write(to: file)
            let verdict = try Tool.judge(["upstream", descriptors, file.path])
            return try #require(try JSONSerialization.jsonObject(with: verdict) as? [String: [String]])
        }
    }

    @Test func everyEventOnAOneTokenSubjectHasKnownArms() throws {
        #expect(SampleEvents.oneToken.allSatisfy { !$0.subject.contains(".") })
        let arms = try armsSeen(SampleEvents.oneToken)
        let subjects = ["netmsg", "netconn", "mempool", "validation", "rpc", "p2p-extractor", "log-extractor"]
        #expect(arms.keys.sorted() == subjects.sorted())
        // One of each arm: 39 messages, and what stands above and below them in oneofs.
        let messages = try #require(arms["netmsg"])
        #expect(
            Set(messages).isSuperset(of: ["ebpf_extractor", "message", "ping", "oldping", "unknown", "torv3", "wtx"]))
        #expect(!messages.contains("malformed"))
    }

    @Test func eventsOnLongerSubjectsAreNotForThem() throws {
        for sample in SampleEvents.twoTokens {
            #expect(sample.subject.contains("."))
            #expect(throws: Tool.Failure.self, "\(sample.subject)") { try armsSeen([sample]) }
        }
    }

    /// Rows of proto/README.md, by column.
    private func tableRows() throws -> [[String]] {
        let text = try String(contentsOf: Tool.repository.appending(path: "proto/README.md"), encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| `") || $0.hasPrefix("| every") }.map { line in
            line.split(separator: "|").map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
    }

    @Test func tableListsEverySubjectArmAndNumber() throws {
        // One kind of alert stands for all.
        let samples = (SampleEvents.all + SampleEvents.onlyRead).filter {
            !$0.subject.hasPrefix("alerts.") || $0.subject == "alerts.ping-spam"
        }
        let found = try Tool.withDescriptors { descriptors, folder in
            let file = folder.appending(path: "records")
            let lines = samples.map { "\($0.subject)\t\(Hex.encode($0.event.encoded()))\n" }.joined()
            try Data(lines.utf8).write(to: file)
            let output = try Tool.judge(["arms", descriptors, file.path])
            return try #require(try JSONSerialization.jsonObject(with: output) as? [String: [[String]]])
        }
        let rows = try tableRows()
        let schema = Set(try #require(found["schema"]))
        let additions = Set(try #require(found["additions"]))
        #expect(Set(rows.map { Array($0[1...2]) }) == schema.union(additions))
        #expect(rows.count == schema.count + additions.count)
        // The samples hold every arm, each on its subject.
        let arms = rows.filter { !additions.contains(Array($0[1...2])) }
        #expect(Set(arms.map { Array($0[0...2]) }) == Set(try #require(found["samples"])))
        for row in rows {
            let isOurs = row[2].split(separator: ".").contains { $0.count >= 4 }
            #expect((row[3] == "ours") == isOurs, "\(row)")
        }
    }
}
