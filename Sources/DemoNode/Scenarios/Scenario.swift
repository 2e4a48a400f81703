/// An attack or a failure that is added to the ordinary traffic. It has no clock: it says when it acts next, and is then told to.
///
/// Its intensity is 1 where it is as strong as its source tells, 0.1 for a tenth of that; what becomes weaker is in its own words.
protocol Scenario {
    /// As on the command line, and as the alert's kind.
    static var name: String { get }

    init(intensity: Double)

    /// Nanoseconds after its beginning at which it acts next; nil where it has no more to do.
    var due: Int64? { get }

    /// Whether the ordinary traffic's blocks stay away meanwhile.
    var holdsBlocks: Bool { get }

    /// The same of its messages.
    var holdsMessages: Bool { get }

    /// Does what is due.
    mutating func act(_ node: inout NodeState, _ stage: inout Stage)

    /// Changes what the node tells of itself in its answers.
    ///
    /// - Parameter elapsed: nanoseconds since its beginning.
    func change(_ facts: inout NodeFacts, elapsed: Int64)
}

extension Scenario {
    var holdsBlocks: Bool { false }

    var holdsMessages: Bool { false }

    func change(_ facts: inout NodeFacts, elapsed: Int64) {}
}

/// Times that follow each other evenly, the first at once.
struct Pace {
    private let every: Double
    private var times = 0.0

    init(perSecond: Double) { every = 1e9 / perSecond }

    init(everySeconds: Double) { every = everySeconds * 1e9 }

    /// Nanoseconds after the beginning.
    var due: Int64 { Int64(times * every) }

    mutating func advance() { times += 1 }
}
