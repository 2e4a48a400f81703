import PeerObserver

/// Every detector.
struct DetectorTable: Sendable {
    var pingSpam: PingSpam
    var addrSpam: AddrSpam
    var addrFlood: AddrFlood

    static let all: [any Detector.Type] = [
        PingSpam.self, AddrSpam.self, AddrFlood.self,
    ]

    static let facts: [DetectorFacts] = all.map { $0.facts }

    init(_ settings: DetectorSettings) {
        pingSpam = settings.make()
        addrSpam = settings.make()
        addrFlood = settings.make()
    }

    mutating func tick(_ book: inout AlertBook) {
        pingSpam.tick(&book)
        addrSpam.tick(&book)
        addrFlood.tick(&book)
    }
}

/// What operators changed.
struct DetectorSettings: Sendable {
    /// By kind and name.
    var changed: [String: [String: Double]] = [:]
    /// Kinds that raise no alerts.
    var disabled: Set<String> = []

    func make<Kind: Detector>() -> Kind {
        Kind(Parameters(Kind.facts, changed: changed[Kind.facts.kind] ?? [:]))
    }

    /// Those that may raise alerts.
    var facts: [DetectorFacts] { DetectorTable.facts.filter { !disabled.contains($0.kind) } }
}
