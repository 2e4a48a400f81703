import PeerObserver
import Testing

@testable import DemoNode

/// A scenario that was played for a minute beside a mainnet node's traffic.
struct Performance {
    /// What the scenario's own peers did.
    let hits: [(hit: Hit, elapsed: Int64)]
    let traffic: Traffic<CollectingSink>

    /// Seconds of traffic before it.
    static let before = 5.0

    init(_ scenario: any Scenario.Type, intensity: Double = 1, seconds: Double = 60, blocksEvery: Double = 600) throws {
        let settings = TrafficSettings {
            $0.ratePerSecond = 35
            $0.burstEverySeconds = blocksEvery
            $0.burstSize = 20
            $0.scenario = ScenarioSettings(
                name: scenario.name, afterSeconds: Self.before, seconds: seconds, intensity: intensity)
        }
        traffic = try Traffic.simulated(settings, seconds: Self.before + seconds - 0.001)
        // The ordinary traffic's peers tell of no user agent here.
        let guests = Set(
            traffic.probes.sink.hits.compactMap { hit -> Int64? in
                guard case .opened(let peer, _) = hit.hit, peer.told.userAgent != nil else { return nil }
                return peer.id
            })
        hits = traffic.probes.sink.hits.filter { $0.hit.peer.map { guests.contains($0.id) } ?? false }
    }

    /// Messages of the scenario's peers.
    func messages(_ type: String? = nil, inbound: Bool? = nil) -> [Exchange] {
        hits.compactMap { hit in
            guard case .message(let exchange) = hit.hit, type == nil || exchange.message.type == type,
                inbound == nil || exchange.inbound == inbound
            else { return nil }
            return exchange
        }
    }

    var opened: [Peer] { hits.compactMap { if case .opened(let peer, _) = $0.hit { peer } else { nil } } }
    var closed: [Peer] { hits.compactMap { if case .closed(let peer) = $0.hit { peer } else { nil } } }

    /// Lines of debug.log.
    var lines: [String] { traffic.probes.sink.lines.map(\.line) }

    /// How many hits of the whole traffic there were from the scenario's beginning on.
    func count(where matches: (Hit) -> Bool) -> Int {
        traffic.probes.sink.hits.count { $0.elapsed >= Int64(Self.before * 1e9) && matches($0.hit) }
    }

    /// What getpeerinfo tells of the scenario's peers at the end.
    var facts: NodeFacts { traffic.facts }
}

extension Hit {
    /// Whose it is.
    var peer: Peer? {
        switch self {
        case .message(let exchange): exchange.peer
        case .opened(let peer, _), .closed(let peer), .evicted(let peer), .misbehaving(let peer, _): peer
        default: nil
        }
    }
}
