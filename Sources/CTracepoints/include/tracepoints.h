// The USDT tracepoints of Bitcoin Core, in the same contexts and with the same argument types, for programs that stand in for a
// node. Every function returns whether the tracepoint was hit, that is, whether anything was attached to it.

#ifndef TRACEPOINTS_H
#define TRACEPOINTS_H

#include <stdbool.h>
#include <stdint.h>

bool tracepoint_net_inbound_message(int64_t peer_id, const char *address, const char *connection_type,
                                    const char *message_type, uint64_t size, const void *payload);
bool tracepoint_net_outbound_message(int64_t peer_id, const char *address, const char *connection_type,
                                     const char *message_type, uint64_t size, const void *payload);
bool tracepoint_net_inbound_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                       uint64_t existing_connections);
bool tracepoint_net_outbound_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                        uint64_t existing_connections);
bool tracepoint_net_closed_connection(int64_t peer_id, const char *address, const char *connection_type, uint32_t network,
                                      int64_t established_s);
bool tracepoint_net_evicted_inbound_connection(int64_t peer_id, const char *address, const char *connection_type,
                                               uint32_t network, int64_t established_s);
bool tracepoint_net_misbehaving_connection(int64_t peer_id, const char *reason);

bool tracepoint_mempool_added(const void *txid, int32_t vsize, int64_t fee_sat);
bool tracepoint_mempool_removed(const void *txid, const char *reason, int32_t vsize, int64_t fee_sat, uint64_t entry_time_s);
bool tracepoint_mempool_replaced(const void *replaced_txid, int32_t replaced_vsize, int64_t replaced_fee_sat,
                                 uint64_t replaced_entry_time_s, const void *replacement_id, int32_t replacement_vsize,
                                 int64_t replacement_fee_sat, bool replaced_by_transaction);
bool tracepoint_mempool_rejected(const void *txid, const char *reason);

bool tracepoint_validation_block_connected(const void *hash, int32_t height, uint64_t transactions, int32_t inputs,
                                           int64_t sigops_cost, int64_t duration_ns);

bool tracepoint_addrman_attempt_add(bool inserted, int32_t bucket, int32_t bucket_position, const char *address,
                                    uint32_t address_as, const char *source, uint32_t source_as);
bool tracepoint_addrman_move_to_good(int32_t bucket, int32_t bucket_position, const char *address, uint32_t address_as,
                                     const char *source, uint32_t source_as);

bool tracepoint_utxocache_flush(int64_t duration_us, uint32_t mode, uint64_t coins, uint64_t memory_bytes, bool for_prune);
bool tracepoint_utxocache_uncache(const void *txid, uint32_t output_index, uint32_t height, int64_t value_sat,
                                  bool is_coinbase);

/// How many of the tracepoints have something attached; 0: nobody listens.
int tracepoints_attached(void);

#endif
