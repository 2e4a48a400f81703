import ArchiveFormat
import Daemon
import Dispatch
import Logging
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import Replayer

@Suite struct PublishingOutputTests {
    private let bus = RecordingBus()
    private let flow = StubFlow()

    private func output(node: String? = nil) -> PublishingOutput {
        PublishingOutput(
            bus: bus, flow: flow, node: node.flatMap { NodeName($0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func everyKindGoesToItsSubjectAsItIs() throws {
        var output = output()
        let samples = SampleEvents.all + SampleEvents.onlyRead
        for sample in samples {
            let bytes = sample.event.encoded()
            #expect(output.take(bytes.span.bytes, try EventNote(bytes.span.bytes)) == .taken)
        }
        #expect(bus.published.map(\.subject) == samples.map { "node.node-1.\($0.subject)" })
        #expect(bus.published.map(\.payload) == samples.map { $0.event.encoded() })
    }

    @Test func withoutANodeItGoesToTheFlatSubject() throws {
        var output = output()
        let payload: [UInt8] = [1, 2]
        #expect(output.take(payload.span.bytes, EventNote(kind: "netmsg", time: 1)) == .taken)
        let event = try #require(bus.published.first)
        #expect(event.subject == "netmsg" && event.payload == payload)
    }

    @Test(arguments: ["", "a.b", "a b", "*", "ü", String(repeating: "a", count: 65)])
    func whatIsNoNodesNameIsCountedAsLost(name: String) {
        var output = output()
        #expect(output.take([1].span.bytes, EventNote(kind: "netmsg", node: name, time: 1)) == .undecodable)
        #expect(bus.published.isEmpty && bus.lost == [.undecodable: 1])
    }

    @Test func unknownKindsAreCountedAsLost() {
        var output = output()
        #expect(output.take([1].span.bytes, EventNote(kind: EventNote.unknownKind, time: 1)) == .undecodable)
        #expect(bus.lost == [.undecodable: 1])
    }

    @Test func subjectsHaveAnEnd() {
        var output = output()
        for number in 0..<SubjectCache.limit + 3 {
            _ = output.take([1].span.bytes, EventNote(kind: "netmsg", node: "n\(number)", time: 1))
        }
        #expect(bus.published.count == SubjectCache.limit && bus.lost == [.undecodable: 3])
        #expect(output.take([1].span.bytes, EventNote(kind: "netmsg", node: "n0", time: 1)) == .taken)
    }

    @Test func itWaitsForTheServerToSettleWhatIsOnItsWay() {
        var output = output()
        let stop = InputStop()
        for _ in 0..<PublishWindow.pieceEvents * UInt64(PublishWindow.pieces) {
            #expect(output.waitForRoom(until: stop) == 0)
            _ = output.take([1].span.bytes, EventNote(kind: "netmsg", time: 1))
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { [flow] in
            flow.settledCount.store(PublishWindow.pieceEvents, ordering: .relaxed)
        }
        #expect(output.waitForRoom(until: stop) >= 40_000_000)
    }

    @Test func itWaitsForAConnectionUntilItIsToStop() {
        var output = output()
        let stop = InputStop()
        flow.connected.store(false, ordering: .relaxed)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { stop.request() }
        #expect(output.waitForRoom(until: stop) >= 40_000_000)
    }
}

private final class StubFlow: BusFlow {
    let connected = Atomic(true)
    let settledCount = Atomic<UInt64>(0)

    var isConnected: Bool { connected.load(ordering: .relaxed) }
    var inFlight: UInt64 { 0 }
    var settled: UInt64 { settledCount.load(ordering: .relaxed) }
}
