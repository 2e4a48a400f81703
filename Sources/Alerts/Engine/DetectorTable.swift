import PeerObserver

/// Every detector.
struct DetectorTable: Sendable {
    var pingSpam: PingSpam
    var addrSpam: AddrSpam
    var addrFlood: AddrFlood
    var getaddrFingerprinting: GetaddrFingerprinting
    var inboundDrop: InboundDrop
    var connectionFlood: ConnectionFlood
    var evictionChurn: EvictionChurn
    var shortVisitors: ShortVisitors
    var spyPeers: SpyPeers
    var bloomLoad: BloomLoad
    var processingBacklog: ProcessingBacklog
    var invalidHeaders: InvalidHeaders
    var misbehaviourSpike: MisbehaviourSpike
    var orphanFlood: OrphanFlood
    var blockStall: BlockStall
    var staleTip: StaleTip
    var slowBlock: SlowBlock
    var reconstructionFailures: ReconstructionFailures
    var uncacheSpike: UncacheSpike
    var lowDiversity: LowDiversity
    var clockOffset: ClockOffset
    var unknownMessages: UnknownMessages
    var malformedMessages: MalformedMessages
    var band: Band

    /// What is done with each of them alike.
    private struct Entry: Sendable {
        let facts: DetectorFacts
        let tick: @Sendable (inout DetectorTable, borrowing PeerTable, inout AlertBook) -> Void
        let level: @Sendable (borrowing DetectorTable) -> Level?

        init<Kind: Detector>(_ path: any WritableKeyPath<DetectorTable, Kind> & Sendable) {
            facts = Kind.facts
            tick = { table, peers, book in table[keyPath: path].tick(peers, &book) }
            level = { table in table[keyPath: path].level }
        }
    }

    /// In the order of their kinds in `Subject`.
    private static let all: [Entry] = [
        Entry(\.pingSpam), Entry(\.addrSpam), Entry(\.addrFlood), Entry(\.getaddrFingerprinting),
        Entry(\.inboundDrop), Entry(\.connectionFlood), Entry(\.evictionChurn), Entry(\.shortVisitors),
        Entry(\.spyPeers), Entry(\.bloomLoad), Entry(\.processingBacklog), Entry(\.invalidHeaders),
        Entry(\.misbehaviourSpike), Entry(\.orphanFlood), Entry(\.blockStall), Entry(\.staleTip),
        Entry(\.slowBlock), Entry(\.reconstructionFailures), Entry(\.uncacheSpike), Entry(\.lowDiversity),
        Entry(\.clockOffset), Entry(\.unknownMessages), Entry(\.malformedMessages), Entry(\.band),
    ]

    static let facts: [DetectorFacts] = all.map(\.facts)

    init(_ settings: DetectorSettings) {
        pingSpam = settings.make()
        addrSpam = settings.make()
        addrFlood = settings.make()
        getaddrFingerprinting = settings.make()
        inboundDrop = settings.make()
        connectionFlood = settings.make()
        evictionChurn = settings.make()
        shortVisitors = settings.make()
        spyPeers = settings.make()
        bloomLoad = settings.make()
        processingBacklog = settings.make()
        invalidHeaders = settings.make()
        misbehaviourSpike = settings.make()
        orphanFlood = settings.make()
        blockStall = settings.make()
        staleTip = settings.make()
        slowBlock = settings.make()
        reconstructionFailures = settings.make()
        uncacheSpike = settings.make()
        lowDiversity = settings.make()
        clockOffset = settings.make()
        unknownMessages = settings.make()
        malformedMessages = settings.make()
        band = settings.make()
        band.watch(settings.watched)
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        for entry in Self.all { entry.tick(&self, peers, &book) }
    }

    /// How near each is to an alert, where that is one number.
    var levels: [(subject: Subject, level: Level)] {
        Self.all.compactMap { entry in entry.level(self).map { (entry.facts.subject, $0) } }
    }
}

/// What operators changed.
struct DetectorSettings: Sendable {
    /// By kind and name.
    var changed: [String: [String: Double]] = [:]
    /// Kinds that raise no alerts.
    var disabled: Set<String> = []
    /// For the band.
    var watched: [WatchedCounter] = []

    func make<Kind: Detector>() -> Kind {
        Kind(Parameters(Kind.facts, changed: changed[Kind.facts.kind] ?? [:]))
    }

    /// Those that may raise alerts.
    var facts: [DetectorFacts] { DetectorTable.facts.filter { !disabled.contains($0.kind) } }
}
