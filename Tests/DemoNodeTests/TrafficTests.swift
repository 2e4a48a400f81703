import CTraceEvents
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct TrafficTests {
    @Test func halfAMinuteHitsEveryTracepoint() throws {
        let traffic = try Traffic.simulated(TrafficSettings(), seconds: 30)
        for kind in 0..<Int(TRACE_KIND_COUNT.rawValue) {
            #expect(traffic.probes.tally.tracepoints[kind].fired > 0, "\(Tally.name(kind))")
        }
    }

    @Test func oneSeedGivesOneTraffic() throws {
        let settings = TrafficSettings { $0.burstEverySeconds = 5 }
        let first = try Traffic.simulated(settings, seconds: 5)
        let second = try Traffic.simulated(settings, seconds: 5)
        let other = try Traffic.simulated(TrafficSettings { $0.seed = 2 }, seconds: 5)
        #expect(first.exchanges.map(\.message.payload) == second.exchanges.map(\.message.payload))
        #expect(first.exchanges.map(\.peer.address) == second.exchanges.map(\.peer.address))
        #expect(first.probes.tally == second.probes.tally)
        #expect(first.exchanges.map(\.message.payload) != other.exchanges.map(\.message.payload))
    }

    @Test func messagesComeAtTheRateAndEvenly() throws {
        let settings = TrafficSettings {
            $0.ratePerSecond = 1000
            $0.messagesOnly = true
        }
        let traffic = try Traffic.simulated(settings, seconds: 4)
        let times = traffic.probes.sink.hits.map(\.elapsed)
        #expect(times == (0..<4000).map { $0 * 1_000_000 })
        #expect(traffic.exchanges.count == 4000)
    }

    @Test func theMixHasItsShares() throws {
        // At a mainnet node's own rate: so few peers would not send as many pings at a higher one.
        let settings = TrafficSettings {
            $0.ratePerSecond = 35
            $0.messageLimit = 60_000
            $0.messagesOnly = true
        }
        let exchanges = try Traffic.simulated(settings, seconds: 2000).exchanges
        #expect(exchanges.count == 60_000)
        func share(_ type: String) -> Double {
            Double(exchanges.count { $0.message.type == type }) / Double(exchanges.count)
        }
        #expect(0.33...0.43 ~= share("inv"))
        #expect(0.19...0.27 ~= share("tx"))
        #expect(0.15...0.22 ~= share("getdata"))
        #expect(0.03...0.07 ~= share("ping"))
        #expect(abs(share("ping") - share("pong")) < 0.005)
        #expect(0.01...0.04 ~= share("addrv2"))
        // 1.18 million messages received and 1.89 million sent a day.
        #expect(0.35...0.45 ~= Double(exchanges.count { $0.inbound }) / 60_000)
        #expect(Set(exchanges.map(\.peer.connectionType)) == Set(ConnectionType.allCases))
        let sizes = Set(exchanges.filter { $0.message.type == "inv" }.map(\.message.payload.count))
        #expect(sizes.contains(1 + 36) && sizes.contains(1 + 20 * 36))
    }

    @Test func aPongAnswersEachPing() throws {
        let exchanges = try Traffic.simulated(TrafficSettings { $0.messagesOnly = true }, seconds: 60).exchanges
        let generated = exchanges.filter { $0.peer.id >= PeerSet.firstID }
        var pings = 0
        for (ping, pong) in zip(generated, generated.dropFirst()) where ping.message.type == "ping" {
            pings += 1
            #expect(pong.message.type == "pong" && pong.message.payload == ping.message.payload)
            #expect(pong.peer === ping.peer && pong.inbound != ping.inbound)
        }
        #expect(pings > 100)
    }

    @Test func stampedPingsCarryTheTimeOfFiring() throws {
        let settings = TrafficSettings {
            $0.mix = .ping
            $0.stamp = true
            $0.messageLimit = 100
        }
        let traffic = try Traffic.simulated(settings, seconds: 10)
        #expect(traffic.exchanges.count == 100)
        for case (.message(let exchange), let elapsed) in traffic.probes.sink.hits {
            let time = traffic.probes.sink.unixNanoseconds(at: elapsed)
            #expect(exchange.message.payload == Message.ping(time).payload)
        }
    }

    @Test func whatHappensToATransactionFollowsIt() throws {
        let traffic = try Traffic.simulated(TrafficSettings { $0.burstEverySeconds = 0 }, seconds: 30)
        var lastTransaction: Hash256?
        for (hit, _) in traffic.probes.sink.hits {
            switch hit {
            case .message(let exchange) where exchange.inbound && exchange.message.type == "tx":
                var reader = ByteReader(exchange.message.payload.span.bytes)
                lastTransaction = try? Transaction(payload: &reader).txid
            case .added(let entry): #expect(entry.txid == lastTransaction)
            case .rejected(let txid, _): #expect(txid == lastTransaction)
            case .replaced(_, let entry): #expect(entry.txid == lastTransaction)
            default: break
            }
        }
        #expect(lastTransaction != nil)
    }

    @Test func countsWhatNobodyTookAsAttemptedOnly() throws {
        var sink = CollectingSink()
        sink.isAttached = false
        var traffic = try Traffic(sink, TrafficSettings { $0.messageLimit = 50 })
        try traffic.run(before: .max)
        #expect(traffic.probes.tally.total.fired == 0)
        #expect(traffic.probes.tally.total.attempted == UInt64(traffic.probes.sink.hits.count))
        #expect(traffic.probes.tally.messageTypes.values.map(\.attempted).reduce(0, +) == 50)
    }
}
