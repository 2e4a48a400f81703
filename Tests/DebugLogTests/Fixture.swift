import DebugLog
import Foundation
import PeerObserver
import Testing

/// A line of a fixture, with what `judge.py` makes of it.
struct FixtureLine: CustomTestStringConvertible {
    let number: Int
    let line: [UInt8]
    /// Time, category, level, thread, source, mock time, kind, fields as JSON.
    let expected: [String]

    var testDescription: String { "line \(number): \(text.prefix(160))" }
    var text: String { String(decoding: line, as: UTF8.self) }
    var kind: String { expected[6].isEmpty ? "unknown" : expected[6] }

    static let patterns = load("debug-patterns")
    static let wordings = load("wordings")

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    private static func load(_ name: String) -> [FixtureLine] {
        func lines(_ suffix: String) -> [[UInt8]] {
            let path = folder.appending(path: "Fixtures/\(name).\(suffix)")
            let bytes = (try? [UInt8](Data(contentsOf: path))) ?? []
            return bytes.split(separator: 0x0a, omittingEmptySubsequences: false).dropLast().map(Array.init)
        }
        let expected = lines("expected")
        return lines("log").enumerated().map { index, line in
            let columns = index < expected.count ? String(decoding: expected[index], as: UTF8.self) : ""
            return FixtureLine(
                number: index + 1, line: line,
                expected: columns.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
        }
    }
}

extension LogParser {
    mutating func event(_ line: [UInt8]) -> LogEvent { line.withUnsafeBytes { event($0) } }
    mutating func event(_ line: String) -> LogEvent { event(Array(line.utf8)) }
    mutating func classify(_ line: [UInt8]) -> LogSummary { line.withUnsafeBytes { classify($0) } }

    /// The event that a parser without a history makes of a line.
    static func alone(_ line: String) -> LogEvent {
        var parser = LogParser()
        return parser.event(line)
    }
}

extension LogEvent {
    /// The columns of the judge's result.
    var judged: [String] {
        get throws {
            let source = sourceFile.map { "\($0):\(sourceLine ?? 0) \(sourceFunction ?? "")" }
            let name = categoryName ?? category.name
            let kind = LogKind(detail)
            return [
                logTimestamp == 0 ? "" : String(logTimestamp), name, level, threadname, source ?? "",
                mockTime.map(String.init) ?? "", kind == .unknown ? "" : kind.name,
                kind == .unknown || kind == .continuation ? "" : try fields,
            ]
        }
    }

    private var level: String {
        LogLevel.named.first { $0.value == logLevel }?.name.lowercased() ?? "\(logLevel.rawValue)"
    }

    /// The fields of the detail that are present, as JSON in the order of their names.
    var fields: String {
        get throws {
            var visitor = JSONVisitor(form: .hex)
            visitDetail(&visitor)
            let object = try JSONSerialization.jsonObject(with: Data(visitor.output.array), options: .fragmentsAllowed)
            let inner = (object as? [String: Any])?.values.first as? [String: Any] ?? [:]
            return try Self.normal(inner.filter { !($0.value is NSNull) })
        }
    }

    static func normal(_ fields: Any) throws -> String {
        String(
            decoding: try JSONSerialization.data(
                withJSONObject: fields, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]),
            as: UTF8.self)
    }
}

extension LogDebugCategory {
    var name: String {
        self == .unknown ? "" : LogDebugCategory.named.first { $0.value == self }?.name.lowercased() ?? "\(rawValue)"
    }
}

extension FixtureLine {
    /// The judge's result in the form of `LogEvent.judged`.
    var judged: [String] {
        get throws {
            var columns = expected
            guard columns.count == 8, !columns[7].isEmpty else { return columns }
            columns[7] = try LogEvent.normal(JSONSerialization.jsonObject(with: Data(columns[7].utf8)))
            return columns
        }
    }
}
