import Foundation
import TestSupport
import Testing

/// What the documents say of the programs is what the programs say.
struct HelpTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `UPDATE_GOLDEN=1` writes the files anew.
    @Test(arguments: [
        "ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor", "logger", "metrics", "websocket",
        "connectivity-check", "alerts", "archiver", "replayer", "archive", "archive info", "archive verify",
        "archive repair",
        "archive cut",
        "archive merge", "archive convert", "archive redact", "archive export", "peer-observer", "peer-observer up",
        "peer-observer config", "peer-observer config check", "peer-observer config show",
        "peer-observer config example", "peer-observer doctor", "peer-observer top",
    ])
    func helpIsDocumented(_ program: String) throws {
        let words = program.split(separator: " ").map(String.init)
        let file = Self.root.appending(path: "docs/help/\(words.joined(separator: "-")).txt")
        let process = try ChildProcess(
            try builtProduct(words[0]), words.dropFirst() + ["--help"], environment: ["COLUMNS": "100"])
        #expect(process.wait() == 0)
        // The last line comes before the end of the output is seen.
        try process.line(containing: "--help")
        let help = process.output.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try help.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(help == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: [
        "ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor", "metrics", "websocket",
        "connectivity-check", "alerts", "archiver", "replayer", "archive-info", "archive-verify", "archive-repair",
        "archive-cut",
        "archive-merge", "archive-convert", "archive-redact", "archive-export",
    ])
    func everyOptionIsDocumented(_ program: String) throws {
        // What every program takes is told once.
        let document = try Self.document(program) + Self.document("ebpf-extractor")
        let help = try String(contentsOf: Self.root.appending(path: "docs/help/\(program).txt"), encoding: .utf8)
        for option in Set(help.matches(of: /--[a-z0-9][a-z0-9-]*/).map { String($0.output) }) {
            #expect(document.contains("`\(option)"), "no document of \(program) tells \(option)")
        }
    }

    @Test func everyMetricIsDocumented() throws {
        let directory = try TemporaryDirectory()
        let recording = directory.path + "/recording"
        try Self.recordingOfAnHour.write(to: URL(filePath: recording))
        // In its own time a recording of an hour lasts long enough for a scrape; a server is not needed.
        let process = try ChildProcess(
            try builtProduct("ebpf-extractor"),
            ["-a", "127.0.0.1:1", "--replay", recording, "--replay-in-time", "--prometheus-address", "127.0.0.1:0"])
        defer { process.stop() }
        let line = try process.line(containing: "listening on")
        // By then every metric is registered.
        try process.line(containing: "replaying")
        let port = try #require(line.firstMatch(of: /:([0-9]+)\/metrics/).flatMap { Int($0.output.1) })
        let answer = try httpRequest("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: port)
        let names = answer.matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map { String($0.output.1) }
        #expect(names.count > 10)
        try Self.compare(names, with: "ebpf-extractor")
    }

    @Test func everyMetricOfTheP2PExtractorIsDocumented() throws {
        let extractor = try P2PProcess(nats: "127.0.0.1:1")
        let values = try extractor.metrics().values
        // Not the answer's own headers.
        let names = values.keys.filter { !$0.hasSuffix(":") }.map { String($0.prefix { $0 != "{" }) }
        try Self.compare(names, with: "p2p-extractor")
        for name in values.keys where name.contains("disconnects_total{reason=") {
            let reason = name.split(separator: "\"")[1]
            #expect(try Self.operating("p2p-extractor").contains("`\(reason)`"), "no reason \(reason)")
        }
        extractor.process.stop()
    }

    @Test func everyMetricOfTheRPCExtractorIsDocumented() throws {
        let daemon = try RPCDaemon(
            nats: "127.0.0.1:1", host: "127.0.0.1:1", ["--rpc-user", "u", "--rpc-password", "p"])
        try daemon.process.line(containing: "cannot be reached")
        let names = Set(try daemon.metricNames()).filter { $0.hasPrefix("rpcextractor_") }
        #expect(names.count > 12)
        try Self.compare(Array(names), with: "rpc-extractor")
    }

    private static func compare(_ names: [String], with program: String) throws {
        let document = try operating(program)
        for name in names {
            #expect(document.contains("`\(name)`"), "docs/operating-\(program).md does not tell \(name)")
        }
        let prefix = program.filter { $0 != "-" }
        let documented = Set(document.matches(of: /`([a-z0-9]+extractor_[a-z_]+[a-z])`/).map { String($0.output.1) })
            .filter { $0.hasPrefix(prefix) && $0 != "\(prefix)_subject_events_total" }
        #expect(documented.subtracting(names).isEmpty, "documented, but not there")
    }

    private static func document(_ program: String) throws -> String {
        guard program.hasPrefix("archive-") else { return try operating(program) }
        return try String(contentsOf: root.appending(path: "docs/archive-tool.md"), encoding: .utf8)
    }

    private static func operating(_ program: String) throws -> String {
        try String(contentsOf: root.appending(path: "docs/operating-\(program).md"), encoding: .utf8)
    }

    /// Two `mempool:added`, an hour apart, in the layout of a recording.
    private static var recordingOfAnHour: Data {
        func number(_ value: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func record(_ time: UInt64) -> [UInt8] {
            number(72, 4) + number(0, 4) + number(7, 4) + number(1, 4) + number(time, 8) + number(72, 4) + number(0, 4)
                + [UInt8](repeating: 0, count: 48)
        }
        let clock = number(8, 4) + number(1, 4) + number(0, 8)
        return Data(Array("PEEROBS1".utf8) + clock + record(1) + record(3_600_000_000_000))
    }
}
