#include "trace_events.h"

#define ROW(kind, context, event) [kind] = {#context, #event, #context "_" #event}

const struct trace_tracepoint trace_tracepoints[TRACE_KIND_COUNT] = {
    ROW(TRACE_NET_INBOUND_MESSAGE, net, inbound_message),
    ROW(TRACE_NET_OUTBOUND_MESSAGE, net, outbound_message),
    ROW(TRACE_NET_INBOUND_CONNECTION, net, inbound_connection),
    ROW(TRACE_NET_OUTBOUND_CONNECTION, net, outbound_connection),
    ROW(TRACE_NET_CLOSED_CONNECTION, net, closed_connection),
    ROW(TRACE_NET_EVICTED_INBOUND_CONNECTION, net, evicted_inbound_connection),
    ROW(TRACE_NET_MISBEHAVING_CONNECTION, net, misbehaving_connection),
    ROW(TRACE_MEMPOOL_ADDED, mempool, added),
    ROW(TRACE_MEMPOOL_REMOVED, mempool, removed),
    ROW(TRACE_MEMPOOL_REPLACED, mempool, replaced),
    ROW(TRACE_MEMPOOL_REJECTED, mempool, rejected),
    ROW(TRACE_VALIDATION_BLOCK_CONNECTED, validation, block_connected),
    ROW(TRACE_ADDRMAN_ATTEMPT_ADD, addrman, attempt_add),
    ROW(TRACE_ADDRMAN_MOVE_TO_GOOD, addrman, move_to_good),
    ROW(TRACE_UTXOCACHE_FLUSH, utxocache, flush),
    ROW(TRACE_UTXOCACHE_UNCACHE, utxocache, uncache),
};

const struct trace_tracepoint *trace_tracepoint_of(__u32 kind) {
    return kind < TRACE_KIND_COUNT ? &trace_tracepoints[kind] : 0;
}

__u32 trace_record_size(__u32 kind) {
    switch (kind) {
    case TRACE_NET_INBOUND_MESSAGE:
    case TRACE_NET_OUTBOUND_MESSAGE: return sizeof(struct trace_net_message);
    case TRACE_NET_INBOUND_CONNECTION:
    case TRACE_NET_OUTBOUND_CONNECTION: return sizeof(struct trace_net_connection_opened);
    case TRACE_NET_CLOSED_CONNECTION:
    case TRACE_NET_EVICTED_INBOUND_CONNECTION: return sizeof(struct trace_net_connection_closed);
    case TRACE_NET_MISBEHAVING_CONNECTION: return sizeof(struct trace_net_misbehaving);
    case TRACE_MEMPOOL_ADDED: return sizeof(struct trace_mempool_added);
    case TRACE_MEMPOOL_REMOVED: return sizeof(struct trace_mempool_removed);
    case TRACE_MEMPOOL_REPLACED: return sizeof(struct trace_mempool_replaced);
    case TRACE_MEMPOOL_REJECTED: return sizeof(struct trace_mempool_rejected);
    case TRACE_VALIDATION_BLOCK_CONNECTED: return sizeof(struct trace_validation_block_connected);
    case TRACE_ADDRMAN_ATTEMPT_ADD: return sizeof(struct trace_addrman_attempt_add);
    case TRACE_ADDRMAN_MOVE_TO_GOOD: return sizeof(struct trace_addrman_move_to_good);
    case TRACE_UTXOCACHE_FLUSH: return sizeof(struct trace_utxocache_flush);
    case TRACE_UTXOCACHE_UNCACHE: return sizeof(struct trace_utxocache_uncache);
    default: return 0;
    }
}
