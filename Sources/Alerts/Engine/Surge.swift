import PeerObserver

/// Finds that something comes too often: more of it within a minute than is ever fine, and than some times the usual.
///
/// Until the usual is known, in the first quarter of an hour, a higher number stands for both.
struct Surge: Sendable {
    struct Excess: Sendable {
        let count: Double
        let threshold: Double
        let usual: Double
    }

    private static let slices = 10
    private static let slice: UInt64 = 6000

    private var counts: [Double] = Array(repeating: 0, count: slices)
    private var sum = 0.0
    private var current: UInt64 = 0
    private var minute: UInt64 = 0
    private var minuteCount = 0.0
    private(set) var usual = UsualRate()
    private var told: UInt64 = 0
    let least: Double
    let factor: Double
    let start: Double

    init(least: Double, factor: Double, start: Double) {
        self.least = least
        self.factor = factor
        self.start = max(start, least)
    }

    var threshold: Double { usual.isKnown ? max(least, usual.value * factor) : start }

    /// For metrics.
    var level: Level { Level(value: sum, threshold: threshold) }

    /// Of the last minute.
    var count: Double { sum }

    /// Takes some in. Returns what is too much, at most once a second.
    mutating func add(_ number: Double = 1, now: UInt64) -> Excess? {
        move(to: now)
        counts[Int(current % UInt64(Self.slices))] += number
        sum += number
        minuteCount += number
        guard sum > threshold, now / 1000 != told else { return nil }
        told = now / 1000
        return Excess(count: sum, threshold: threshold, usual: usual.value)
    }

    /// Has time pass, in which nothing came.
    mutating func move(to now: UInt64) {
        let slice = now / Self.slice
        guard slice > current else { return }
        if current == 0 || slice - current >= UInt64(Self.slices) {
            for index in 0..<Self.slices { counts[index] = 0 }
            sum = 0
        } else {
            for passed in current + 1...slice {
                let index = Int(passed % UInt64(Self.slices))
                sum -= counts[index]
                counts[index] = 0
            }
        }
        current = slice
        let now = now / 60_000
        guard now > minute else { return }
        if minute > 0 {
            usual.learn(minuteCount, threshold: threshold, factor: factor)
            // Minutes without any; of a long pause nothing is known.
            if now - minute > 1, now - minute < 60 { usual.add(0, weight: Double(now - minute - 1)) }
        }
        (minute, minuteCount) = (now, 0)
    }
}

/// A detector of one surge.
protocol SurgeDetector: Detector {
    var surge: Surge { get set }
}

extension SurgeDetector {
    var level: Level? { surge.level }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) { surge.move(to: book.now) }
}

extension AlertBook {
    /// Reports a surge of something.
    /// - Parameters:
    ///   - words: what it is, behind its number.
    ///   - unit: the measure's name.
    mutating func report(
        _ excess: Surge.Excess, _ subject: Subject, _ words: String, unit: String, peers: [AlertPeer] = [],
        addresses: [String] = [], measures: [AlertMeasure] = []
    ) {
        report(
            Finding(
                subject: subject, summary: "\(Int(bounded: excess.count)) \(words) within a minute",
                measures: [
                    AlertMeasure(name: "\(unit)_per_minute", value: excess.count, threshold: excess.threshold),
                    AlertMeasure(name: "usual_per_minute", value: excess.usual),
                ] + measures,
                peers: peers, addresses: addresses))
    }
}

extension Parameters {
    /// The parameters that every surge has.
    static func surge(_ what: String, least: Double, factor: Double, start: Double) -> [Parameter] {
        [
            Parameter("per-minute", least, 0...1e9, "\(what) within a minute that are always fine."),
            Parameter("factor", factor, 1...1e6, "How many times the usual number of a minute is still fine."),
            Parameter("start", start, 0...1e9, "What is fine until the usual is known, in the first 15 minutes."),
        ]
    }

    var surge: Surge { Surge(least: self["per-minute"], factor: self["factor"], start: self["start"]) }
}
