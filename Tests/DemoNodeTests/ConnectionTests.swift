import Testing

@testable import DemoNode

@Suite struct ConnectionTests {
    /// A minute in which there are many connections.
    private static func busy() throws -> Traffic<CollectingSink> {
        let settings = TrafficSettings {
            $0.ratePerSecond = 2000
            $0.burstEverySeconds = 0
        }
        return try Traffic.simulated(settings, seconds: 60)
    }

    @Test func peersSpeakOnlyWhileConnected() throws {
        var isConnected: [Int64: Bool] = [:]
        for (hit, _) in try Self.busy().probes.sink.hits {
            switch hit {
            case .opened(let peer, _):
                #expect(isConnected[peer.id] == nil)
                isConnected[peer.id] = true
            case .message(let exchange) where exchange.peer.id >= PeerSet.firstID:
                #expect(isConnected[exchange.peer.id] != false)
            case .evicted(let peer), .misbehaving(let peer, _): #expect(isConnected[peer.id] != false)
            case .closed(let peer):
                #expect(isConnected[peer.id] != false)
                isConnected[peer.id] = false
            default: break
            }
        }
        #expect(isConnected.count > 200)
    }

    @Test func everyTypeOfConnectionIsMade() throws {
        var types: Set<ConnectionType> = []
        var networks: Set<UInt32> = []
        for case (.opened(let peer, _), _) in try Self.busy().probes.sink.hits {
            types.insert(peer.connectionType)
            networks.insert(peer.network)
        }
        #expect(types == Set(ConnectionType.allCases))
        #expect(networks == Set(NodeAddress.Network.allCases.map(\.rawValue)))
    }

    @Test func aHandshakeBeginsWithVersionsOfBothSides() throws {
        var random = Random(seed: 1)
        let pool = try MessagePool(nowSeconds: 1_700_000_000, random: &random)
        for type in ConnectionType.allCases {
            let peer = Peer(id: 1, connectionType: type, establishedSeconds: 0, random: &random)
            let steps = Handshake.steps(peer, pool: pool, random: &random)
            let first = steps.prefix(2).compactMap { if case .message(let exchange) = $0 { exchange } else { nil } }
            #expect(first.map(\.message.type) == ["version", "version"])
            #expect(first.map(\.inbound) == [type.isInbound, !type.isInbound])
            guard case .closes = steps.last else {
                #expect(!type.isShort, "\(type) stays")
                continue
            }
        }
    }

    @Test func thereAreNeverTooManyPeers() throws {
        var open = 0
        for (hit, _) in try Self.busy().probes.sink.hits {
            if case .opened(let peer, let existing) = hit {
                open = max(open, existing)
                #expect(existing <= (peer.connectionType.isInbound ? PeerSet.mostInbound : 20))
            }
        }
        #expect(open > 20)
    }
}
