import Foundation
import PeerObserver
import TestSupport
import Testing

/// Clients that are not ours.
enum ForeignClients {
    /// A Python that has websockets. The system's own first: Debian's package is for that one.
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { path in
        guard isExecutable(path), let process = try? ChildProcess(path, ["-c", "import websockets"]) else {
            return false
        }
        return process.wait() == 0
    }
    static let pythonIsMissing: Comment = "needs Python's websockets (python3-websockets)"

    /// Starts one of Tests/Clients.
    static func start(_ script: String, _ arguments: [String]) throws -> ChildProcess {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Clients/\(script)").path
        return try ChildProcess(try #require(python), [path] + arguments)
    }
}

extension Integration {
    @Suite(.timeLimit(.minutes(2))) struct WebSocketForeignClients {
        @Test(.enabled(if: ForeignClients.python != nil, ForeignClients.pythonIsMissing))
        func pythonsWebsocketsUnderstandsIt() throws {
            let tool = try WebSocketProcess()
            let client = try ForeignClients.start("websocket_client.py", ["\(tool.port)"])
            try client.line(containing: "subscribed")
            tool.ping(0..<1000)
            try client.line(containing: "upstream")
            tool.publisher.publish(SampleEvents.message(.ping(Ping(value: .max))), on: "netmsg")
            try client.line(containing: "done")
            #expect(client.wait() == 0, "\(client.output)")
        }
    }
}
