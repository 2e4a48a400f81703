import Foundation
import TestSupport
import Testing

/// `log-extractor scan` as a process.
struct LogScanTests {
    private func scan(_ arguments: [String]) throws -> (code: Int32, output: [String]) {
        let process = try ChildProcess(
            "/bin/sh",
            ["-c", "\"$0\" \"$@\"; code=$?; echo; echo end; exit $code", Products.path("log-extractor"), "scan"]
                + arguments)
        let code = process.wait()
        try process.line(containing: "end")
        return (code, Array(process.output.dropLast(2)))
    }

    @Test func oneBadFileDoesNotEndTheOthers() throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write("2026-11-21T10:00:00Z [net] a\n2026-11-21T10:00:00Z [net] b\n", to: "good.log")
        let bad = try directory.write("\u{1F}", to: "bad.log.gz")
        let gzip = try ChildProcess("/bin/sh", ["-c", "gzip -c $0 | head -c 25 > $1", good, bad])
        #expect(gzip.wait() == 0)
        let (code, output) = try scan([good, bad, "/nonexistent", good])
        #expect(code == 1)
        #expect(output.contains("error: \(bad): the gzip data is cut off"))
        #expect(output.contains("error: /nonexistent: No such file or directory"))
        let net = try #require(output.first { $0.hasPrefix("net ") })
        #expect(try #require(net.split(separator: " ").last.flatMap { Int($0) }) >= 4)
        // The bar is for terminals.
        #expect(!output.contains { $0.contains("MB/s") })
    }

    @Test func summaryIsReadAsJSON() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("2026-11-21T10:00:00Z [net] a\n", to: "debug.log")
        let (code, output) = try scan(["--json", path])
        #expect(code == 0)
        let object = try JSONSerialization.jsonObject(with: Data(output.joined(separator: "\n").utf8))
        let summary = try #require(object as? [String: Any])
        #expect(summary["lines"] as? Int == 1 && summary["bytes"] as? Int == 29)
    }

    @Test func eventsAreInTheOrderOfTheFiles() throws {
        let directory = try TemporaryDirectory()
        let paths = try (0..<5).map { file in
            let lines = (0..<100).map { "2026-11-21T10:00:00Z [net] file \(file) line \($0)\n" }
            return try directory.write(lines.joined(), to: "\(file).log")
        }
        let (code, output) = try scan(["--events"] + paths)
        #expect(code == 0)
        let messages = try output.map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["source_time_ns"] as? Int == 1_795_255_200_000_000_000)
            var inner: [String: Any]? = object
            for key in ["peer_observer_event", "LogExtractor", "log_event", "UnknownLogMessage"] {
                inner = inner?[key] as? [String: Any]
            }
            return inner?["raw_message"] as? String
        }
        #expect(messages == (0..<5).flatMap { file in (0..<100).map { "file \(file) line \($0)" } })
    }
}
