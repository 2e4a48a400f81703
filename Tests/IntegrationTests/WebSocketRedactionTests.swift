import Foundation
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// What a client receives of the real program with --redact: none of the addresses that went in.
    @Suite(.timeLimit(.minutes(2))) struct WebSocketRedaction {
        private static let ownAddresses = Taint.own.flatMap { ["--own-address", $0.address] }

        @Test func noAddressReachesAClientOfEitherForm() throws {
            let tool = try RedactingTool(Self.ownAddresses)
            let (envelope, upstream) = (try tool.process.subscribed(), try tool.process.upstream(Self.everything))
            var count = 0
            for sample in SampleEvents.all + TaintedEvents.all {
                tool.process.publisher.publish(sample.event, on: sample.subject)
                count += 1
            }
            let shown = try envelope.texts(count, containing: #""event":"#)
            try expectNoAddress(in: shown, "the envelope form")
            let bare = try upstream.texts(SampleEvents.oneToken.count + TaintedEvents.all.count, containing: "{")
            try expectNoAddress(in: bare, "upstream's form")
            // Redacting is no leaving out: nothing lost its content.
            #expect(!(shown + bare).contains { $0.contains(#""event":null"#) || $0 == "null" })
            for placeholder in ["192.0.2.1", "2001:db8::1", "fc00:db8::1", "redactedown"] {
                #expect((shown + bare).contains { $0.contains(placeholder) }, "no \(placeholder)")
            }
            #expect((shown + bare).contains { $0.contains(/"2[45][0-9]\.[0-9.]+:/) }, "no pseudonym of an IPv4 peer")
        }

        @Test func withoutItTheSearchFindsEachAddress() throws {
            let tool = try WebSocketProcess(RedactingTool.roomyQueues)
            let client = try tool.subscribed()
            for sample in TaintedEvents.all { tool.publisher.publish(sample.event, on: sample.subject) }
            let found = Set(addresses(in: try client.texts(TaintedEvents.all.count, containing: #""event":"#)))
            #expect(found.isSuperset(of: Taint.all.map { $0.address.lowercased() }))
        }

        @Test func pastEventsAreRedactedWithWhatIsKnownByNow() throws {
            let tool = try RedactingTool([])
            let line = SampleEvents.event(
                .logExtractor(
                    SampleEvents.log(
                        .unknownLogMessage(UnknownLogMessage(rawMessage: "host-203-0-113-177.isp.example here")))))
            tool.process.publisher.publish(line, on: "log-extractor")
            try tool.process.waitUntilHandled(1)
            // Only this tells that the address in the line is the node's own.
            var info = NetworkInfo()
            info.localAddresses = [NetworkInfoLocalAddress(address: "203.0.113.177", port: 8333, score: 1)]
            let told = SampleEvents.event(.rpcExtractor(RPCEvent(event: .networkInfo(info))))
            tool.process.publisher.publish(told, on: "rpc")
            try tool.process.waitUntilHandled(2)
            for request in [
                #"{"format":"envelope","backlog":10}"#, #"{"format":"envelope","kinds":["log"],"backlog":1}"#,
            ] {
                let client = try tool.process.client()
                client.send(request)
                let text = try client.texts(1, containing: "raw_message")[0]
                #expect(!text.contains("203") && text.contains(#""raw_message":""#), "\(text)")
            }
        }

        @Test func pseudonymsAreThoseOfTheKeyInEveryProcess() throws {
            var redactor = try Redactor(key: RedactingTool.key)
            func address(_ text: String) -> String {
                text.firstMatch(of: /"addr":"([^"]*)"/).map { String($0.output.1) } ?? "none in \(text)"
            }
            let event = TaintedEvents.connection(from: "198.51.100.219:48211")
            let expected = address(TaintedEvents.json(redactor.redact(event)))
            #expect(expected.hasPrefix("2") && !expected.contains("198.51.100.219"))
            for _ in 0..<2 {
                let tool = try RedactingTool([])
                let (envelope, upstream) = (try tool.process.subscribed(), try tool.process.upstream(Self.everything))
                for node in ["", "node.alice."] { tool.process.publisher.publish(event, on: "\(node)netconn") }
                for client in [envelope, upstream] {
                    #expect(try client.texts(2, containing: "addr").map(address) == [expected, expected])
                }
            }
        }

        @Test func whatIsServedBesideTellsNoAddressEither() throws {
            let tool = try RedactingTool(Self.ownAddresses)
            let client = try tool.process.client()
            for sample in TaintedEvents.all { tool.process.publisher.publish(sample.event, on: sample.subject) }
            try tool.process.waitUntilHandled(UInt64(TaintedEvents.all.count))
            client.send(#"{"format":"envelope"}"#)
            let status = try client.texts(1, containing: #""control":"status""#)
            let served = try ["/websockets.json", "/metrics", "/", "/index.html", "/-/ready"].map { path in
                try httpRequest("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: tool.process.port)
            }
            #expect(served.allSatisfy { $0.hasPrefix("HTTP/1.1 200 ") })
            #expect(served[0].hasSuffix("{\"peer-observer\":\"websocket\"}\n"))
            try expectNoAddress(in: status + served, "what stands beside events")
        }

        @Test(arguments: [
            ["--redact"], ["--redact-key-file", "KEY"], ["--own-address", "203.0.113.177"],
            ["--redact", "--redact-key-file", "SHORT"],
            ["--redact", "--redact-key-file", "KEY", "--own-address", "not an address"],
        ]) func halfOfWhatItNeedsEndsTheProgram(arguments: [String]) throws {
            let directory = try TemporaryDirectory()
            let paths = [
                "KEY": try RedactingTool.keyFile(in: directory), "SHORT": try directory.write("abcd\n", to: "short"),
            ]
            let tool = try ChildProcess(
                Products.path("websocket"),
                ["-a", "127.0.0.1:1", "-w", "127.0.0.1:0"] + arguments.map { paths[$0] ?? $0 })
            #expect(tool.wait() == 1, "\(tool.output)")
        }

        private static let everything =
            #"{"ebpf":{"messages":true,"mempool":true,"validation":true,"connections":true},"p2p":true,"log":true,"rpc":true}"#

        private func expectNoAddress(
            in texts: [String], _ what: String, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let found = addresses(in: texts)
            #expect(found.isEmpty, "found in \(what)", sourceLocation: location)
        }

        /// Those of the taints and of the samples that stand in a text, in any spelling.
        private func addresses(in texts: [String]) -> [String] {
            let all = Array(texts.joined(separator: "\n").lowercased().utf8)
            let needles = Taint.all.flatMap { taint in
                taint.needles(rawToo: Taint.own.contains { $0.bytes == taint.bytes })
            }
            return (needles + ["203.0.113.5", "198.51.100.1"]).filter { ByteSearch.contains(all, Array($0.utf8)) }
        }
    }
}

/// The websocket tool with --redact and a key.
private final class RedactingTool {
    static let key = [UInt8](1...32)
    let process: WebSocketProcess
    private let directory: TemporaryDirectory

    init(_ arguments: [String]) throws {
        directory = try TemporaryDirectory()
        let file = try Self.keyFile(in: directory)
        process = try WebSocketProcess(
            ["--redact", "--redact-key-file", file] + Self.roomyQueues + arguments)
    }

    /// One client is read after the other.
    static let roomyQueues = ["--queue-bytes", "100000000", "--queue-events", "100000"]

    static func keyFile(in directory: TemporaryDirectory) throws -> String {
        try directory.write(Hex.encode(key) + "\n", to: "key")
    }
}
