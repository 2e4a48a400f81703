import Daemon
import FoundationEssentials
import Glibc

/// What all files together hold.
struct ScanSummary: Encodable {
    struct File: Encodable {
        var path: String
        /// Decompressed.
        var bytes: UInt64
        var lines: UInt64
        var problem: String?
    }

    struct Row: Encodable {
        var name: String
        var level: String?
        var lines: UInt64
    }

    var lines: UInt64
    var bytes: UInt64
    var linesCut: UInt64
    /// Of lines with a time, as ISO 8601.
    var firstTime: String?
    var lastTime: String?
    var categories: [Row]
    /// What the lines tell; the lines that nothing is known of last.
    var kinds: [Row]
    var files: [File]

    init(_ scans: [FileScan]) {
        var counts = LineCounts()
        for scan in scans { counts.add(scan.counts) }
        lines = counts.lines
        bytes = scans.reduce(0) { $0 + $1.bytes }
        linesCut = scans.reduce(0) { $0 + $1.cut }
        let (first, last) = (scans.map(\.first).min() ?? .max, scans.map(\.last).max() ?? 0)
        firstTime = first <= last ? Self.time(first) : nil
        lastTime = first <= last ? Self.time(last) : nil
        categories = counts.categoryRows.map { Row(name: $0.category, level: $0.level, lines: $0.count) }
        kinds = counts.kindRows.map { Row(name: $0.kind, lines: $0.count) }
            .sorted { $0.lines > $1.lines }
        if let index = kinds.firstIndex(where: { $0.name == "unknown" }) { kinds.append(kinds.remove(at: index)) }
        files = scans.map { File(path: $0.path, bytes: $0.bytes, lines: $0.counts.lines, problem: $0.problem) }
    }

    /// One object over several lines, with sorted keys.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Tables for people.
    var text: String {
        var rows = [("files", "", "\(files.count)"), ("lines", "", "\(lines)"), ("bytes", "", "\(bytes)")]
        if linesCut > 0 { rows.append(("lines cut", "", "\(linesCut)")) }
        if let firstTime, let lastTime { rows += [("first", "", firstTime), ("last", "", lastTime)] }
        return Self.table(rows) + "\n"
            + Self.table([("category", "level", "lines")] + categories.map { ($0.name, $0.level ?? "", "\($0.lines)") })
            + "\n" + Self.table([("event", "", "lines")] + kinds.map { ($0.name, "", "\($0.lines)") })
    }

    private static func table(_ rows: [(String, String, String)]) -> String {
        let first = rows.map { $0.0.count }.max() ?? 0
        let second = rows.map { $0.1.count }.max() ?? 0
        let third = rows.map { $0.2.count }.max() ?? 0
        func pad(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }
        return rows.map { row in
            let middle = second == 0 ? "" : row.1 + pad(row.1, second) + "  "
            return "\(row.0)\(pad(row.0, first))  \(middle)\(pad(row.2, third))\(row.2)\n"
        }.joined()
    }

    private static func time(_ microseconds: UInt64) -> String {
        var (seconds, parts) = (time_t(clamping: microseconds / 1_000_000), tm())
        var buffer = [CChar](repeating: 0, count: 64)
        gmtime_r(&seconds, &parts)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        return "\(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)).\(fraction)Z"
    }
}
