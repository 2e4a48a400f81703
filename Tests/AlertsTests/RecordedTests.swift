import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import Alerts

/// What a real node's extractors published while it was attacked (Fixtures/README.md): each attack is found, and taken for nothing else.
@Suite struct RecordedTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures/recorded")

    /// Of each recording, the alerts that it raises beside its own kind's.
    private static let recordings: [String: Set<String>] = [
        "ping-spam": [], "addr-spam": [], "addr-flood": [], "getaddr-fingerprinting": [], "inbound-drop": [],
        "connection-flood": [], "eviction-churn": [], "short-visitors": [], "spy-peers": [], "bloom-load": [],
        "processing-backlog": [], "full-node": [], "invalid-headers": [], "invalid-block": [], "misbehaviour-spike": [],
        "orphan-flood": [],
        "block-stall": [], "stale-tip": [], "slow-block": [], "reconstruction-failures": [], "uncache-spike": [],
        "low-diversity": [], "clock-offset": [], "unknown-messages": [], "malformed-messages": [],
    ]

    /// The node was on regtest and has just been started, so that its stale tip would be of no interest.
    private static func scene(_ name: String) throws -> Scene {
        let scene = try Scene(
            name == "stale-tip" ? ["--set", "stale-tip.regtest=1", "--set", "stale-tip.grace=0"] : [])
        let (_, events) = try Archives.readFile(folder.appending(path: "\(name).bin.zst").path)
        #expect(events.count > 100)
        for event in events {
            #expect(scene.show(event, on: try EventNote(event.span.bytes).kind) == nil)
        }
        return scene
    }

    @Test func everyDetectorHasItsRecording() {
        #expect(Set(Self.recordings.keys.map(Self.kind)) == Set(DetectorTable.facts.map(\.kind)).subtracting(["band"]))
    }

    /// What a recording's alert is about.
    private static func kind(_ name: String) -> String {
        switch name {
        case "invalid-block": "invalid-headers"
        case "full-node": "connection-flood"
        default: name
        }
    }

    @Test(arguments: recordings.keys.sorted()) func anAttackIsFoundForWhatItIs(name: String) throws {
        let scene = try Self.scene(name)
        let kind = Self.kind(name)
        #expect(Set(scene.raised) == Self.recordings[name]?.union([kind]))
        let alert = try #require(scene.notices.first { $0.kind == kind })
        #expect(!alert.evidence.isEmpty)
        #expect(alert.evidence.allSatisfy { $0.sequence != nil && $0.streamID != nil })
    }

    @Test func aQuietMinuteRaisesNothing() throws {
        let scene = try Self.scene("quiet")
        #expect(scene.raised == [])
        // Upstream's line is about the p2p-extractor, too.
        #expect(scene.lines.allSatisfy { $0.contains("peer_id=2 ") }, "\(scene.lines)")
    }
}
