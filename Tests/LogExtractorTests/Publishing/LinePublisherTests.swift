import Daemon
import DebugLog
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import LogExtractor

struct LinePublisherTests {
    private func publish(_ lines: [String], node: NodeName? = nil) throws -> [Event] {
        let bus = RecordingBus()
        let publisher = LinePublisher(bus: bus, node: node)
        for line in lines { Array(line.utf8).withUnsafeBytes { publisher.publish($0) } }
        #expect(publisher.counts.lines == UInt64(lines.count))
        #expect(bus.published.allSatisfy { $0.subject == (node == nil ? "log-extractor" : "node.alpha.log-extractor") })
        return try bus.published.map { try Event(decoding: $0.payload) }
    }

    @Test func lineGivesTheEventItsTime() throws {
        let event = try #require(try publish(["2026-11-21T10:00:00.123456Z [net] hello"]).first)
        #expect(event.sourceTimeNs == 1_795_255_200_123_456_000)
        #expect(event.timestamp == 1_795_255_200_123)
    }

    @Test func lineWithoutATimeIsAsOldAsItsReading() throws {
        let before = UInt64(time(nil)) * 1_000_000_000
        let event = try #require(try publish(["no time"]).first)
        let time = try #require(event.sourceTimeNs)
        #expect(time >= before && time < before + 60_000_000_000)
        #expect(event.timestamp == time / 1_000_000)
    }

    @Test func eventsAreNumberedAndNamed() throws {
        let events = try publish(["one", "", "three"], node: NodeName("alpha"))
        #expect(events.compactMap(\.sequence) == [1, 2, 3])
        #expect(events.compactMap(\.node) == ["alpha", "alpha", "alpha"])
        #expect(Set(events.compactMap(\.streamID)).count == 1)
    }

    /// `Event.encode(into:log:)` writes what `encode(into:)` does.
    @Test func publishedBytesAreThoseOfTheWholeEvent() throws {
        let bus = RecordingBus()
        let publisher = EventPublisher(bus: bus, node: NodeName("alpha"))
        var parser = LogParser()
        let line = Array("2026-11-21T10:00:00.123456Z [msghand] [net] received: ping (8 bytes) peer=1".utf8)
        let log = line.withUnsafeBytes { parser.event($0) }
        publisher.publish(log, on: publisher.channel(.logExtractor), sourceTime: 5)
        let payload = try #require(bus.published.first).payload
        let event = try Event(decoding: payload)
        #expect(event.payload == .logExtractor(log))
        var writer = WireWriter()
        event.encode(into: &writer)
        #expect(writer.withUnsafeBytes { Array($0) } == payload)
    }
}
