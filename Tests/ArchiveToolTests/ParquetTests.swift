import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

/// Parquet as others read it, made with whatever of pyarrow and duckdb is there.
@Suite struct ParquetTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A Python with the library: that of `scripts/parquet-python`, or the system's.
    private static func python(_ library: String) -> String? {
        [
            root.appending(path: ".build/parquet-python/\(library)/bin/python").path, "/usr/bin/python3",
            "/usr/local/bin/python3",
        ]
        .first { path in
            isExecutable(path) && (try? ChildProcess(path, ["-c", "import \(library)"]).wait()) == 0
        }
    }
    private static let pythons = ["pyarrow", "duckdb"].compactMap(python)
    private static let missing: Comment = "needs Python with pyarrow or duckdb (scripts/parquet-python)"

    private static func rows(_ path: String, _ python: String) throws -> [[String: Any]] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "parquet_rows.py").path
        let process = try ChildProcess(
            "/bin/sh", ["-c", "exec \"$0\" \"$1\" \"$2\" > \"$2.rows\"", python, script, path])
        #expect(process.wait() == 0, "\(process.output)")
        let lines = String(decoding: try fileBytes(path + ".rows"), as: UTF8.self).split(separator: "\n")
        return try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    @Test(.enabled(if: !pythons.isEmpty, missing), arguments: pythons) func holdsWhatCSVHolds(python: String) throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        // A quote is a trap for who builds SQL of names.
        let target = scene.file("it's.parquet")
        try ArchiveProgram.run("export", "--format", "parquet", source, "-o", target, "--python", python)
        let expected = try ExportTests.rows(try ArchiveProgram.run("export", "--format", "csv", source).output)
        for reader in Self.pythons {
            let rows = try Self.rows(target, reader)
            #expect(rows.count == expected.count)
            for (row, wanted) in zip(rows, expected) {
                for (name, value) in wanted {
                    switch row[name] {
                    case let number as NSNumber: #expect(value == number.stringValue, "\(name)")
                    case let text as String: #expect(value == text, "\(name)")
                    default: #expect(value == nil, "\(name)")
                    }
                }
            }
        }
        #expect(!(try names(in: scene.path).contains { $0.hasSuffix(".partial") }))
    }

    /// Where CSV keeps spreadsheets from formulas, Parquet holds the text as it is.
    @Test(.enabled(if: !pythons.isEmpty, missing), arguments: pythons) func textIsExact(python: String) throws {
        let scene = try ArchiveScene()
        let texts = ["=1+1", "", "a\"b,c;=d", "NULL", "null", "NaN", "-"]
        let events = texts.enumerated().map { index, text -> [UInt8] in
            var event = SampleEvents.message(.ping(Ping(value: 1)))
            if case .ebpfExtractor(let ebpf) = event.payload, case .message(var message) = ebpf.event {
                message.meta.command = text
                event.payload = .ebpfExtractor(EBPFEvent(event: .message(message)))
            }
            event.timestamp = UInt64(index)
            event.pid = nil
            return event.encoded()
        }
        let source = try scene.write(events, to: "a.bin.zst")
        try ArchiveProgram.run(
            "export", "--format", "parquet", source, "-o", scene.file("a.parquet"), "--python", python,
            "--without-content")
        let rows = try Self.rows(scene.file("a.parquet"), python)
        #expect(rows.map { $0["command"] as? String } == texts)
        #expect(rows.allSatisfy { $0["content"] is NSNull && $0["pid"] is NSNull })
        #expect(rows.allSatisfy { ($0["source_time_ns"] as? UInt64) == 1_700_000_000_123_456_789 })
    }

    @Test(.enabled(if: !pythons.isEmpty, missing), arguments: pythons) func anEmptyTableIsATable(python: String) throws
    {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        try ArchiveProgram.run(
            "export", "--format", "parquet", source, "-o", scene.file("a.parquet"), "--python", python, "--node", "none"
        )
        #expect(try Self.rows(scene.file("a.parquet"), python).isEmpty)
    }

    @Test func whatIsMissingIsNamed() throws {
        let scene = try ArchiveScene()
        let source = try scene.write([Archives.events[0]], to: "a.bin.zst")
        let result = try ArchiveProgram.run(
            ["export", "--format", "parquet", source, "-o", scene.file("a.parquet"), "--python", "/nonexistent"],
            code: 3)
        #expect(result.errors.contains("Parquet needs Python with pyarrow or duckdb"))
        #expect(!(try names(in: scene.path).contains { $0.hasPrefix("a.parquet") }))
        try ArchiveProgram.run(["export", "--format", "parquet", source], code: 2)
    }

    @Test func aProgramThatFailsLeavesNothing() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        // Finds its library, then fails.
        let python = try scene.folder.write(
            "#!/bin/sh\ncase \"$2\" in import\\ py*) exit 0;; *) echo broken >&2; exit 9;; esac\n", to: "python")
        #expect(try ChildProcess("/bin/chmod", ["+x", python]).wait() == 0)
        let result = try ArchiveProgram.run(
            ["export", "--format", "parquet", source, "-o", scene.file("a.parquet"), "--python", python], code: 3)
        #expect(result.errors.contains("stopped reading") || result.errors.contains("exit code 9"))
        #expect(!(try names(in: scene.path).contains { $0.hasPrefix("a.parquet") }))
    }
}
