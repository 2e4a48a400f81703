import CTraceEvents
import PeerObserver

/// One hit of a tracepoint.
enum Hit {
    case message(Exchange)
    case opened(Peer, existing: Int)
    case closed(Peer)
    case evicted(Peer)
    case misbehaving(Peer, reason: String)
    case added(MempoolEntry)
    case removed(MempoolEntry, reason: String)
    case replaced(MempoolEntry, by: MempoolEntry)
    case rejected(txid: Hash256, reason: String)
    case blockConnected(ConnectedBlock)
    case attemptAdd(AddrmanEntry, inserted: Bool)
    case moveToGood(AddrmanEntry)
    case flush(CacheFlush)
    case uncache(UncachedCoin)

    /// The tracepoint.
    var kind: trace_kind {
        switch self {
        case .message(let exchange): exchange.inbound ? TRACE_NET_INBOUND_MESSAGE : TRACE_NET_OUTBOUND_MESSAGE
        case .opened(let peer, _):
            peer.connectionType.isInbound ? TRACE_NET_INBOUND_CONNECTION : TRACE_NET_OUTBOUND_CONNECTION
        case .closed: TRACE_NET_CLOSED_CONNECTION
        case .evicted: TRACE_NET_EVICTED_INBOUND_CONNECTION
        case .misbehaving: TRACE_NET_MISBEHAVING_CONNECTION
        case .added: TRACE_MEMPOOL_ADDED
        case .removed: TRACE_MEMPOOL_REMOVED
        case .replaced: TRACE_MEMPOOL_REPLACED
        case .rejected: TRACE_MEMPOOL_REJECTED
        case .blockConnected: TRACE_VALIDATION_BLOCK_CONNECTED
        case .attemptAdd: TRACE_ADDRMAN_ATTEMPT_ADD
        case .moveToGood: TRACE_ADDRMAN_MOVE_TO_GOOD
        case .flush: TRACE_UTXOCACHE_FLUSH
        case .uncache: TRACE_UTXOCACHE_UNCACHE
        }
    }
}

struct MempoolEntry {
    var txid: Hash256
    var vsize: Int32
    var feeSat: Int64
    /// Unix time.
    var entrySeconds: UInt64
}

struct ConnectedBlock {
    var hash: Hash256
    var height: Int32
    var transactions: Int
    var inputs: Int32
    var sigopsCost: Int64
    var durationNanoseconds: Int64
}

struct AddrmanEntry {
    var bucket: Int32
    var position: Int32
    var address: String
    var source: String
}

struct CacheFlush {
    var durationMicroseconds: Int64
    /// Bitcoin Core's `FlushStateMode`.
    var mode: UInt32
    var coins: UInt64
    var memoryBytes: UInt64
    var forPrune: Bool
}

struct UncachedCoin {
    var txid: Hash256
    var outputIndex: UInt32
    var height: UInt32
    var valueSat: Int64
    var isCoinbase: Bool
}
