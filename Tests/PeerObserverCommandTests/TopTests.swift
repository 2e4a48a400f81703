import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import PeerObserverCommand

/// `peer-observer top` with a real server and a real publisher.
@Suite(.serialized, .enabled(if: NATSServer.binary != nil, "nats-server is not installed"))
struct TopTests {
    /// Publishes lines of a log for as long as it lives.
    private static func publisher(_ server: NATSServer, _ directory: TemporaryDirectory) throws -> [ChildProcess] {
        let log = directory.path + "/debug.log"
        let node = try ChildProcess(
            try builtProduct("demo-node"), ["--rate", "10", "--debug-log", log, "--debug-log-rate", "50"])
        try node.line(containing: "demo-node: running")
        let extractor = try ChildProcess(
            try builtProduct("log-extractor"),
            ["-a", server.address, "--debug-log", log, "--position-file", directory.path + "/position"])
        try extractor.line(containing: "connected to NATS")
        return [node, extractor]
    }

    @Test func onePictureIsPrintedWithoutATerminal() throws {
        let (server, directory) = (try NATSServer(), try TemporaryDirectory())
        let publishers = try Self.publisher(server, directory)
        defer { for process in publishers { process.stop() } }
        let top = try ChildProcess(
            try builtProduct("peer-observer"), ["top", "-a", server.address, "--once", "--interval", "2"],
            environment: ["COLUMNS": "90", "LINES": "25"])
        #expect(top.wait() == 0)
        #expect(top.output.first == "peer-observer top   \(server.address)   connected   dropped here 0")
        try top.line(containing: "log-extractor  ")
        try top.line(containing: " # LOG ")
        #expect(top.output.count <= 25 && top.output.allSatisfy { $0.utf8.count <= 90 && !$0.contains("\u{1B}") })
    }

    @Test func withoutAServerOnePictureIsAFailure() throws {
        let top = try ChildProcess(
            try builtProduct("peer-observer"),
            ["top", "-a", "127.0.0.1:\(try freePort())", "--once", "--interval", "0.2"])
        #expect(top.wait() == 1)
        try top.line(containing: "NOT CONNECTED")
        try top.line(containing: "error: NATS: no connection to ")
    }

    @Test func withoutATerminalItSaysSo() throws {
        let top = try ChildProcess("/bin/sh", ["-c", "exec \"$0\" top < /dev/null", try builtProduct("peer-observer")])
        #expect(top.wait() == 64)
        try top.line(containing: "--once prints one picture")
    }

    @Test(.enabled(if: isExecutable(PseudoTerminal.python), "python3 is not installed"))
    func theScreenFollowsTheTerminalAndQEndsIt() throws {
        let (server, directory) = (try NATSServer(), try TemporaryDirectory())
        let publishers = try Self.publisher(server, directory)
        defer { for process in publishers { process.stop() } }
        let (code, output) = try PseudoTerminal.run(
            [try builtProduct("peer-observer"), "top", "-a", server.address, "--interval", "0.3"],
            [
                .wait("connected"), .wait(" # LOG "), .resize(columns: 60, rows: 12),
                // One may have been on its way.
                .wait("LAST EVENTS"), .wait("LAST EVENTS"), .type("q"),
            ])
        #expect(code == 0)
        #expect(output.hasPrefix("\u{1B}[?1049h\u{1B}[?25l"))
        #expect(output.contains("\u{1B}[?25h\u{1B}[?1049l"), "the terminal is not given back")
        // The terminal makes its own of a line end.
        let text = String(String.UnicodeScalarView(output.unicodeScalars.filter { $0 != "\r" }))
        let pictures = text.split(separator: "\u{1B}[H").dropFirst().map {
            $0.split(separator: "\n", omittingEmptySubsequences: false)
        }
        #expect(try #require(pictures.first).count <= 30)
        let last = try #require(pictures.last)
        #expect(last.count <= 12 && last.dropLast().allSatisfy { $0.replacing("\u{1B}[K", with: "").count <= 60 })
    }

    @Test(.enabled(if: isExecutable(PseudoTerminal.python), "python3 is not installed"))
    func aServerThatRefusesIsToldWhenTheTerminalIsBack() throws {
        let server = try NATSServer(configuration: "authorization { user: u, password: p }\n")
        let (code, output) = try PseudoTerminal.run(
            [try builtProduct("peer-observer"), "top", "-a", server.address], [])
        #expect(code == 1)
        let error = try #require(output.range(of: "error: NATS")).lowerBound
        if let back = output.range(of: "\u{1B}[?1049l", options: .backwards) { #expect(back.lowerBound < error) }
    }

    @Test(.enabled(if: isExecutable(PseudoTerminal.python), "python3 is not installed"))
    func upShowsATableOnATerminal() throws {
        let directory = try TemporaryDirectory()
        let (code, output) = try PseudoTerminal.run(
            [
                try builtProduct("peer-observer"), "up", "--no-node", "--run", "metrics",
                "--metrics.metrics-address=127.0.0.1:0", "--nats-server", NATSServer.binary ?? "",
            ],
            [
                .wait("PROGRAM"), .wait("metrics is ready"), .wait("running"), .wait("connected to NATS, 0 events"),
                .type("\u{3}"),
            ],
            environment: ["HOME": directory.path, "TMPDIR": directory.path, "PATH": "/usr/bin:/bin"])
        #expect(code == 0)
        #expect(output.contains("nats-server stopped"))
    }
}
