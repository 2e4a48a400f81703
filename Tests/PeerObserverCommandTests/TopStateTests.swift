import PeerObserver
import TestSupport
import Testing

@testable import PeerObserverCommand

/// What `top` keeps and draws, without a bus.
struct TopStateTests {
    private static func take(_ state: inout TopState, _ subject: String, _ event: Event) {
        let (subject, payload) = (Array(subject.utf8), event.encoded())
        let taken = subject.withUnsafeBytes { subject in
            payload.withUnsafeBytes { state.take(subject: subject, payload: $0) }
        }
        #expect(taken)
    }

    private static func message(
        peer: UInt64, command: String, inbound: Bool = true, sequence: UInt64 = 0, size: UInt64 = 8,
        address: String = "192.0.2.1:8333"
    ) -> Event {
        let meta = MessageMetadata(
            peerID: peer, addr: address, connType: .inbound, command: command, inbound: inbound, size: size)
        let message = MessageEvent(meta: meta, message: .ping(Ping(value: 1)))
        var event = SampleEvents.ebpf(.message(message))
        (event.node, event.sequence) = (nil, sequence)
        return event
    }

    @Test func everyKindOfEventIsTaken() {
        var state = TopState()
        let samples = SampleEvents.all
        for (subject, event) in samples { Self.take(&state, subject, event) }
        #expect(state.events.total == UInt64(samples.count) && state.undecodable == 0)
        #expect(Set(state.kinds.all.map(\.key)) == Set(samples.map(\.subject)))
        let lines = TopFrame(state: state, bus: "b", columns: 200, rows: 200).lines
        #expect(lines.count > 20 && lines.allSatisfy { $0.utf8.count <= 200 })
    }

    @Test func messagesAreCountedByCommandAndPeer() {
        var state = TopState()
        for _ in 0..<3 { Self.take(&state, "netmsg", Self.message(peer: 7, command: "inv", size: 100)) }
        Self.take(&state, "netmsg", Self.message(peer: 7, command: "tx", inbound: false, size: 1))
        state.tick(2)
        #expect(state.messages["inv"]?.count.total == 3 && state.messages["inv"]?.bytes.perSecond == 150)
        let peer = state.peers[TopState.PeerKey(node: "", id: 7)]
        #expect(peer?.received.total == 3 && peer?.sent.perSecond == 0.5 && peer?.bytes.total == 301)
        #expect(peer?.last == "-> tx")
        state.tick(1)
        #expect(state.messages["inv"]?.count.perSecond == 0)
    }

    @Test func peersOfTwoNodesAreTwo() {
        var state = TopState()
        Self.take(&state, "node.a.netmsg", Self.message(peer: 7, command: "inv"))
        Self.take(&state, "node.b.netmsg", Self.message(peer: 7, command: "inv"))
        #expect(state.peers.count == 2 && state.kinds["netmsg"]?.total == 2)
        #expect(TopFrame(state: state, bus: "", columns: 200, rows: 40).lines.contains { $0.hasPrefix("NODE") })
    }

    @Test func gapsInTheNumbersOfASubjectAreMissingEvents() {
        var state = TopState()
        for sequence in [5, 6, 9, 8, 10] as [UInt64] {
            Self.take(&state, "netmsg", Self.message(peer: 1, command: "a", sequence: sequence))
        }
        #expect(state.missing.total == 2)
        // Another subject has numbers of its own.
        Self.take(&state, "node.n.netmsg", Self.message(peer: 1, command: "a", sequence: 100))
        #expect(state.missing.total == 2)
        Self.take(&state, "netmsg", Self.message(peer: 1, command: "a", sequence: .max))
        #expect(state.missing.total == 1_000_000_002)
    }

    @Test func aPeerWhoseConnectionEndedIsGone() {
        var state = TopState()
        Self.take(&state, "netmsg", Self.message(peer: 7, command: "inv"))
        let closed = ClosedConnection(
            conn: Connection(peerID: 7, addr: "a", connType: .inbound, network: 1), timeEstablished: 1)
        var event = SampleEvents.ebpf(.connection(ConnectionEvent(event: .closed(closed))))
        event.node = nil
        Self.take(&state, "netconn", event)
        #expect(state.peers.count == 0)
    }

    @Test func namesWithoutEndDoNotFillTheMemory() {
        var state = TopState()
        let long = String(repeating: "x", count: 5000)
        for number in 0..<20_000 as Range<UInt64> {
            Self.take(
                &state, "node.n\(number).netmsg",
                Self.message(peer: number, command: "c\(number)\(long)", address: long))
        }
        #expect(state.peers.count <= 4096 && state.messages.count <= 128 && state.kinds.count <= 128)
        #expect(state.peers.evicted + UInt64(state.peers.count) == 20_000)
        // Who spoke last is kept.
        #expect(state.peers[TopState.PeerKey(node: "n19999", id: 19_999)]?.address.count == 80)
        #expect(state.messages.all.allSatisfy { $0.key.utf8.count <= 24 })
    }

    @Test func whatCannotBeReadIsCounted() {
        var state = TopState()
        let bytes: [UInt8] = [0xFF, 0xFF]
        let taken = bytes.withUnsafeBytes { state.take(subject: $0, payload: $0) }
        #expect(!taken && state.undecodable == 1 && state.events.total == 0)
    }

    @Test func nothingThatATerminalObeysIsDrawn() {
        var state = TopState()
        let evil = "\u{1B}[2J\u{9B}31m\u{7}\r\n\u{202E}"
        for (_, event) in TaintedEvents.all { Self.take(&state, "netmsg\(evil)", event) }
        Self.take(&state, "node.\(evil).netmsg", Self.message(peer: 1, command: evil, address: evil))
        let lines = TopFrame(state: state, bus: evil, columns: 300, rows: 200).lines
        #expect(lines.joined().utf8.allSatisfy { 0x20..<0x7F ~= $0 })
        #expect(lines.contains { $0.contains("\\x1b[2J") })
    }

    @Test(arguments: [(80, 24), (20, 3), (1, 1), (0, 0), (200, 60), (40, 10)])
    func aPictureFitsTheScreen(_ columns: Int, _ rows: Int) {
        var state = TopState()
        for (subject, event) in SampleEvents.all { Self.take(&state, subject, event) }
        let lines = TopFrame(state: state, bus: "127.0.0.1:4222", columns: columns, rows: rows).lines
        #expect(lines.count <= rows && lines.allSatisfy { $0.utf8.count <= columns })
    }

    @Test func numbersAreShort() {
        #expect(
            [0, 0.04, 9.96, 99.94, 100.4, 12_345.6].map(TopFrame.rate) == [
                "0.0", "0.0", "10.0", "99.9", "100", "12346",
            ])
        #expect([0, 999, 1000, 1_234_567, 4e9].map(TopFrame.bytes) == ["0", "999", "1.0k", "1.2M", "4.0G"])
    }
}
