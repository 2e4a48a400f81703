import DebugLog
import PeerObserver

/// Lines by category and level, and by kind, and their bytes.
struct LineCounts {
    private(set) var lines: UInt64 = 0
    /// Without the ends of lines.
    private(set) var bytes: UInt64 = 0
    /// By category, then level.
    private var cells = [UInt64](repeating: 0, count: LogCategory.allCases.count * levels.count)
    private var kinds = [UInt64](repeating: 0, count: LogKind.allCases.count)

    /// By their numbers in the contract.
    private static let levels = ["info", "warning", "error", "debug", "trace"]
    private static let levelCount = 5
    /// Categories that have no number of upstream's.
    private static let named: [String: LogCategory] = Dictionary(
        uniqueKeysWithValues: LogCategory.allCases.filter { !$0.name.isEmpty }.map { ($0.name, $0) })

    mutating func add(_ event: LogEvent) {
        let category: LogCategory =
            if let name = event.categoryName {
                Self.named[name] ?? .other
            } else {
                UInt8(exactly: event.category.rawValue).flatMap(LogCategory.init(rawValue:)) ?? .other
            }
        add(category, event.logLevel, LogKind(event.detail), byteCount: Int(clamping: event.logLineBytes))
    }

    @inline(__always)
    mutating func add(_ category: LogCategory, _ level: LogLevel, _ kind: LogKind, byteCount: Int) {
        lines += 1
        bytes += UInt64(byteCount)
        let column = Int(level.rawValue)
        // Levels are numbered from 0 to 4; another would be counted as the first.
        cells[Int(category.rawValue) * Self.levelCount + (0..<Self.levelCount ~= column ? column : 0)] += 1
        kinds[Int(kind.rawValue)] += 1
    }

    mutating func add(_ other: LineCounts) {
        lines += other.lines
        bytes += other.bytes
        for index in cells.indices { cells[index] += other.cells[index] }
        for index in kinds.indices { kinds[index] += other.kinds[index] }
    }

    /// Lines by category and level; lines without a category are of `none`.
    var categoryRows: [(category: String, level: String, count: UInt64)] {
        LogCategory.allCases.flatMap { category in
            Self.levels.enumerated().compactMap { column, level in
                let count = cells[Int(category.rawValue) * Self.levelCount + column]
                return count == 0 ? nil : ("\(category)", level, count)
            }
        }
    }

    /// Lines by kind.
    var kindRows: [(kind: String, count: UInt64)] {
        LogKind.allCases.compactMap { kind in
            kinds[Int(kind.rawValue)] == 0 ? nil : (kind.name, kinds[Int(kind.rawValue)])
        }
    }
}
