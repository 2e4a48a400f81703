import Foundation
import TestSupport
import Testing

/// What the documents say of the programs is what the programs say.
struct HelpTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `UPDATE_GOLDEN=1` writes the files anew.
    @Test(arguments: ["ebpf-extractor", "log-extractor", "logger"])
    func helpIsDocumented(_ program: String) throws {
        let file = Self.root.appending(path: "docs/help/\(program).txt")
        let process = try ChildProcess(try builtProduct(program), ["--help"], environment: ["COLUMNS": "100"])
        #expect(process.wait() == 0)
        // The last line comes before the end of the output is seen.
        try process.line(containing: "--help")
        let help = process.output.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try help.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(help == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test func everyOptionIsDocumented() throws {
        let document = try Self.operating
        let help = try String(contentsOf: Self.root.appending(path: "docs/help/ebpf-extractor.txt"), encoding: .utf8)
        for option in Set(help.matches(of: /--[a-z0-9][a-z0-9-]*/).map { String($0.output) }) {
            #expect(document.contains("`\(option)"), "docs/operating-ebpf-extractor.md does not tell \(option)")
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
        let document = try Self.operating
        for name in names {
            #expect(document.contains("`\(name)`"), "docs/operating-ebpf-extractor.md does not tell \(name)")
        }
        let documented = Set(document.matches(of: /`(ebpfextractor_[a-z_]+[a-z])`/).map { String($0.output.1) })
        #expect(documented.subtracting(names).isEmpty, "documented, but not there")
    }

    private static var operating: String {
        get throws {
            try String(contentsOf: root.appending(path: "docs/operating-ebpf-extractor.md"), encoding: .utf8)
        }
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
