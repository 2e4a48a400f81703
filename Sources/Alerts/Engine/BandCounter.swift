import PeerObserver

/// A counter by minutes, its history, and whether it is where it usually is.
struct BandCounter: Sendable {
    struct Judge: Sendable {
        let z: Double
        let least: Double
        let minutes: Int
        let warmUp: Int
    }

    struct Outlier: Sendable {
        let value: Double
        let median: Double
        let z: Double
    }

    let name: WatchedCounter
    private var current: Float = 0
    /// The last event that was counted.
    private(set) var origin = AlertEvidence()
    /// Of whole minutes, the newest last.
    private var history: [Float] = []
    private var outside = 0

    static let day = 1440
    private static let mostHistory = 7 * day
    private static let recent = 120
    /// Minutes around the same time of an earlier day.
    private static let around = 30

    init(name: WatchedCounter) { self.name = name }

    // MARK: Counting

    mutating func count(_ happening: WatchedCounter.Matcher, _ number: UInt64, _ event: AlertEvidence) {
        guard name.matcher == happening else { return }
        current += Float(number)
        origin = event
    }

    // MARK: Minutes

    /// Ends the minute at hand, behind which `minutes` have passed. Returns what it was, where it is far from the usual.
    mutating func pass(_ minutes: Int, _ judge: Judge) -> Outlier? {
        defer { current = 0 }
        guard minutes > 0 else { return nil }
        let found = self.judge(Double(current), judge)
        outside = found == nil ? 0 : outside + 1
        // What is outside is not what is usual; a new level becomes usual after half an hour all the same.
        if found == nil || outside > 30 { history.append(current) } else { history.append(Float(found?.median ?? 0)) }
        // Of a pause nothing is known: the usual stands for it.
        if minutes > 1 { history.append(contentsOf: repeatElement(Float(median(recentValues)), count: minutes - 1)) }
        if history.count > Self.mostHistory { history.removeFirst(history.count - Self.mostHistory) }
        return outside >= judge.minutes ? found : nil
    }

    private var recentValues: [Float] { history.suffix(Self.recent) }

    private func judge(_ value: Double, _ judge: Judge) -> Outlier? {
        guard history.count >= judge.warmUp else { return nil }
        var values = recentValues
        for days in 1...6 {
            let middle = history.count - days * Self.day
            guard middle - Self.around >= 0 else { break }
            values += history[middle - Self.around..<min(history.count, middle + Self.around)]
        }
        let median = median(values)
        let deviation = self.median(values.map { abs($0 - Float(median)) })
        // Counts vary by their root at least.
        let scale = max(deviation / 0.6745, median.squareRoot(), 1)
        let z = abs(value - median) / scale
        guard z > judge.z, abs(value - median) > judge.least else { return nil }
        return Outlier(value: value, median: median, z: z)
    }

    private func median(_ values: [Float]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
    }
}
