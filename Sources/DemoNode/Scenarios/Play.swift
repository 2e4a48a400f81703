/// A scenario in its time.
struct Play {
    private var scenario: any Scenario
    private var stage: Stage
    private let begin: Int64
    private let end: Int64
    private var hasEnded = false

    /// nil where there is no such scenario.
    init?(_ settings: ScenarioSettings, seed: UInt64) {
        guard let type = ScenarioTable.named(settings.name) else { return nil }
        self.init(
            type.init(intensity: settings.intensity), afterSeconds: settings.afterSeconds, seconds: settings.seconds,
            seed: seed)
    }

    init(_ scenario: any Scenario, afterSeconds: Double, seconds: Double? = nil, seed: UInt64) {
        self.scenario = scenario
        // Numbers of its own, so that the ordinary traffic is the same with it and without.
        stage = Stage(random: Random(seed: seed ^ 0x5CE9_A210))
        begin = Int64(afterSeconds * 1e9)
        end = seconds.map { [begin] in begin + Int64($0 * 1e9) } ?? .max
    }

    /// Nanoseconds after the traffic's beginning.
    var due: Int64? {
        if hasEnded { return nil }
        let next = scenario.due.map { $0 + begin } ?? .max
        return next >= end ? (end == .max ? nil : end) : next
    }

    func holdsBlocks(at elapsed: Int64) -> Bool { scenario.holdsBlocks && elapsed >= begin && !hasEnded }

    func holdsMessages(at elapsed: Int64) -> Bool { scenario.holdsMessages && elapsed >= begin && !hasEnded }

    mutating func run<Target: Sink>(_ node: inout NodeState, _ probes: inout Probes<Target>) {
        stage.enter(elapsed: probes.elapsed - begin, nowSeconds: probes.nowSeconds)
        if probes.elapsed >= end {
            hasEnded = true
            for peer in node.peers.guests { stage.disconnect(peer, &node) }
        } else {
            scenario.act(&node, &stage)
        }
        for hit in stage.hits { probes.fire(hit) }
        for line in stage.lines { probes.say(line) }
    }

    /// What the node tells while it goes on.
    func change(_ facts: inout NodeFacts, elapsed: Int64) {
        guard elapsed >= begin, !hasEnded else { return }
        scenario.change(&facts, elapsed: elapsed - begin)
    }
}
