import Foundation
import TestSupport
import Testing

/// What the documents say of log-extractor is what it says.
struct LogDocumentTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func document(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: "docs/\(path)"), encoding: .utf8)
    }

    /// `UPDATE_GOLDEN=1` writes the file anew.
    @Test func helpOfScanIsDocumented() throws {
        let file = Self.root.appending(path: "docs/help/log-extractor-scan.txt")
        let process = try ChildProcess(
            Products.path("log-extractor"), ["scan", "--help"], environment: ["COLUMNS": "100"])
        #expect(process.wait() == 0)
        try process.line(containing: "--help")
        let help = process.output.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try help.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(help == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test func everyOptionIsDocumented() throws {
        let document = try document("operating-log-extractor.md")
        for name in ["log-extractor", "log-extractor-scan"] {
            let help = try self.document("help/\(name).txt")
            for option in Set(help.matches(of: /--[a-z0-9][a-z0-9-]*/).map { String($0.output) }) {
                #expect(document.contains("`\(option)"), "docs/operating-log-extractor.md does not tell \(option)")
            }
        }
    }

    @Test func everyMetricIsDocumented() throws {
        let directory = try TemporaryDirectory()
        let extractor = try LogExtractorProcess(
            nats: "127.0.0.1:1",
            ["--debug-log", directory.path + "/debug.log", "--position-file", directory.path + "/position"])
        defer { extractor.process.stop() }
        try extractor.process.line(containing: "waiting for")
        let answer = try httpRequest(
            "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: extractor.port)
        let names = answer.matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map { String($0.output.1) }
        #expect(names.count > 10)
        let document = try document("operating-log-extractor.md")
        for name in names {
            #expect(document.contains("`\(name)`"), "docs/operating-log-extractor.md does not tell \(name)")
        }
        let documented = Set(document.matches(of: /`(logextractor_[a-z_]+[a-z])`/).map { String($0.output.1) })
        #expect(documented.subtracting(names).isEmpty, "documented, but not there")
    }
}
