import PeerObserver

/// Lines by category and level, and their bytes.
struct LineCounts {
    static let categories = LogDebugCategory.named
    static let levels = LogLevel.named

    private(set) var lines: UInt64 = 0
    /// Without the ends of lines.
    private(set) var bytes: UInt64 = 0
    /// By category, then level, as numbered in the contract; what has no number there counts as the first.
    private var cells = [UInt64](repeating: 0, count: categorySlots * levelSlots)

    private static let categorySlots = 1 + (categories.map { Int($0.value.rawValue) }.filter { $0 < 100 }.max() ?? 0)
    private static let levelSlots = 1 + (levels.map { Int($0.value.rawValue) }.max() ?? 0)

    mutating func add(_ event: LogEvent) {
        lines += 1
        bytes += event.logLineBytes
        cells[Self.cell(event.category, event.logLevel)] += 1
    }

    private static func cell(_ category: LogDebugCategory, _ level: LogLevel) -> Int {
        let (row, column) = (Int(category.rawValue), Int(level.rawValue))
        return (0..<categorySlots ~= row ? row : 0) * levelSlots + (0..<levelSlots ~= column ? column : 0)
    }

    /// What was counted, by the contract's names in lower case.
    var rows: [(category: String, level: String, count: UInt64)] {
        Self.categories.flatMap { category in
            Self.levels.compactMap { level in
                let count = cells[Self.cell(category.value, level.value)]
                return count == 0 ? nil : (category.name.lowercased(), level.name.lowercased(), count)
            }
        }
    }
}
