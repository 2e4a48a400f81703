import Daemon

/// The series of a metric that is told anew as a whole, with a limit: what goes beyond it is summed up in one series, all of
/// whose label values are `other`.
struct ToldRows: Sendable {
    typealias Row = (labels: [UInt8], value: Double)

    /// What is remembered of one answer, however much it tells: no node's has more.
    static let most = 2000

    private let names: [String]
    /// A counter's series stay those they were as long as they are told, lest the sum of the rest falls.
    private let isCounter: Bool
    /// All that was told last.
    private var told: [Row] = []
    /// The sum of what was told beyond `most`.
    private var beyond: Double?
    /// Series that there may be, beside the one for others.
    private(set) var room: Int
    /// What is shown.
    private(set) var rows: [Row] = []
    /// Whether some rows are summed up under `other`.
    private(set) var isFolded = false

    init(labels names: [String], isCounter: Bool = false, room: Int = 0) {
        self.names = names
        self.isCounter = isCounter
        self.room = room
    }

    /// Takes over what an answer tells.
    mutating func replace(with given: [(labels: [String], value: Double)]) {
        told = given.lazy.filter { !$0.value.isNaN }.map { [names] in
            (MetricsWriter.render(Array(zip(names, $0.labels))), $0.value)
        }
        beyond = nil
        if told.count > Self.most {
            told.sort { $0.value > $1.value }
            beyond = told[Self.most...].reduce(0) { $0 + $1.value }
            told.removeSubrange(Self.most...)
        }
        fit()
    }

    /// What this node wants of the room for the metric.
    var demand: Int { told.count }

    var isShort: Bool { told.count > room }

    /// Takes over how many series there may be from now on.
    mutating func give(_ room: Int) {
        guard room != self.room else { return }
        self.room = room
        fit()
    }

    /// Shows the largest ones; of a counter, those that are shown already come first.
    private mutating func fit() {
        isFolded = beyond != nil || told.count > room
        guard isFolded else {
            rows = told
            return
        }
        let shown = isCounter ? Set(rows.map(\.labels)) : []
        let other = MetricsWriter.render(names.map { ($0, "other") })
        let order = told.map { ($0, shown.contains($0.labels)) }.sorted { first, second in
            first.1 == second.1 ? first.0.value > second.0.value : first.1
        }
        var rest = beyond ?? 0
        rows = []
        for (row, _) in order {
            // The series for the rest is there once.
            if rows.count < room, row.labels != other { rows.append(row) } else { rest += row.value }
        }
        rows.append((other, rest))
    }
}
