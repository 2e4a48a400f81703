import PeerObserver

/// A counter that the operator names leaves the band in which it usually is: by the robust z-score (Iglewicz and Hoaglin, 1993: the distance from
/// the median in median absolute deviations) over the last two hours and the same hour of the days before.
struct Band: Detector {
    static let facts = DetectorFacts(
        subject: .alertBand, severity: .warning,
        summary: "A counter that --watch names is far from what it is at this time of the day.",
        parameters: [
            Parameter("z", 8, 1...1000, "Robust z-score that is still fine."),
            Parameter(
                "least", 20, 0...1e9, "Events, or bytes, a minute of distance from the median that are always fine."),
            Parameter("minutes", 2, 1...60, "One after the other that must be outside."),
            Parameter("warm-up", 120, 10...10_080, "Minutes of history without which nothing is judged."),
        ])

    private var counters: [BandCounter] = []
    /// The last answer of getnettotals, and when it came.
    private var totals: (answer: NetTotals, time: UInt64)?
    private var minute: UInt64 = 0
    private let judge: BandCounter.Judge

    init(_ parameters: Parameters) {
        judge = BandCounter.Judge(
            z: parameters["z"], least: parameters["least"], minutes: parameters.count("minutes"),
            warmUp: parameters.count("warm-up"))
    }

    /// Which counters there are; before the first event.
    mutating func watch(_ names: [WatchedCounter]) { counters = names.map { BandCounter(name: $0) } }

    var isEmpty: Bool { counters.isEmpty }

    /// One of what a counter counts, or several.
    mutating func count(_ happening: WatchedCounter.Matcher, _ book: AlertBook, _ number: UInt64 = 1) {
        for index in counters.indices { counters[index].count(happening, number, book.origin) }
    }

    /// Counts the bytes since the last answer, unless that is longer ago than a minute: nobody knows then when they passed. A node that was
    /// started anew has begun at zero.
    mutating func traffic(_ answer: NetTotals, _ book: AlertBook) {
        guard !isEmpty else { return }
        defer { totals = (answer, book.now) }
        guard let (last, time) = totals, book.now - time <= 60_000 else { return }
        func passed(_ total: UInt64, _ before: UInt64) -> UInt64 { total >= before ? total - before : total }
        count(.traffic(.received), book, passed(answer.totalBytesReceived, last.totalBytesReceived))
        count(.traffic(.sent), book, passed(answer.totalBytesSent, last.totalBytesSent))
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        let now = book.now / 60_000
        guard now > minute, !counters.isEmpty else { return }
        let passed = minute == 0 ? 0 : Int(min(now - minute, 10_080))
        minute = now
        for index in counters.indices {
            guard let outlier = counters[index].pass(passed, judge) else { continue }
            book.report(
                Finding(
                    subject: .alertBand,
                    summary:
                        "\(counters[index].name.text) is at \(Int(bounded: outlier.value)) a minute, usually \(Int(bounded: outlier.median))",
                    measures: [
                        AlertMeasure(name: "z_score", value: outlier.z, threshold: judge.z),
                        AlertMeasure(name: "per_minute", value: outlier.value),
                        AlertMeasure(name: "usual_per_minute", value: outlier.median),
                    ], evidence: [counters[index].origin]))
        }
    }
}
