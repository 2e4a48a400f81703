/// No block for half an hour, and none comes: the node takes its tip for stale, says so every ten minutes, and makes another outbound
/// connection each time. The scenario begins where the half hour is over.
///
/// The times are Bitcoin Core's (`net_processing.cpp`: `TipMayBeStale` after three times ten minutes, `STALE_CHECK_INTERVAL`). At ten minutes
/// between blocks on average, one in twenty waits that long without any attack. Weaker means: shorter, three minutes at a tenth.
struct StaleTip: Scenario {
    static let name = "stale-tip"

    static let secondsUntilStale = 1800.0
    private static let secondsBetweenChecks = 600.0

    private let age: Int64
    private var checks = Pace(everySeconds: Self.secondsBetweenChecks)
    private var begin: Int64 = 0

    init(intensity: Double) { age = Int64(Self.secondsUntilStale * intensity) }

    var due: Int64? { checks.due }

    var holdsBlocks: Bool { true }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        checks.advance()
        let seconds = age + stage.elapsed / 1_000_000_000
        guard seconds >= Int64(Self.secondsUntilStale) else { return }
        stage.say(
            """
            [scheduler] Potential stale tip detected, will try using extra outbound peer (last tip update: \(seconds) seconds \
            ago)
            """)
        let peer = stage.connect(
            from: NodeAddress(spread: .ipv4, port: 8333, random: &stage.random), as: .outboundFullRelay, &node)
        stage.introduce(peer, userAgent: "/Satoshi:29.0.0/", node)
        stage.acknowledge(peer)
    }

    func change(_ facts: inout NodeFacts, elapsed: Int64) { facts.tipAgeSeconds = age + elapsed / 1_000_000_000 }
}
