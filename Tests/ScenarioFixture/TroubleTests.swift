import PeerObserver
import Testing

@Suite struct TroubleTests {
    private static func events(_ change: (inout SimulatedNode) -> Void) throws -> [(seconds: Double, event: Event)] {
        var events: [(Double, Event)] = []
        try SimulatedNode(change).run { _, bytes in
            guard let event = try? Event(decoding: bytes) else { return }
            events.append((Double((event.sourceTimeNs ?? 0) - SimulatedNode.startNanoseconds) / 1e9, event))
        }
        return events
    }

    private static func connection(_ event: Event) -> ConnectionEvent.Event? {
        guard case .ebpfExtractor(let ebpf) = event.payload, case .connection(let connection) = ebpf.event else {
            return nil
        }
        return connection.event
    }

    @Test func aRestartEndsEveryConnectionAndBeginsAnew() throws {
        let events = try Self.events {
            $0.seconds = 500
            $0.restartAt = 60.5
            $0.rpcsLeftOut = ["getpeerinfo", "getrawaddrman"]
            $0.secondsBetweenBlocks = 20
            $0.transactionsOfABlock = 10
        }
        let atOnce = events.filter { $0.seconds == 60.5 }
        let closed = atOnce.count { if case .closed = Self.connection($0.event) { true } else { false } }
        #expect(closed > 40)
        #expect(!events.contains { 60.6..<90.4 ~= $0.seconds })
        var opened: [UInt64] = []
        for (seconds, event) in events where seconds > 90 {
            switch Self.connection(event) {
            case .inbound(let inbound): opened.append(inbound.conn.peerID)
            case .outbound(let outbound): opened.append(outbound.conn.peerID)
            default: break
            }
        }
        // As when it was started first.
        #expect(opened.first == 100)
        #expect(opened.count > 40)
        let uptimes = events.compactMap { _, event -> Int64? in
            guard case .rpcExtractor(let rpc) = event.payload, case .uptime(let uptime) = rpc.event else { return nil }
            return Int64(uptime)
        }
        // Before, it had been up for a day.
        #expect(uptimes.first == 86_400 && uptimes.contains { $0 < 20 } && uptimes.last.map { $0 < 86_400 } == true)
        let messages = events.count { seconds, event in
            guard case .ebpfExtractor(let ebpf) = event.payload, case .message = ebpf.event else { return false }
            return 100..<200 ~= seconds
        }
        #expect(3500...4200 ~= messages)
    }

    @Test func aScannerComesFromOneNetwork() throws {
        let events = try Self.events {
            $0.seconds = 60
            $0.scannerConnectionsPerDay = 1_200_000
            $0.rpcInterval = 0
        }
        let addresses = events.compactMap { _, event -> String? in
            guard case .inbound(let inbound) = Self.connection(event) else { return nil }
            return inbound.conn.addr
        }
        let scans = addresses.filter { $0.hasPrefix("203.0.113.") }
        #expect(833...850 ~= scans.count)
        #expect(Set(scans.map { $0.prefix { $0 != ":" } }).count < 25)
    }

    @Test func someOfThePeersAreSlow() throws {
        let events = try Self.events {
            $0.seconds = 5
            $0.slowPeersPercent = 20
        }
        let last = events.last { _, event in
            guard case .rpcExtractor(let rpc) = event.payload, case .peerInfos = rpc.event else { return false }
            return true
        }
        guard case .rpcExtractor(let rpc) = last?.event.payload, case .peerInfos(let infos) = rpc.event else {
            Issue.record("nobody was asked")
            return
        }
        let slow = infos.infos.count { $0.pingTime >= 3 }
        #expect(3...16 ~= slow, "\(slow) of \(infos.infos.count)")
    }

    @Test func blocksComeWhenTheyCome() throws {
        let times = try Self.events {
            $0.seconds = 3000
            $0.messagesPerSecond = 0.1
            $0.secondsBetweenBlocks = 10
            $0.blocksAtRandom = true
            $0.transactionsOfABlock = 2
            $0.rpcInterval = 0
        }.compactMap { seconds, event -> Double? in
            guard case .ebpfExtractor(let ebpf) = event.payload, case .validation = ebpf.event else { return nil }
            return seconds
        }
        #expect(240...360 ~= times.count)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        // One in e^3 takes three times as long as the mean.
        #expect(0.02...0.09 ~= Double(gaps.count { $0 > 30 }) / Double(gaps.count))
    }
}
