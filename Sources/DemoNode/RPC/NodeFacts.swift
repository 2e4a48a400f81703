import PeerObserver
import Synchronization

/// What the node that does not exist tells of itself, taken from the traffic now and then.
struct NodeFacts: Sendable {
    struct PeerFacts: Sendable {
        let id: Int64
        let address: String
        let network: UInt32
        let connectionType: String
        let establishedSeconds: Int64
        /// nil: what most have, as with all that follow.
        var userAgent: String?
        /// How many it sent, where that was more than usual.
        var addresses = 0
        var invToSend: Int?
        var pingMicroseconds: Int64?
        var timeOffsetSeconds: Int64?
        /// Heights of the blocks that it was asked for.
        var inflight: [Int32]?

        init(_ peer: Peer) {
            (id, address, network) = (peer.id, peer.address, peer.network)
            (connectionType, establishedSeconds) = (peer.connectionType.rawValue, peer.establishedSeconds)
            (userAgent, addresses) = (peer.told.userAgent, peer.told.addresses)
            if peer.told.isSlow { pingMicroseconds = 3_000_000 + peer.id * 7919 % 17_000_000 }
        }
    }

    var peers: [PeerFacts] = []
    var mempoolCount = 0
    var mempoolVirtualBytes: Int64 = 0
    var mempoolFees: Int64 = 0
    var tipHeight: Int32 = 0
    var tipHash = Hash256.zero
    /// Blocks whose headers are known, and nothing else.
    var headersAhead: Int32 = 0
    /// Seconds since the tip's time; nil: as usual.
    var tipAgeSeconds: Int64?
    /// How much later than usual it answers a ping, since its thread has other things to do.
    var delayNanoseconds: Int64 = 0
    var orphans: [Transaction] = []
    var startSeconds: Int64 = 0
    var messages: UInt64 = 0
}

/// The last facts, for the server's thread.
final class SharedFacts: Sendable {
    private let facts: Mutex<NodeFacts>

    init(_ facts: NodeFacts) { self.facts = Mutex(facts) }

    var current: NodeFacts {
        get { facts.withLock { $0 } }
        set { facts.withLock { $0 = newValue } }
    }
}

extension Traffic {
    /// What the node could tell now.
    var facts: NodeFacts { facts(at: probes.elapsed) }

    /// - Parameter elapsed: nanoseconds since the traffic's beginning.
    func facts(at elapsed: Int64) -> NodeFacts {
        var facts = NodeFacts()
        facts.peers = (state.peers.all + state.peers.guests).map { NodeFacts.PeerFacts($0) }
        facts.mempoolCount = state.mempool.entries.count
        for entry in state.mempool.entries {
            facts.mempoolVirtualBytes += Int64(entry.vsize)
            facts.mempoolFees += entry.feeSat
        }
        (facts.tipHeight, facts.tipHash) = (state.tip.height, state.tip.hash)
        facts.orphans = state.pool.transactions.prefix(3).map {
            Transaction(txid: $0.txid, wtxid: $0.wtxid, raw: $0.raw)
        }
        facts.startSeconds = state.startedSeconds
        for play in plays { play.change(&facts, elapsed: elapsed) }
        return facts
    }
}
