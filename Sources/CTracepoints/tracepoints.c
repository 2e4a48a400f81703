// _SDT_HAS_SEMAPHORES makes <sys/sdt.h> tell tracers of a counter per tracepoint, which the kernel raises while somebody is
// attached: a tracepoint that nobody listens to costs one comparison, and its arguments are not prepared.
#define _SDT_HAS_SEMAPHORES 1
#define SDT_USE_VARIADIC 1
#include <sys/sdt.h>

#include "tracepoints.h"

// Volatile, since the kernel writes it.
#define SEMAPHORE(context, event) volatile unsigned short context##_##event##_semaphore __attribute__((section(".probes")))

#define HIT(context, event, ...)                                  \
    do {                                                          \
        if (context##_##event##_semaphore == 0) return false;     \
        STAP_PROBEV(context, event, __VA_ARGS__);                 \
        return true;                                              \
    } while (0)

SEMAPHORE(net, inbound_message);
SEMAPHORE(net, outbound_message);
SEMAPHORE(net, inbound_connection);
SEMAPHORE(net, outbound_connection);
SEMAPHORE(net, closed_connection);
SEMAPHORE(net, evicted_inbound_connection);
SEMAPHORE(net, misbehaving_connection);
SEMAPHORE(mempool, added);
SEMAPHORE(mempool, removed);
SEMAPHORE(mempool, replaced);
SEMAPHORE(mempool, rejected);
SEMAPHORE(validation, block_connected);
SEMAPHORE(addrman, attempt_add);
SEMAPHORE(addrman, move_to_good);
SEMAPHORE(utxocache, flush);
SEMAPHORE(utxocache, uncache);

// Operands in registers. sdt.h leaves the choice to the compiler: GCC, which nodes are built with, takes the registers these
// values are in, while clang would write every one of them to the stack first, from where a tracer has to read it at a cost.
#undef STAP_SDT_ARG_CONSTRAINT
#define STAP_SDT_ARG_CONSTRAINT nr

bool tracepoint_net_inbound_message(int64_t peer_id, const char *address, const char *connection_type,
                                    const char *message_type, uint64_t size, const void *payload) {
    HIT(net, inbound_message, peer_id, address, connection_type, message_type, size, payload);
}

bool tracepoint_net_outbound_message(int64_t peer_id, const char *address, const char *connection_type,
                                     const char *message_type, uint64_t size, const void *payload) {
    HIT(net, outbound_message, peer_id, address, connection_type, message_type, size, payload);
}

// From here on as the compiler likes: both ways are real, and tests want both.
#undef STAP_SDT_ARG_CONSTRAINT
#define STAP_SDT_ARG_CONSTRAINT nor

bool tracepoint_net_inbound_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                       uint64_t existing_connections) {
    HIT(net, inbound_connection, peer_id, address, connection_type, network, existing_connections);
}

bool tracepoint_net_outbound_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                        uint64_t existing_connections) {
    HIT(net, outbound_connection, peer_id, address, connection_type, network, existing_connections);
}

bool tracepoint_net_closed_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                      int64_t established_s) {
    HIT(net, closed_connection, peer_id, address, connection_type, network, established_s);
}

bool tracepoint_net_evicted_inbound_connection(int64_t peer_id, const char *address, const char *connection_type,
                                               uint32_t network, int64_t established_s) {
    HIT(net, evicted_inbound_connection, peer_id, address, connection_type, network, established_s);
}

bool tracepoint_net_misbehaving_connection(int64_t peer_id, const char *reason) {
    HIT(net, misbehaving_connection, peer_id, reason);
}

bool tracepoint_mempool_added(const void *txid, int32_t vsize, int64_t fee_sat) {
    HIT(mempool, added, txid, vsize, fee_sat);
}

bool tracepoint_mempool_removed(const void *txid, const char *reason, int32_t vsize, int64_t fee_sat, uint64_t entry_time_s) {
    HIT(mempool, removed, txid, reason, vsize, fee_sat, entry_time_s);
}

bool tracepoint_mempool_replaced(const void *replaced_txid, int32_t replaced_vsize, int64_t replaced_fee_sat,
                                 uint64_t replaced_entry_time_s, const void *replacement_id, int32_t replacement_vsize,
                                 int64_t replacement_fee_sat, bool replaced_by_transaction) {
    HIT(mempool, replaced, replaced_txid, replaced_vsize, replaced_fee_sat, replaced_entry_time_s, replacement_id,
        replacement_vsize, replacement_fee_sat, replaced_by_transaction);
}

bool tracepoint_mempool_rejected(const void *txid, const char *reason) {
    HIT(mempool, rejected, txid, reason);
}

bool tracepoint_validation_block_connected(const void *hash, int32_t height, uint64_t transactions, int32_t inputs,
                                           int64_t sigops_cost, int64_t duration_ns) {
    HIT(validation, block_connected, hash, height, transactions, inputs, sigops_cost, duration_ns);
}

bool tracepoint_addrman_attempt_add(bool inserted, int32_t bucket, int32_t bucket_position, const char *address,
                                    uint32_t address_as, const char *source, uint32_t source_as) {
    HIT(addrman, attempt_add, inserted, bucket, bucket_position, address, address_as, source, source_as);
}

bool tracepoint_addrman_move_to_good(int32_t bucket, int32_t bucket_position, const char *address, uint32_t address_as,
                                     const char *source, uint32_t source_as) {
    HIT(addrman, move_to_good, bucket, bucket_position, address, address_as, source, source_as);
}

bool tracepoint_utxocache_flush(int64_t duration_us, uint32_t mode, uint64_t coins, uint64_t memory_bytes, bool for_prune) {
    HIT(utxocache, flush, duration_us, mode, coins, memory_bytes, for_prune);
}

bool tracepoint_utxocache_uncache(const void *txid, uint32_t output_index, uint32_t height, int64_t value_sat,
                                  bool is_coinbase) {
    HIT(utxocache, uncache, txid, output_index, height, value_sat, is_coinbase);
}

int tracepoints_attached(void) {
    return (net_inbound_message_semaphore > 0) + (net_outbound_message_semaphore > 0)
        + (net_inbound_connection_semaphore > 0) + (net_outbound_connection_semaphore > 0)
        + (net_closed_connection_semaphore > 0) + (net_evicted_inbound_connection_semaphore > 0)
        + (net_misbehaving_connection_semaphore > 0) + (mempool_added_semaphore > 0) + (mempool_removed_semaphore > 0)
        + (mempool_replaced_semaphore > 0) + (mempool_rejected_semaphore > 0) + (validation_block_connected_semaphore > 0)
        + (addrman_attempt_add_semaphore > 0) + (addrman_move_to_good_semaphore > 0) + (utxocache_flush_semaphore > 0)
        + (utxocache_uncache_semaphore > 0);
}
