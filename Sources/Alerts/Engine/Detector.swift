import PeerObserver

/// Finds one kind of trouble of a node. Knows no other time than that of the events, so that it finds the same live and in a replay.
///
/// A new one is its kind in `Subject`, its file, its three lines in `DetectorTable` (property, `init`, `Entry`), and its calls in
/// `NodeWatch+Messages.swift` or `NodeWatch+Events.swift`; docs/adding-a-detector.md has the rest.
protocol Detector: Sendable {
    static var facts: DetectorFacts { get }

    init(_ parameters: Parameters)

    /// Comes once for each second of the events' time in which there are any.
    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook)

    /// How near it is to an alert, where that is one number.
    var level: Level? { get }
}

extension Detector {
    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {}
    var level: Level? { nil }
}

/// What a detector measures now, and above which it raises an alert.
struct Level: Sendable {
    let value: Double
    let threshold: Double
}

/// What a detector is, for its options and its documentation.
struct DetectorFacts: Sendable {
    /// Where its alerts are published.
    let subject: Subject
    let severity: AlertSeverity
    /// What it finds, in one sentence.
    let summary: String
    let parameters: [Parameter]
    /// After so many seconds without a finding, an alert is over.
    var resolveAfter = 300

    var kind: String { subject.alertKind ?? "" }
}

/// A number that operators can change.
struct Parameter: Sendable {
    let name: String
    let value: Double
    let range: ClosedRange<Double>
    /// With its unit.
    let help: String

    /// - Parameter range: what may be given instead.
    init(_ name: String, _ value: Double, _ range: ClosedRange<Double> = 0...1e12, _ help: String) {
        self.name = name
        self.value = value
        self.range = range
        self.help = help
    }
}

/// The numbers of one detector.
struct Parameters: Sendable {
    private var values: [String: Double] = [:]

    init(_ facts: DetectorFacts, changed: [String: Double] = [:]) {
        for parameter in facts.parameters { values[parameter.name] = changed[parameter.name] ?? parameter.value }
    }

    /// - Precondition: the detector's facts name it.
    subscript(name: String) -> Double {
        guard let value = values[name] else { preconditionFailure("\(name) is no parameter") }
        return value
    }

    /// Whole, and not negative.
    func count(_ name: String) -> Int { Int(max(0, self[name])) }
    /// Seconds as milliseconds.
    func milliseconds(_ name: String) -> UInt64 { UInt64(max(0, self[name]) * 1000) }
}
