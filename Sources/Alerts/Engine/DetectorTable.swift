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

    /// In the order of their kinds in `Subject`.
    static let all: [any Detector.Type] = [
        PingSpam.self, AddrSpam.self, AddrFlood.self, GetaddrFingerprinting.self, InboundDrop.self,
        ConnectionFlood.self,
        EvictionChurn.self, ShortVisitors.self, SpyPeers.self, BloomLoad.self, ProcessingBacklog.self,
        InvalidHeaders.self, MisbehaviourSpike.self, OrphanFlood.self, BlockStall.self, StaleTip.self, SlowBlock.self,
        ReconstructionFailures.self, UncacheSpike.self, LowDiversity.self, ClockOffset.self, UnknownMessages.self,
        MalformedMessages.self, Band.self,
    ]

    static let facts: [DetectorFacts] = all.map { $0.facts }

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

    /// Those that look at the clock.
    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        addrFlood.tick(peers, &book)
        getaddrFingerprinting.tick(peers, &book)
        connectionFlood.tick(peers, &book)
        evictionChurn.tick(peers, &book)
        shortVisitors.tick(peers, &book)
        spyPeers.tick(peers, &book)
        bloomLoad.tick(peers, &book)
        misbehaviourSpike.tick(peers, &book)
        orphanFlood.tick(peers, &book)
        uncacheSpike.tick(peers, &book)
        unknownMessages.tick(peers, &book)
        malformedMessages.tick(peers, &book)
        band.tick(peers, &book)
    }

    /// How near each is to an alert, where that is one number.
    var levels: [(subject: Subject, level: Level)] {
        let detectors: [any Detector] = [
            addrFlood, getaddrFingerprinting, inboundDrop, connectionFlood, evictionChurn, shortVisitors, spyPeers,
            bloomLoad,
            misbehaviourSpike, orphanFlood, uncacheSpike, unknownMessages, malformedMessages,
        ]
        return detectors.compactMap { detector in
            detector.level.map { (type(of: detector).facts.subject, $0) }
        }
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
