import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    @Suite struct Load {
        /// A server that waits for a subscriber that a debug build makes slow.
        static let patience = "write_deadline: \"60s\"\nmax_pending: 1GB\n"

        @Test func everyHitOfAFloodIsReceivedOrCounted() throws {
            let server = try NATSServer(configuration: Self.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server, subjects: ["*"]))
            let extractor = try Extractor.observing(node, nats: server, ["--ring-size", "1"])
            let fired = try node.fire("pattern 300000 700 0")
            #expect(fired == 300_000)
            let metrics = try extractor.metrics("all hits are settled", within: .seconds(60)) {
                $0.seen == fired && $0.isSettled
            }
            let account = try extractor.stop()
            try subscriber.barrier()
            let events = try subscriber.events()
            print("flood: fired \(fired), received \(events.count), ring_full \(metrics.lost("ring_full"))")
            #expect(metrics.hits == fired && metrics.hits("fault") == 0 && metrics.hits("oversized") == 0)
            #expect(metrics.lost("ring_full") > 0, "the flood was none")
            #expect(UInt64(events.count) + metrics.lost == fired)
            #expect(metrics.hits("ring_full") == metrics.lost && metrics.hits("submitted") == UInt64(events.count))
            #expect(account.seen == fired && account.inDoubt == 0)
            account.expectIdentity(received: events.count)
            PatternMessage.expectWhole(events, limit: 700)
            #expect(events.map(\.sequence) == (0..<events.count).map { UInt64($0 + 1) })
        }

        @Test func blockBurstIsReceivedWhole() throws {
            let server = try NATSServer(configuration: Self.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            node.send("removed 10000 50")
            let words = try node.answer()
            print("burst: \(words.joined(separator: " ")) ms")
            #expect(words.first == "10000")
            try subscriber.wait(for: 10_000)
            let account = try extractor.stop()
            #expect(account.confirmed == 10_000 && account.lost == 0)
            let fees = try subscriber.events().map { event -> Int64? in
                guard case .mempool(let mempool) = event.ebpf, case .removed(let removed) = mempool.event else {
                    return nil
                }
                return removed.fee
            }
            #expect(fees == (0..<10_000).map { Int64($0) })
        }

        @Test func messagesOfEverySizeArriveWhole() throws {
            let server = try NATSServer(configuration: Self.patience + "max_payload: 8MB\n")
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            let limit = 4_000_001
            try node.fire("pattern 12 \(limit) 20")
            try subscriber.wait(for: 12)
            #expect(try extractor.stop().confirmed == 12)
            PatternMessage.expectWhole(try subscriber.events(), limit: limit)
            #expect(subscriber.received.contains { $0.payload.count > 60_000 })
        }

        @Test(arguments: [SIGTERM, SIGINT]) func signalDrainsWhatWasFired(signal: Int32) throws {
            let server = try NATSServer(configuration: Self.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            #expect(try node.fire("ping 0 20000 0") == 20_000)
            let account = try extractor.stop(signal)
            #expect(account.seen == 20_000 && account.confirmed == 20_000)
            try subscriber.barrier()
            #expect(try subscriber.pings() == Array(0..<20_000))
            // Detached: the node pays for nothing any more.
            #expect(try node.fire("ping 0 10 0") == 0)
        }

        @Test func signalInMidStreamLosesNothingThatWasHit() throws {
            let server = try NATSServer(configuration: Self.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            node.send("ping 0 20000 10000")
            try subscriber.wait(for: 2000)
            let account = try extractor.stop()
            let fired = try #require(UInt64(try node.answer().first ?? ""))
            try subscriber.barrier()
            #expect(fired < 20_000)
            // The kernel stops running the program some 30 ms before it lowers the semaphore by which the node counts.
            #expect(account.seen <= fired && account.confirmed == account.seen)
            #expect(try subscriber.pings() == Array(0..<account.seen))
        }
    }
}
