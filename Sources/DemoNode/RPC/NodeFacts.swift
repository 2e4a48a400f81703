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
    }

    var peers: [PeerFacts] = []
    var mempoolCount = 0
    var mempoolVirtualBytes: Int64 = 0
    var mempoolFees: Int64 = 0
    var tipHeight: Int32 = 0
    var tipHash = Hash256.zero
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
    var facts: NodeFacts {
        var facts = NodeFacts()
        facts.peers = state.peers.all.map { peer in
            NodeFacts.PeerFacts(
                id: peer.id, address: peer.address, network: peer.network,
                connectionType: peer.connectionType.rawValue, establishedSeconds: peer.establishedSeconds)
        }
        facts.mempoolCount = state.mempool.entries.count
        for entry in state.mempool.entries {
            facts.mempoolVirtualBytes += Int64(entry.vsize)
            facts.mempoolFees += entry.feeSat
        }
        (facts.tipHeight, facts.tipHash) = (state.tip.height, state.tip.hash)
        facts.orphans = state.pool.transactions.prefix(3).map {
            Transaction(txid: $0.txid, wtxid: $0.wtxid, raw: $0.raw)
        }
        facts.startSeconds = probes.startSeconds
        return facts
    }
}
