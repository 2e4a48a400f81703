import Foundation
import PeerObserver
import TestSupport
import Testing

extension Integration {
    @Suite(.timeLimit(.minutes(2))) struct WebSocketForeignClients {
        /// A Python that has websockets. The system's own first: Debian's package is for that one.
        private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { path in
            guard isExecutable(path), let process = try? ChildProcess(path, ["-c", "import websockets"]) else {
                return false
            }
            return process.wait() == 0
        }

        @Test(.enabled(if: python != nil, "needs Python's websockets (python3-websockets)"))
        func pythonsWebsocketsUnderstandsIt() throws {
            let tool = try WebSocketProcess()
            let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Clients/websocket_client.py").path
            let client = try ChildProcess(try #require(Self.python), [script, "\(tool.port)"])
            try client.line(containing: "subscribed")
            tool.ping(0..<1000)
            try client.line(containing: "upstream")
            tool.publisher.publish(SampleEvents.message(.ping(Ping(value: .max))), on: "netmsg")
            try client.line(containing: "done")
            #expect(client.wait() == 0, "\(client.output)")
        }
    }
}
