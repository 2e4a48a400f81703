import PeerObserver
import TestSupport
import Testing

extension Integration {
    @Suite(.timeLimit(.minutes(2))) struct WebSocketSlowClients {
        @Test func losesItsOwnOldestEventsAndIsToldHowMany() throws {
            let tool = try WebSocketProcess(["--queue-bytes", "1000000", "--queue-events", "1000"])
            let slow = try tool.subscribed(#""kinds":["messages"]"#, receiveBuffer: 1 << 16)
            // Another subscription, so that the same events lost by both count once.
            let fast = try tool.subscribed(#""kinds":["messages","log"]"#)
            let (count, step) = (3072, 64)
            // In portions that fit the queue of one that reads.
            for portion in stride(from: 0, to: count, by: step) {
                for number in portion..<portion + step { tool.publisher.publish(Self.large(number), on: "netmsg") }
                for number in portion..<portion + step {
                    let text = try fast.texts(1, containing: "{\"node\":")[0]
                    #expect(text.prefix(200).contains("\"sequence\":\(number),"))
                }
            }

            // What the slow one gets, in order, and what it is told of are all events together.
            var (received, told, total, last) = (0, 0, 0, -1)
            while last < count - 1 {
                let frame = try #require(try slow.next())
                if let number = Self.number(frame) {
                    #expect(number == received + told, "events are missing that it was not told of")
                    received += 1
                    last = number
                } else if let match = frame.text.firstMatch(of: /"control":"lost","events":([0-9]+),"total":([0-9]+)/) {
                    told += Int(match.output.1) ?? 0
                    total = Int(match.output.2) ?? 0
                }
            }
            #expect(received + told == count && told == total && told > 0, "\(received) \(told) \(total)")
            let metrics = try tool.metrics()
            #expect(metrics.sum("_client_events_missed_total", ["slow_client"]) == UInt64(told))
            // The loss is told with the events that come next: of a kind that no client gets, as nobody reads any longer.
            let next = SampleEvents.ebpf(.mempool(MempoolEvent(event: SampleEvents.mempool[0])))
            for _ in 0..<told { tool.publisher.publish(next, on: "mempool") }
            try eventually("the loss among the tool's own counts") {
                try tool.metrics().lost("slow_client") == UInt64(told)
            }
        }

        /// An event of 4 kB; its number is its sequence.
        private static func large(_ number: Int) -> Event {
            var event = SampleEvents.message(
                .unknown(UnknownMessage(command: "x", payload: .init(repeating: 1, count: 4096))))
            event.sequence = UInt64(number)
            return event
        }

        private static func number(_ frame: WebSocketClient.Frame?) -> Int? {
            guard let text = frame.map({ String(decoding: $0.payload.prefix(120), as: UTF8.self) }) else { return nil }
            return text.firstMatch(of: /"sequence":([0-9]+)/).flatMap { Int($0.output.1) }
        }

        @Test func aClientThatGoesAwayLeavesNothingBehind() throws {
            let tool = try WebSocketProcess(["--queue-bytes", "100000"])
            var clients = try (0..<20).map { _ in try tool.subscribed(receiveBuffer: 4096) }
            tool.ping(0..<20_000)
            try tool.waitUntilHandled(1)
            #expect(try tool.metrics().sum("websocket_clients") == 20)
            #expect(clients.count == 20)
            clients = []
            try eventually("no clients") { try tool.metrics().sum("websocket_clients") == 0 }
            try eventually("all counted") { try tool.metrics().seen >= 20_000 }
            let client = try tool.subscribed()
            tool.ping(0..<5)
            #expect(try client.pings(5).last == 4)
        }

        @Test func aSilentClientGetsPingsAndIsClosedInTheEnd() throws {
            let tool = try WebSocketProcess(["--ping-interval", "0.2", "--idle-timeout", "2"])
            let (silent, answering) = (try tool.client(), try tool.client())
            var pings = 0
            while pings < 15, let frame = try answering.next() {
                guard frame.opcode == 9 else { continue }
                pings += 1
                answering.send(opcode: 10, frame.payload)
            }
            #expect(pings == 15)
            #expect(try silent.closeCode() == 1008)
            answering.send(opcode: 9, [1])
            #expect(try answering.next() != nil)
        }
    }
}
