import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import ArchiveTool

@Suite struct ExportTests {
    /// Fields of CSV (RFC 4180) by column; nil for a cell that is empty without quotes.
    static func rows(_ bytes: [UInt8]) throws -> [[String: String?]] {
        var (lines, line, cell, isQuoted, wasQuoted) = ([[String?]](), [String?](), [UInt8](), false, false)
        func end() { line.append(cell.isEmpty && !wasQuoted ? nil : String(decoding: cell, as: UTF8.self)) }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    cell.append(byte)
                    continue
                }
                if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): (isQuoted, wasQuoted) = (true, true)
            case UInt8(ascii: ","), UInt8(ascii: "\n"):
                end()
                (cell, wasQuoted) = ([], false)
                if byte == UInt8(ascii: "\n") {
                    lines.append(line)
                    line = []
                }
            case UInt8(ascii: "\r"): #expect(index < bytes.count && bytes[index] == UInt8(ascii: "\n"))
            default: cell.append(byte)
            }
        }
        let names = try #require(lines.first).compactMap(\.self)
        return lines.dropFirst().map { line in
            #expect(line.count == names.count)
            return Dictionary(uniqueKeysWithValues: zip(names, line))
        }
    }

    private static func event(command: String, address: String) throws -> [UInt8] {
        var event = SampleEvents.message(.ping(Ping(value: 1)))
        guard case .ebpfExtractor(let ebpf) = event.payload, case .message(var message) = ebpf.event else {
            throw TestError("no message")
        }
        (message.meta.command, message.meta.addr) = (command, address)
        event.payload = .ebpfExtractor(EBPFEvent(event: .message(message)))
        return event.encoded()
    }

    @Test func jsonLinesAreTheLoggers() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        let result = try ArchiveProgram.run("export", "--format", "json", source)
        let expected = try Archives.events.map { bytes -> String in
            var visitor = JSONVisitor(form: .hex)
            try Event(decoding: bytes).visit(&visitor)
            return String(decoding: visitor.output.array, as: UTF8.self)
        }
        #expect(result.lines == expected)
        let object = try JSONSerialization.jsonObject(with: Data(result.lines[0].utf8)) as? [String: Any]
        #expect(object?["timestamp"] as? UInt64 == 1_700_000_000_123 && object?["node"] as? String == "node-1")
        try ArchiveProgram.run("export", "--format", "json", source, "-o", scene.file("lines"))
        #expect(try fileBytes(scene.file("lines")) == result.output)
        #expect(
            try ArchiveProgram.run(["export", "--format", "json", source, "-o", scene.file("lines")], code: 3).errors
                .contains("--force"))
    }

    @Test func theNodeOfTheHeaderIsInTheLines() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(
            [Archives.numbered(1, time: 1)], to: "a.bin.zst",
            header: ArchiveHeader(created: 1, node: "alice", filters: []))
        #expect(try ArchiveProgram.run("export", "--format", "json", source).text.contains(#""node":"alice""#))
        #expect(try ArchiveProgram.run("export", "--format", "json", source, "--node", "bob").output.isEmpty)
    }

    @Test func csvHoldsWhatTheColumnsSay() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        let rows = try Self.rows(try ArchiveProgram.run("export", "--format", "csv", source).output)
        #expect(rows.count == Archives.events.count)
        for (row, bytes) in zip(rows, Archives.events) {
            let (event, note) = (try Event(decoding: bytes), try EventNote(bytes.span.bytes))
            #expect(Set(row.keys) == Set(EventColumns.all.map(\.name)))
            #expect(row["timestamp"] == "\(event.timestamp)" && row["kind"] == note.kind)
            #expect(row["node"] == "node-1" && row["stream_id"] == "ffffffffffffffff")
            #expect(row["event"]??.isEmpty == false)
            var visitor = JSONVisitor(form: .hex)
            event.visitPayload(&visitor)
            let json = String(decoding: visitor.output.array, as: UTF8.self)
            #expect(
                row["content"]
                    == json.split(separator: ";", omittingEmptySubsequences: false).joined(separator: "\\u003b"))
            guard note.kind == "netmsg" else { continue }
            #expect(row["peer"] == "7" && row["direction"] == "in" && row["size"] == "300")
            #expect(row["address"] == "[2001:db8::1]:8333" && row["connection_type"] == "inbound")
        }
        let names = Set(rows.compactMap { $0["event"] ?? nil })
        #expect(
            names.isSuperset(of: ["Ping", "Inv", "Version", "Added", "PeerInfos", "BlockConnected"]),
            "\(names.sorted())")
        // Connections have a peer, too, and others have none.
        for row in rows where row["kind"] == "netconn" { #expect(row["peer"] != .some(nil)) }
        for row in rows where row["kind"] == "mempool" {
            #expect(row["peer"] == .some(nil) && row["command"] == .some(nil))
        }
        let short = try ArchiveProgram.run("export", "--format", "csv", "--without-content", source)
        #expect(try Self.rows(short.output).allSatisfy { $0["content"] == .some(nil) })
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(1)", "a;=1", " =1", "\"=1", "'=1", "a,=1"])
    func noCellOfStrangersBeginsAFormula(text: String) throws {
        let scene = try ArchiveScene()
        let source = try scene.write([try Self.event(command: text, address: text)], to: "a.bin.zst")
        let output = try ArchiveProgram.run("export", "--format", "csv", source).output
        // Where semicolons part cells, those of the content do so, too.
        for part in output.split(separator: UInt8(ascii: ";")).dropFirst() {
            let begin = part.drop { " \"'".utf8.contains($0) }
            #expect(begin.first.map { !"=+-@".utf8.contains($0) } ?? true)
        }
        let row = try #require(try Self.rows(output).first)
        for column in ["command", "address"] {
            let value = try #require(row[column] ?? nil)
            for part in value.split(whereSeparator: { $0 == ";" || $0 == "," }) {
                let begin = part.drop { " \"'".contains($0) }
                #expect(begin.first.map { !"=+-@".contains($0) } ?? true, "\(value)")
            }
        }
    }

    @Test func everyByteOfCSVIsPrintable() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(
            [try Self.event(command: "\u{1B}[2J\u{0}\r\n\\\u{202E}", address: "\"a\",b\n")], to: "a.bin.zst")
        let output = try ArchiveProgram.run("export", "--format", "csv", source).output
        #expect(output.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0D || $0 == 0x0A })
        let row = try #require(try Self.rows(output).first)
        #expect(row["command"] == "\\x1b[2J\\x00\\x0d\\x0a\\x5c\\xe2\\x80\\xae" && row["address"] == "\"a\",b\\x0a")
    }

    @Test func filtersAndSeveralArchivesWork() throws {
        let scene = try ArchiveScene()
        try scene.write((1...20).map { Archives.numbered($0, time: $0 * 2, peer: $0) }, to: "1.bin.zst")
        try scene.write((21...40).map { Archives.numbered($0, time: ($0 - 20) * 2 + 1, peer: $0) }, to: "2.bin.zst")
        let rows = try Self.rows(
            try ArchiveProgram.run("export", "--format", "csv", scene.path, "--from", "0.010", "--to", "0.020").output)
        #expect(rows.map { $0["timestamp"] } == (10..<20).map { "\($0)" })
        let some = try Self.rows(
            try ArchiveProgram.run("export", "--format", "csv", scene.path, "--peer", "3", "--peer", "23").output)
        #expect(some.map { $0["peer"] } == ["3", "23"])
    }

    @Test func whatCannotBeDecodedIsCounted() throws {
        let scene = try ArchiveScene()
        let header = ArchiveScene.framed(Archives.header.encoded())
        try writeFile(
            header + ArchiveScene.framed(Archives.events[0]) + [2, 0x0B, 0xFF] + [2, 0x50, 0x01],
            to: scene.file("a.bin"))
        let result = try ArchiveProgram.run(["export", "--format", "json", scene.file("a.bin")], code: 1)
        #expect(result.lines.count == 1)
        #expect(result.errors.contains("2 events that cannot be decoded were left out"))
    }

    @Test func aReaderThatGoesAwayIsNoFailure() throws {
        let scene = try ArchiveScene()
        let source = try scene.write((1...20_000).map { Archives.numbered($0, time: $0) }, to: "a.bin.zst")
        let process = try ChildProcess(
            "/bin/bash",
            [
                "-c",
                "set -o pipefail; \"$0\" export --format json \(source) | head -n 1 > /dev/null; echo ${PIPESTATUS[0]}",
                try builtProduct("archive"),
            ])
        try process.line(containing: "0")
        #expect(process.wait() == 0)
        #expect(process.output == ["0"])
    }
}
