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
    /// - Parameter byteCount: of the line, without its end.
    @inline(__always)
    mutating func add(_ line: LogSummary, byteCount: Int) {
        lines += 1
        bytes += UInt64(byteCount)
        let column = Int(line.level.rawValue)
        // Levels are numbered from 0 to 4; another would be counted as the first.
        cells[Int(line.category.rawValue) * Self.levelCount + (0..<Self.levelCount ~= column ? column : 0)] += 1
        kinds[Int(line.kind.rawValue)] += 1
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
