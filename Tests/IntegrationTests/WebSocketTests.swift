import Dispatch
import Foundation
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The websocket tool as a process, with clients that owe nothing to it.
    @Suite(.timeLimit(.minutes(2))) struct WebSocketServer {
        @Test func sendsNothingBeforeASubscription() throws {
            let tool = try WebSocketProcess()
            let client = try tool.client()
            #expect(client.isOpen)
            tool.ping(0..<10)
            try tool.waitUntilHandled(10)
            client.send(opcode: 9, [7])
            let first = try client.next()
            #expect(first?.opcode == 10 && first?.payload == [7])
        }

        @Test func upstreamsClientGetsWhatItAskedFor() throws {
            let tool = try WebSocketProcess()
            let client = try tool.upstream(#"{"ebpf":{"messages":true},"rpc":false,"future":1}"#)
            for sample in SampleEvents.all { tool.publisher.publish(sample.event, on: sample.subject) }
            let expected = SampleEvents.all.filter { $0.subject == "netmsg" }
            for _ in expected {
                let text = try client.nextText()
                #expect(text.hasPrefix(#"{"EbpfExtractor":{"ebpf_event":{"Message":{"meta":{"#), "\(text)")
            }
            // A new subscription replaces the old one; nothing of the old one follows.
            client.send(#"{"rpc":true}"#)
            client.send(opcode: 9, [])
            while let frame = try client.next() { if frame.opcode == 10 { break } }
            for sample in SampleEvents.all { tool.publisher.publish(sample.event, on: sample.subject) }
            let next = try client.nextText()
            #expect(next.hasPrefix(#"{"RpcExtractor":{"rpc_event":{"#), "\(next)")
        }

        @Test func envelopesTellWhereAnEventComesFrom() throws {
            let tool = try WebSocketProcess()
            let client = try tool.subscribed()
            for sample in SampleEvents.all {
                tool.publisher.publish(sample.event, on: "node.alice.\(sample.subject)")
            }
            var subjects: Set<String> = []
            for text in try client.texts(SampleEvents.all.count, containing: "\"event\":") {
                let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect(object["node"] as? String == "alice" && object["stream_id"] as? String == "ffffffffffffffff")
                #expect(object["source_time_ns"] as? String == "1700000000123456789")
                #expect(object["timestamp"] as? Int == 1_700_000_000_123 && object["sequence"] as? Int == 1)
                #expect(object["event"] is [String: Any])
                subjects.insert(object["subject"] as? String ?? "")
            }
            #expect(subjects == Set(SampleEvents.all.map(\.subject)))
        }

        @Test func filtersRestrictWhatTheyAreAbout() throws {
            let tool = try WebSocketProcess()
            let peer = try tool.subscribed(
                #""kinds":["messages","connections"],"peers":[8],"commands":["b"],"direction":"out""#)
            let node = try tool.subscribed(#""nodes":["bob",null]"#)
            func message(_ command: String, _ peer: UInt64, inbound: Bool) -> Event {
                var event = SampleEvents.message(.ping(Ping(value: 1)))
                guard case .ebpfExtractor(let ebpf) = event.payload, case .message(var message) = ebpf.event else {
                    return event
                }
                message.meta.command = command
                message.meta.peerID = peer
                message.meta.inbound = inbound
                event.payload = .ebpfExtractor(EBPFEvent(event: .message(message)))
                return event
            }
            for (command, id, inbound) in [("a", 8, false), ("b", 9, false), ("b", 8, true), ("b", 8, false)] {
                tool.publisher.publish(message(command, UInt64(id), inbound: inbound), on: "node.alice.netmsg")
            }
            tool.publisher.publish(message("c", 1, inbound: true), on: "netmsg")
            tool.publisher.publish(message("d", 1, inbound: true), on: "node.bob.netmsg")
            #expect(try peer.nextText().contains(#""command":"b","inbound":false"#))
            let commands = try node.texts(2, containing: "\"event\"").map { $0.contains(#""command":"c""#) ? "c" : "d" }
            #expect(commands.sorted() == ["c", "d"])
        }

        @Test func answersOfOtherRPCsStayAway() throws {
            let tool = try WebSocketProcess()
            let members = #""kinds":["rpc"],"rpcs":["getpeerinfo","listbanned"]"#
            let live = try tool.subscribed(members)
            for sample in SampleEvents.all { tool.publisher.publish(sample.event, on: "node.alice.\(sample.subject)") }
            func methods(_ texts: [String]) -> [String] { texts.map { $0.contains("BannedList") ? "banned" : "peers" } }
            #expect(methods(try live.texts(2, containing: #""event":{"RpcExtractor""#)) == ["peers", "banned"])
            // Nothing else came before or comes after.
            tool.publisher.publish(SampleEvents.rpcMethods[0].event, on: "rpc.getchaintips")
            tool.publisher.publish(SampleEvents.rpcMethods[3].event, on: "rpc.listbanned")
            #expect(try live.nextText().contains(#""subject":"rpc.listbanned""#))
            let late = try tool.client()
            late.send(#"{"format":"envelope",\#(members),"backlog":100}"#)
            #expect(try late.texts(1, containing: "subscribed")[0].hasSuffix(#""backlog":3}"#))
        }

        @Test func backlogComesFirstAndTheLiveStreamFollowsWithoutAHole() throws {
            let tool = try WebSocketProcess(["--backlog-events", "100"])
            tool.ping(0..<500)
            try tool.waitUntilHandled(500)
            let sender = DispatchGroup()
            DispatchQueue(label: "sender").async(group: sender) { tool.ping(500..<20_000) }
            let client = try tool.client()
            client.send(#"{"format":"envelope","backlog":50}"#)
            let told = try client.texts(1, containing: #""control":"subscribed""#)
            #expect(told[0].hasSuffix(#""backlog":50}"#), "\(told)")
            let pings = try client.pings(2000)
            #expect(pings == Array(pings[0]..<pings[0] + 2000), "starts at \(pings[0])")
            sender.wait()
        }

        @Test func backlogComesWholeThoughNothingFollows() throws {
            let tool = try WebSocketProcess(["--queue-bytes", "10000000"])
            let large = SampleEvents.message(
                .unknown(UnknownMessage(command: "x", payload: .init(repeating: 1, count: 4096))))
            for _ in 0..<500 { tool.publisher.publish(large, on: "netmsg") }
            try tool.waitUntilHandled(500)
            // More than a connection takes at once; the last subscription admits nothing that could push the rest.
            let client = try tool.client()
            client.send(#"{"format":"envelope","kinds":["messages"],"backlog":500}"#)
            client.send(#"{"format":"envelope","kinds":[]}"#)
            #expect(try client.texts(500, containing: "{\"node\":", within: .seconds(4)).count == 500)
        }

        @Test func backlogKeepsRareKinds() throws {
            let tool = try WebSocketProcess(["--backlog-events", "10"])
            tool.publisher.publish(
                SampleEvents.ebpf(.validation(ValidationEvent(event: .blockConnected(SampleEvents.block)))),
                on: "validation")
            tool.ping(0..<1000)
            try tool.waitUntilHandled(1001)
            let client = try tool.client()
            client.send(#"{"format":"envelope","backlog":1000}"#)
            #expect(try client.texts(1, containing: "subscribed")[0].hasSuffix(#""backlog":11}"#))
            #expect(try client.texts(11, containing: "\"event\"")[0].contains("BlockConnected"))
        }

        @Test func countsWhatCannotBeDecoded() throws {
            let tool = try WebSocketProcess()
            tool.publisher.publish(Event(timestamp: 1), on: "netmsg")
            tool.ping(0..<1)
            try tool.waitUntilHandled(1)
            let metrics = try tool.metrics()
            #expect(metrics.lost("undecodable") == 1 && metrics.seen == 2 && metrics.lost == 1)
        }

        @Test func encodesAnEventOnceHoweverManyWantItAndNotAtAllIfNobodyDoes() throws {
            let tool = try WebSocketProcess()
            tool.ping(0..<10)
            try tool.waitUntilHandled(10)
            #expect(try tool.metrics().sum("_events_encoded_total") == 0)
            let envelopes = try (0..<5).map { number in
                try tool.subscribed(#""kinds":["messages"],"peers":[7,\#(100 + number)]"#)
            }
            let upstream = try (0..<5).map { _ in try tool.upstream(#"{"ebpf":{"messages":true}}"#) }
            tool.publisher.publish(
                SampleEvents.ebpf(.mempool(MempoolEvent(event: SampleEvents.mempool[0]))), on: "mempool")
            tool.ping(0..<10)
            for client in envelopes + upstream { #expect(try client.pings(10) == Array(0..<10)) }
            let metrics = try tool.metrics()
            #expect(metrics.sum("_events_encoded_total", ["envelope"]) == 10)
            #expect(metrics.sum("_events_encoded_total", ["upstream"]) == 10)
            #expect(metrics.sum("_client_events_sent_total") == 100)
        }

        @Test func drainsOnSIGTERM() throws {
            let tool = try WebSocketProcess()
            let client = try tool.subscribed(#""kinds":["messages"]"#)
            tool.ping(0..<5000)
            tool.publisher.barrier()
            tool.process.signal(SIGTERM)
            #expect(try client.pings(5000) == Array(0..<5000))
            #expect(try client.closeCode() == 1001)
            client.send(opcode: 8, [])
            #expect(tool.process.wait() == 0)
        }

        @Test func aStalledClientDoesNotKeepItFromEnding() throws {
            let tool = try WebSocketProcess()
            let client = try tool.client(receiveBuffer: 4096)
            client.send(#"{"ebpf":{"messages":true}}"#)
            tool.ping(0..<50_000)
            let start = ContinuousClock.now
            tool.process.signal(SIGTERM)
            #expect(tool.process.wait() == 0)
            #expect(ContinuousClock.now - start < .seconds(15))
        }

        @Test func goesOnAfterTheServerHasComeBack() throws {
            let tool = try WebSocketProcess()
            let client = try tool.subscribed(#""kinds":["messages"]"#)
            tool.server.kill()
            _ = try client.texts(1, containing: #""nats_connected":false"#)
            try tool.server.restart()
            _ = try client.texts(1, containing: #""nats_connected":true"#)
            let publisher = try PlainPublisher(tool.server)
            publisher.publish(SampleEvents.message(.ping(Ping(value: 77))), on: "netmsg")
            #expect(try client.pings(1) == [77])
        }
    }
}
