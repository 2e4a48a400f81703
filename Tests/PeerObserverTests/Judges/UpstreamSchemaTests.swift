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
        #expect(Set(messages).isSuperset(of: ["ebpf_extractor", "message", "ping", "oldping", "unknown", "torv3", "wtx"]))
        #expect(!messages.contains("malformed"))
    }

    @Test func eventsOnLongerSubjectsAreNotForThem() throws {
        for sample in SampleEvents.twoTokens {
            #expect(sample.subject.contains("."))
            #expect(throws: Tool.Failure.self, "\(sample.subject)") { try armsSeen([sample]) }
        }
    }
}
