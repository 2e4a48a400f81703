import ArchiveFormat
import Daemon
import PeerObserver
import TestSupport
import Testing

@testable import Archiver

@Suite struct SinkTests {
    @Test func everyEventIsArchivedAsItCame() throws {
        let scene = try Scene()
        try scene.sink.start()
        let events = SampleEvents.all.map { ($0.subject, $0.event.encoded()) }
        for (subject, event) in events { #expect(scene.bus.deliver(event, on: subject) == nil) }
        scene.sink.close()
        let names = try scene.archives()
        #expect(names == ["test.20231114-221320-000.bin.zst"])
        #expect(try scene.events(names[0]) == events.map(\.1))
        let header = try scene.header(names[0])
        #expect(header.created == 1_700_000_000)
        #expect(header.createdNs == 1_700_000_000_000_000_000)
        #expect((header.writtenBy, header.fileNumber, header.runID) == ("test", 1, 7))
    }

    @Test func theSubjectsNodeCounts() throws {
        let scene = try Scene()
        var named = numbered(1)
        named.node = "alice"
        for (event, subject) in [
            (named, "node.alice.netmsg"), (named, "node.bob.netmsg"), (numbered(2), "node.bob.netmsg"),
            (numbered(3), "netmsg"), (named, "netmsg"),
        ] { #expect(scene.bus.deliver(event.encoded(), on: subject) == nil) }
        scene.sink.close()
        let events = try scene.events(try scene.first()).map { try Event(decoding: $0) }
        #expect(events.map(\.node) == ["alice", "bob", "bob", nil, "alice"])
        #expect(events[1].timestamp == 1)
        let index = try #require(try ArchiveIndex.load(forArchive: scene.path + "/" + scene.first()))
        #expect(Set(index.summary?.streams.map(\.node) ?? []) == ["alice", "bob", nil])
        scene.sink.tick()
        var mismatches: UInt64 = 0
        scene.statistics.update { mismatches = $0.counts.mismatches }
        #expect(mismatches == 2)
    }

    @Test func filtersAreCountedAndRecorded() throws {
        let scene = try Scene(["--addr-relay", "--mempool"])
        for sample in SampleEvents.all { #expect(scene.bus.deliver(sample.event.encoded(), on: sample.subject) == nil) }
        scene.sink.close()
        let name = try #require(try scene.archives().first)
        #expect(try scene.header(name).filters == ["mempool", "addr-relay"])
        let kept = try scene.events(name)
        var filtered: UInt64 = 0
        scene.statistics.update { filtered = $0.counts.filtered }
        #expect(kept.count + Int(filtered) == SampleEvents.all.count)
        #expect(kept.count >= 8)
    }

    @Test func lowDataIsWrittenWithoutRawBytes() throws {
        let scene = try Scene(["--messages", "--low-data"])
        let messages = SampleEvents.all.filter { $0.subject == "netmsg" }
        for sample in messages { #expect(scene.bus.deliver(sample.event.encoded(), on: "netmsg") == nil) }
        scene.sink.close()
        let events = try scene.events(try scene.first())
        #expect(events == messages.map { (LowData.reduced($0.event) ?? $0.event).encoded() })
        #expect(events != messages.map { $0.event.encoded() })
    }

    @Test(arguments: [[], [0xFF], [0x0A, 0x05, 1]] as [[UInt8]]) func whatIsNoEventIsLost(payload: [UInt8]) throws {
        let scene = try Scene()
        #expect(scene.bus.deliver(payload, on: "netmsg") == .undecodable)
        #expect(scene.bus.deliver(numbered(1).encoded(), on: "netmsg") == nil)
        scene.sink.close()
        #expect(try scene.events(try scene.first()).count == 1)
    }

    @Test func eventsAreHeldUntilTheirBlockIsOldEnough() throws {
        let scene = try Scene(limits: Rotation.Limits(blockInterval: .seconds(2)))
        for number in 1...10 { _ = scene.bus.deliver(numbered(UInt64(number)).encoded(), on: "netmsg") }
        #expect(scene.bus.flush() == nil)
        #expect(scene.sink.held == 10)
        scene.pass(.seconds(2))
        #expect(scene.bus.flush() == nil)
        #expect(scene.sink.held == 0)
        scene.sink.prepareToStop()
        _ = scene.bus.deliver(numbered(11).encoded(), on: "netmsg")
        #expect(scene.bus.flush() == nil)
        #expect(scene.sink.held == 0)
        scene.sink.close()
        #expect(try scene.events(try scene.first()).count == 11)
    }

    @Test func emptyArchivesAreNotKept() throws {
        let scene = try Scene()
        try scene.sink.start()
        #expect(try scene.names().count == 2)
        scene.sink.close()
        #expect(try scene.names() == [])
    }
}
