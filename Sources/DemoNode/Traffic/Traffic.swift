import PeerObserver

/// All that happens, in the order of time. It has no clock of its own: whoever runs it says how far it may go.
struct Traffic<Target: Sink> {
    var probes: Probes<Target>
    private(set) var state: NodeState
    private var messages: MessageStream?
    private var bursts: BlockBursts?
    private var removals: RemovalRun?
    private var oddities: Oddities?
    /// The scenario, and the trouble that is normal.
    private(set) var plays: [Play]

    init(_ sink: Target, _ settings: TrafficSettings) throws(PayloadError) {
        probes = Probes(sink, messagesOnly: settings.messagesOnly)
        state = try NodeState(
            seed: settings.seed, nowSeconds: probes.startSeconds,
            removals: max(settings.burstSize, settings.removals ?? 0))
        plays = Self.plays(settings)
        state.peers.makeSlow(percent: settings.slowPercent, random: &state.random)
        if let count = settings.removals {
            removals = RemovalRun(count: count, milliseconds: settings.removalMilliseconds)
            return
        }
        messages = MessageStream(
            settings.mix, ratePerSecond: settings.ratePerSecond, stamp: settings.stamp, limit: settings.messageLimit,
            state: &state)
        if settings.burstEverySeconds > 0, !settings.messagesOnly {
            bursts = BlockBursts(
                everySeconds: settings.burstEverySeconds, removals: settings.burstSize,
                milliseconds: settings.burstMilliseconds, atRandom: settings.burstsAtRandom)
        }
        if settings.oddEverySeconds > 0 { oddities = Oddities(everySeconds: settings.oddEverySeconds) }
    }

    /// Nanoseconds after the beginning at which the next hit is due; nil at the end.
    var nextDue: Int64? {
        if let removals { return removals.due }
        guard let messages, !messages.isFinished else { return nil }
        return min(messageDue ?? .max, burstDue ?? .max, oddities?.due ?? .max, playDue ?? .max)
    }

    private var messageDue: Int64? {
        guard let due = messages?.due, plays.isEmpty || !plays.contains(where: { $0.holdsMessages(at: due) }) else {
            return nil
        }
        return due
    }

    private var playDue: Int64? { plays.isEmpty ? nil : plays.compactMap(\.due).min() }

    /// None begins while a scenario keeps blocks away.
    private var burstDue: Int64? {
        guard let bursts, bursts.isRemoving || !plays.contains(where: { $0.holdsBlocks(at: bursts.due) }) else {
            return nil
        }
        return bursts.due
    }

    /// Fires what is due before `limit`, in nanoseconds after the beginning.
    mutating func run(before limit: Int64) throws(PayloadError) {
        while let due = nextDue, due < limit {
            probes.elapsed = max(due, probes.elapsed)
            if removals != nil {
                removals?.fire(&state, &probes)
            } else if let play = playDue, play <= due {
                runPlay(play)
            } else if let burst = burstDue, burst <= due {
                try bursts?.fire(&state, &probes)
            } else if let odd = oddities?.due, odd <= due {
                oddities?.fire(&state, &probes)
            } else {
                messages?.send(&state, &probes)
            }
        }
    }

    /// Fires messages without regard to the rate, and the bursts and oddities that are due.
    mutating func flood(_ count: Int, at elapsed: Int64) throws(PayloadError) {
        probes.elapsed = elapsed
        while let play = playDue, play <= elapsed { runPlay(play) }
        while let burst = burstDue, burst <= elapsed { try bursts?.fire(&state, &probes) }
        while let odd = oddities?.due, odd <= elapsed { oddities?.fire(&state, &probes) }
        for _ in 0..<count where messages?.isFinished == false { messages?.send(&state, &probes) }
    }

    private mutating func runPlay(_ due: Int64) {
        for index in plays.indices where plays[index].due == due {
            let before = plays[index]
            plays[index].run(&state, &probes)
            // What did not come then does not come all at once now.
            let now = probes.elapsed
            if before.holdsBlocks(at: now), !plays[index].holdsBlocks(at: now) { bursts?.skip(to: now) }
            if before.holdsMessages(at: now), !plays[index].holdsMessages(at: now) { messages?.skip(to: now) }
        }
    }

    private static func plays(_ settings: TrafficSettings) -> [Play] {
        var plays: [Play] = []
        if let scenario = settings.scenario.flatMap({ Play($0, seed: settings.seed) }) { plays.append(scenario) }
        if let seconds = settings.restartAtSeconds {
            plays.append(Play(NodeRestart(intensity: 1), afterSeconds: seconds, seed: settings.seed))
        }
        if settings.scannerConnectionsPerDay > 0 {
            let scanner = Scanner(intensity: settings.scannerConnectionsPerDay / Scanner.connectionsPerDay)
            plays.append(Play(scanner, afterSeconds: 0, seed: settings.seed))
        }
        return plays
    }

    var isFinished: Bool { nextDue == nil }
}

/// What is to happen.
struct TrafficSettings: Equatable {
    var seed: UInt64 = 1
    var mix = Mix.mainnet
    var ratePerSecond: Double = 200
    var messageLimit: UInt64 = .max
    var stamp = false
    var messagesOnly = false
    /// 0: no blocks.
    var burstEverySeconds: Double = 30
    var burstSize = 4000
    var burstMilliseconds = 20
    /// 0: nothing odd.
    var oddEverySeconds: Double = 0
    /// Where set, nothing happens but this many removals.
    var removals: Int?
    var removalMilliseconds = 50
    var scenario: ScenarioSettings?
    /// Whether the times between blocks are drawn, as on the main network, and `burstEverySeconds` their mean.
    var burstsAtRandom = false
    /// Of the peers, those that take their time.
    var slowPercent = 0
    /// When the node is stopped and started again.
    var restartAtSeconds: Double?
    /// 0: nobody scans.
    var scannerConnectionsPerDay: Double = 0
}
