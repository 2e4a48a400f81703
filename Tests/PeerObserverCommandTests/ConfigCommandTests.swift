import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

/// `peer-observer config`, as a program, and its document.
struct ConfigCommandTests {
    private static let document = ComponentTests.root.appending(path: "docs/configuration.md")
    private static let mark = "<!-- from here on made by: UPDATE_GOLDEN=1 swift test --filter ConfigCommandTests -->\n"

    private func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (code: Int32, output: [String]) {
        let process = try ChildProcess(
            try builtProduct("peer-observer"), ["config"] + arguments, environment: environment)
        return (process.wait(), process.output)
    }

    @Test func theExampleHasNothingWrong() throws {
        let directory = try TemporaryDirectory()
        let example = try run(["example"])
        #expect(example.code == 0)
        let file = directory.path + "/example.toml"
        try example.output.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let check = try run(["check", file])
        #expect(check.code == 0)
        #expect(check.output == ["\(file): 0 keys, nothing wrong"])
    }

    /// Each line of the example with its `#` taken away is a key with a value of the right type.
    @Test func everyKeyOfTheExampleIsOne() throws {
        let lines = ConfigurationDocument.example.split(separator: "\n").map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
        }
        let file = ConfigurationFile(path: "f", text: lines.joined(separator: "\n"))
        #expect(file.problems == [])
        #expect(file.entries.count == OptionTable.all.sections.map(\.options.count).reduce(0, +))
    }

    @Test func checkTellsPlaceAndEndsWithFailure() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/a.toml"
        try "[archiver]\nseekable = \"\\u001b[2J\"\n".write(toFile: file, atomically: true, encoding: .utf8)
        let check = try run(["check", file])
        #expect(check.code == 1)
        #expect(
            check.output.first?.hasPrefix("\(file):2: archiver.seekable: \"\\\\u001b[2J\" is not true or false") == true
        )
        #expect(
            try run(["check", directory.path + "/none.toml"]).output == [
                "\(directory.path)/none.toml: cannot be read: No such file or directory"
            ])
        try Data([0xFF, 0xFE]).write(to: URL(filePath: file))
        #expect(try run(["check", file]).output == ["\(file): cannot be read: it is not text in UTF-8"])
    }

    @Test func showTellsEachValuesOriginAndNoSecret() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/a.toml"
        try "[common]\nnats-username = \"u\"\n[metrics]\nmax-series = 5\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let shown = try run(
            [
                "show", "--config", file, "--no-node", "--run", "metrics", "--metrics.silence-limit", "7",
                "--common.nats-address", "127.0.0.1:1",
            ],
            environment: ["PEER_OBSERVER_COMMON_NATS_PASSWORD": "sesame"])
        #expect(shown.code == 0)
        for line in [
            "nats-username = \"u\"  # \(file):2", "nats-password = \"(hidden)\"  # PEER_OBSERVER_COMMON_NATS_PASSWORD",
            "max-series = 5  # \(file):4", "silence-limit = 7  # --metrics.silence-limit",
            "gauge-lifetime = 900  # the default",
            "run = [\"metrics\"]  # --run", "#asmap =  # not given",
        ] {
            #expect(shown.output.contains(line), "\(line)")
        }
        #expect(!shown.output.joined().contains("sesame"))
        #expect(shown.output.filter { $0.hasPrefix("[") } == ["[up]", "[metrics]"])
    }

    /// `UPDATE_GOLDEN=1` writes the tables anew.
    @Test func theDocumentHasEveryKey() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let made = Self.mark + "\n" + ConfigurationDocument.tables
        let head = try #require(text.range(of: Self.mark)).lowerBound
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try (text[..<head] + made).write(to: Self.document, atomically: true, encoding: .utf8)
        }
        #expect(String(try String(contentsOf: Self.document, encoding: .utf8)[head...]) == made)
    }
}
