import Glibc
import PeerObserver
import Testing

@testable import DemoNode

/// What a healthy network does not show, and the boards' panels need something of.
@Suite struct OddityTests {
    private func messages() -> [Message] {
        var random = Random(seed: 3)
        let peer = Peer(id: 100, connectionType: .outboundFullRelay, establishedSeconds: 0, random: &random)
        return Oddities.messages(of: peer, nowSeconds: 1_700_000_000, tip: .zero, random: &random)
    }

    @Test func onePeerSendsOneOfEachOddity() {
        let decoded = messages().map { MessageTable.decode($0.type, payload: $0.payload.span.bytes) }
        var kinds = Set<String>()
        for message in decoded {
            switch message.message {
            case .malformed: kinds.insert("malformed")
            case .unknown: kinds.insert("unknown")
            case .oldping: kinds.insert("oldping")
            case .emptyaddrv2: kinds.insert("emptyaddrv2")
            case .reject(let reject):
                kinds.insert("reject")
                #expect(reject.rejectedCommand == "tx" && reject.reason == .dust && reject.hash.count == 32)
            case .inv(let inv):
                kinds.insert("inv")
                #expect(inv.items.count == 2)
            case .addr(let addr):
                kinds.insert("addr")
                #expect(addr.addresses.count == 1 && addr.addresses.allSatisfy { $0.timestamp > 1_700_000_000 })
            case .addrv2(let addrv2):
                kinds.insert(addrv2.addresses.first.map { $0.timestamp > 1_700_000_000 } == true ? "future" : "own")
            default: Issue.record("\(message.message)")
            }
        }
        #expect(kinds == ["malformed", "unknown", "oldping", "emptyaddrv2", "reject", "inv", "addr", "future", "own"])
    }

    @Test func odditiesComeAtTheirTimesAndOnlyWhenAskedFor() throws {
        let settings = TrafficSettings {
            $0.oddEverySeconds = 4
            $0.ratePerSecond = 10
        }
        let odd = try Traffic.simulated(settings, seconds: 15)
        let times = odd.probes.sink.hits.compactMap { hit, elapsed -> Int64? in
            if case .message(let exchange) = hit, exchange.message.type == "hello" { elapsed } else { nil }
        }
        #expect(times == [2, 6, 10, 14].map { $0 * 1_000_000_000 })
        let usual = try Traffic.simulated(TrafficSettings { $0.ratePerSecond = 1000 }, seconds: 10)
        #expect(!usual.exchanges.contains { $0.message.type == "hello" })
    }

    @Test func everyKindOfOddLineIsWrittenInTurn() {
        var lines = DebugLogLines(seed: 1)
        for _ in 0..<6 { lines.addOddity() }
        let odd = (0..<6).map { _ in lines.next() }
        for part in ["Block mutated", "state=bad-", "discouraging", "connect() to", "stale tip", "[warning]"] {
            #expect(odd.count { $0.contains(part) } == 1, "\(part)")
        }
        // Whoever reads no line makes none wait for ever.
        for _ in 0..<1000 { lines.beginBlock() }
        #expect((0..<150).map { _ in lines.next() }.count { $0.contains("UpdateTip") } < 20)
    }

    @Test func trafficRunsOnAThreadNamedAsTheNodesIs() throws {
        var name = ""
        try MessageThread.run {
            var buffer = [CChar](repeating: 0, count: 32)
            let file = open("/proc/thread-self/comm", O_RDONLY)
            let count = read(file, &buffer, 31)
            close(file)
            name = String(decoding: buffer.prefix(max(0, count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        #expect(name == "b-msghand")
        #expect(throws: MessageThread.StartError.self) {
            try MessageThread.run { throw MessageThread.StartError(reason: "") }
        }
    }

    @Test func theTipIsPublishedAsUpstreamsExtractorDoes() throws {
        var facts = NodeFacts()
        facts.tipHeight = 930_064
        facts.tipHash = Hash256((0..<32).map { UInt8($0) }) ?? .zero
        let bytes = IPCPublisher.publication(facts, milliseconds: 1_700_000_000_000)
        let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        let payload = Array(bytes[(end + 1)...].dropLast(2))
        #expect(String(decoding: bytes[...end], as: UTF8.self) == "PUB ipc \(payload.count)\r\n")
        #expect(bytes.suffix(2) == [13, 10])
        let event = try Event(decoding: payload)
        #expect(event.timestamp == 1_700_000_000_000)
        let tip = BlockTip(height: 930_064, hash: facts.tipHash)
        #expect(event.payload == .ipcExtractor(IPCEvent(event: .blockTip(tip))))
    }
}
