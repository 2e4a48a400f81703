import PeerObserver
import TestSupport
import Testing

extension Integration {
    @Suite(.timeLimit(.minutes(2))) struct WebSocketHostileClients {
        private func closeCode(_ tool: WebSocketProcess, _ send: (WebSocketClient) -> Void) throws -> Int? {
            let client = try tool.client()
            send(client)
            return try client.closeCode()
        }

        @Test func badSubscriptionsEndTheConnection() throws {
            let tool = try WebSocketProcess()
            #expect(try closeCode(tool) { $0.send("") } == 1007)
            #expect(try closeCode(tool) { $0.send("nonsense") } == 1007)
            #expect(try closeCode(tool) { $0.send("{\"rpc\":\"yes\"}") } == 1007)
            #expect(try closeCode(tool) { $0.send("{\"rpc\":true" + String(repeating: " ", count: 500) + "}") } == 1009)
            #expect(try closeCode(tool) { $0.send(opcode: 2, Array("{\"rpc\":true}".utf8)) } == 1003)
            #expect(try closeCode(tool) { $0.send(opcode: 1, [0x7b, 0xff, 0x7d]) } == 1007)
        }

        @Test func framesAreBounded() throws {
            let tool = try WebSocketProcess()
            #expect(try closeCode(tool) { $0.send(opcode: 1, .init(repeating: 0x20, count: 20_000)) } == 1009)
            // 2^62 bytes, as its header says.
            #expect(try closeCode(tool) { $0.send(raw: [0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]) } == 1009)
            #expect(
                try closeCode(tool) { client in
                    client.send(opcode: 1, .init(repeating: 0x20, count: 10_000), final: false)
                    client.send(opcode: 0, .init(repeating: 0x20, count: 10_000))
                } == 1009)
            #expect(
                try closeCode(tool) { client in
                    client.send(opcode: 1, [0x7b], final: false)
                    for _ in 0..<1000 { client.send(opcode: 0, [0x20], final: false) }
                } == 1002)
        }

        @Test func framesAgainstTheProtocolEndTheConnection() throws {
            let tool = try WebSocketProcess()
            #expect(try closeCode(tool) { $0.send(opcode: 1, Array("{}".utf8), masked: false) } == 1002)
            #expect(try closeCode(tool) { $0.send(opcode: 3, []) } == 1002)
            #expect(try closeCode(tool) { $0.send(opcode: 0, [1]) } == 1002)
            #expect(try closeCode(tool) { $0.send(opcode: 9, .init(repeating: 0, count: 126)) } == 1002)
        }

        @Test func subscriptionsMayComeInFragments() throws {
            let tool = try WebSocketProcess()
            let client = try tool.client()
            client.send(opcode: 1, Array("{\"format\":".utf8), final: false)
            client.send(opcode: 9, [1])
            client.send(opcode: 0, Array("\"envelope\"}".utf8))
            #expect(try client.texts(1, containing: "subscribed").count == 1)
        }

        @Test func tooManySubscriptionsInASecondEndTheConnection() throws {
            let tool = try WebSocketProcess()
            #expect(try closeCode(tool) { for _ in 0..<20 { $0.send("{\"format\":\"envelope\"}") } } == 1008)
        }

        @Test func aRushForBacklogsIsServedInTurnsAndHoldsUpNobody() throws {
            let tool = try WebSocketProcess()
            tool.ping(0..<1000)
            try tool.waitUntilHandled(1000)
            let other = try tool.subscribed(#""kinds":["messages"]"#)
            let rush = try (0..<8).map { _ in try tool.client() }
            for client in rush {
                for count in 1...3 { client.send(#"{"format":"envelope","backlog":\#(200 * count)}"#) }
                client.send(#"{"format":"envelope","kinds":[]}"#)
            }
            tool.ping(1000..<1100)
            #expect(try other.pings(100) == Array(1000..<1100))
            for client in rush {
                // Each is answered, in order.
                let told = try client.texts(4, containing: #""control":"subscribed""#)
                #expect(told.map { $0.contains(#""backlog":0}"#) } == [false, false, false, true])
            }
        }

        @Test func subscriptionsThatWaitAreBounded() throws {
            let tool = try WebSocketProcess()
            tool.ping(0..<1000)
            try tool.waitUntilHandled(1000)
            let rush = try (0..<20).map { _ in try tool.client() }
            for client in rush { for _ in 0..<5 { client.send(#"{"format":"envelope","backlog":1000}"#) } }
            // Behind those.
            let greedy = try tool.client()
            for _ in 0..<10 { greedy.send(#"{"format":"envelope","backlog":1000}"#) }
            #expect(try greedy.closeCode() == 1008)
            #expect(try tool.subscribed().isOpen)
        }

        @Test func aFloodOfPingsFromAClientThatDoesNotReadIsNoBurden() throws {
            let tool = try WebSocketProcess()
            let client = try tool.client(receiveBuffer: 4096)
            let ping = [UInt8]([0x89, 0xfd, 0, 0, 0, 0]) + [UInt8](repeating: 0, count: 125)
            let many = [UInt8]((0..<100).flatMap { _ in ping })
            for _ in 0..<300 { guard client.send(raw: many) else { break } }
            let other = try tool.subscribed()
            tool.ping(0..<1)
            #expect(try other.pings(1) == [0])
            let resident = try tool.metrics().sum("process_resident_memory_bytes")
            #expect(resident < 200 << 20, "\(resident >> 20) MiB")
        }

        @Test func clientsAreBounded() throws {
            let tool = try WebSocketProcess(["--max-clients", "3"])
            var clients = try (0..<3).map { _ in try tool.subscribed() }
            let refused = try tool.client()
            #expect(refused.head.hasPrefix("HTTP/1.1 503 "))
            #expect(try tool.metrics().sum("_refused_total", ["clients"]) == 1)
            clients.removeLast()
            try eventually("room") { try tool.metrics().sum("websocket_clients") == 2 }
            #expect(try tool.client().isOpen)
        }

        @Test func originAndTokenAreChecked() throws {
            let directory = try TemporaryDirectory()
            let token = try directory.write("a-long-token\n", to: "token")
            let tool = try WebSocketProcess(["--token-file", token, "--allow-origin", "https://observer.example"])
            func answer(_ path: String, _ headers: [String]) throws -> String {
                String(try tool.client(path: path, headers: headers).head.prefix { !$0.isNewline })
            }
            #expect(try answer("/", []) == "HTTP/1.1 401 Unauthorized")
            #expect(try answer("/?token=a-long-token", []) == "HTTP/1.1 101 Switching Protocols")
            #expect(try answer("/", ["Authorization: Bearer a-long-token"]) == "HTTP/1.1 101 Switching Protocols")
            let evil = ["Authorization: Bearer a-long-token", "Origin: http://evil.example"]
            #expect(try answer("/", evil) == "HTTP/1.1 403 Forbidden")
            let own = ["Authorization: Bearer a-long-token", "Origin: http://127.0.0.1:\(tool.port)"]
            #expect(try answer("/", own) == "HTTP/1.1 101 Switching Protocols")
            let allowed = ["Authorization: Bearer a-long-token", "Origin: https://observer.example"]
            #expect(try answer("/", allowed) == "HTTP/1.1 101 Switching Protocols")
            let offered = try tool.client(headers: ["Sec-WebSocket-Protocol: peer-observer, token.a-long-token"])
            #expect(offered.isOpen && offered.head.lowercased().contains("sec-websocket-protocol: peer-observer"))
            #expect(!offered.head.contains("a-long-token"))
            #expect(!tool.process.output.contains { $0.contains("a-long-token") })
        }

        @Test func pagesAndMetricsComeFromTheSamePort() throws {
            let tool = try WebSocketProcess()
            func get(_ path: String) throws -> String {
                try httpRequest("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: tool.port)
            }
            let file = try get("/robots.txt")
            #expect(
                file.hasPrefix("HTTP/1.1 200 OK\r\n")
                    && file.contains("\r\ncontent-security-policy: default-src 'none'; "))
            #expect(file.contains("\r\nx-content-type-options: nosniff\r\n"))
            #expect(try get("/websockets.json").hasSuffix("{\"peer-observer\":\"websocket\"}\n"))
            #expect(try get("/-/ready").hasSuffix("ready\n"))
            #expect(try get("/metrics").contains("\nwebsocket_events_handled_total "))
            #expect(try get("/../etc/passwd").hasPrefix("HTTP/1.1 404 "))
        }
    }
}
