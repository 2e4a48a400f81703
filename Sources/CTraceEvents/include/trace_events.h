// The records that the BPF programs write to the ring buffer and user space reads: one definition for both sides.
//
// Every record starts with `struct trace_header`. All sizes are multiples of eight, so that no record has hidden padding and
// a record's layout is the same for every compiler. Text fields hold a zero-terminated string; what follows the zero is
// undefined. Hashes are 32 bytes in the node's (little-endian) order.

#ifndef TRACE_EVENTS_H
#define TRACE_EVENTS_H

#include <linux/types.h>

// Longest value known for each text, plus its terminating zero, rounded up to a multiple of eight.
#define TRACE_ADDRESS_SIZE 80           // 62 characters of a Tor v3 address, colon, port
#define TRACE_CONNECTION_TYPE_SIZE 24   // "outbound-full-relay", "block-relay-only", "private-broadcast"
#define TRACE_MESSAGE_TYPE_SIZE 24      // 12 characters on the wire
#define TRACE_MISBEHAVING_REASON_SIZE 128
#define TRACE_REMOVAL_REASON_SIZE 16    // "sizelimit"
#define TRACE_REJECTION_REASON_SIZE 128
#define TRACE_HASH_SIZE 32

// Longest payload a record carries. Bitcoin Core accepts messages of up to 4,000,000 bytes.
#define TRACE_MAXIMUM_PAYLOAD_SIZE (4u << 20)

// What a record is about, which is also the row of its counters. New kinds go at the end: recordings keep the number.
enum trace_kind {
    TRACE_NET_INBOUND_MESSAGE = 0,
    TRACE_NET_OUTBOUND_MESSAGE = 1,
    TRACE_NET_INBOUND_CONNECTION = 2,
    TRACE_NET_OUTBOUND_CONNECTION = 3,
    TRACE_NET_CLOSED_CONNECTION = 4,
    TRACE_NET_EVICTED_INBOUND_CONNECTION = 5,
    TRACE_NET_MISBEHAVING_CONNECTION = 6,
    TRACE_MEMPOOL_ADDED = 7,
    TRACE_MEMPOOL_REMOVED = 8,
    TRACE_MEMPOOL_REPLACED = 9,
    TRACE_MEMPOOL_REJECTED = 10,
    TRACE_VALIDATION_BLOCK_CONNECTED = 11,
    TRACE_ADDRMAN_ATTEMPT_ADD = 12,
    TRACE_ADDRMAN_MOVE_TO_GOOD = 13,
    TRACE_UTXOCACHE_FLUSH = 14,
    TRACE_UTXOCACHE_UNCACHE = 15,
    TRACE_KIND_COUNT = 16,
};

struct trace_header {
    __u32 kind;            // enum trace_kind
    __u32 pid;             // process (thread group) id in the initial PID namespace
    __u64 monotonic_ns;    // CLOCK_MONOTONIC when the probe was hit
    __u32 length;          // bytes of the record that hold data: this header, the kind's fields, the payload
    __u32 payload_length;  // bytes of payload behind the kind's fields; zero for all kinds but messages
};

// TRACE_NET_INBOUND_MESSAGE, TRACE_NET_OUTBOUND_MESSAGE. `header.payload_length` bytes of payload follow.
struct trace_net_message {
    struct trace_header header;
    __s64 peer_id;
    __u64 size;  // payload size that the node named
    char address[TRACE_ADDRESS_SIZE];
    char connection_type[TRACE_CONNECTION_TYPE_SIZE];
    char message_type[TRACE_MESSAGE_TYPE_SIZE];
};

// What all four events in the life of a connection begin with.
struct trace_net_connection {
    struct trace_header header;
    __s64 peer_id;
    char address[TRACE_ADDRESS_SIZE];
    char connection_type[TRACE_CONNECTION_TYPE_SIZE];
    __u32 network;  // Bitcoin Core's `enum Network`
    __u32 reserved;
};

// TRACE_NET_INBOUND_CONNECTION, TRACE_NET_OUTBOUND_CONNECTION
struct trace_net_connection_opened {
    struct trace_net_connection connection;
    __u64 existing_connections;  // of the same direction
};

// TRACE_NET_CLOSED_CONNECTION, TRACE_NET_EVICTED_INBOUND_CONNECTION
struct trace_net_connection_closed {
    struct trace_net_connection connection;
    __s64 established_s;  // Unix time at which the connection was made
};

// TRACE_NET_MISBEHAVING_CONNECTION
struct trace_net_misbehaving {
    struct trace_header header;
    __s64 peer_id;
    char reason[TRACE_MISBEHAVING_REASON_SIZE];
};

struct trace_mempool_added {
    struct trace_header header;
    __u8 txid[TRACE_HASH_SIZE];
    __s64 fee_sat;
    __s32 vsize;
    __u32 reserved;
};

struct trace_mempool_removed {
    struct trace_header header;
    __u8 txid[TRACE_HASH_SIZE];
    __s64 fee_sat;
    __u64 entry_time_s;  // Unix time at which the transaction entered the mempool
    __s32 vsize;
    __u32 reserved;
    char reason[TRACE_REMOVAL_REASON_SIZE];
};

struct trace_mempool_replaced {
    struct trace_header header;
    __u8 replaced_txid[TRACE_HASH_SIZE];
    __u8 replacement_id[TRACE_HASH_SIZE];  // a txid, or the hash of a package
    __s64 replaced_fee_sat;
    __u64 replaced_entry_time_s;
    __s64 replacement_fee_sat;
    __s32 replaced_vsize;
    __s32 replacement_vsize;
    __u32 replaced_by_transaction;  // 1: `replacement_id` is a txid
    __u32 reserved;
};

struct trace_mempool_rejected {
    struct trace_header header;
    __u8 txid[TRACE_HASH_SIZE];
    char reason[TRACE_REJECTION_REASON_SIZE];
};

struct trace_validation_block_connected {
    struct trace_header header;
    __u8 hash[TRACE_HASH_SIZE];
    __s32 height;
    __s32 inputs;
    __u64 transactions;
    __s64 sigops_cost;
    __u64 duration;  // as the node gives it: ns since v25, µs before
};

struct trace_addrman_attempt_add {
    struct trace_header header;
    __s32 bucket;
    __s32 bucket_position;
    __u32 inserted;
    __u32 address_as;  // 0 where the node maps no AS
    __u32 source_as;
    __u32 reserved;
    char address[TRACE_ADDRESS_SIZE];
    char source[TRACE_ADDRESS_SIZE];
};

struct trace_addrman_move_to_good {
    struct trace_header header;
    __s32 bucket;
    __s32 bucket_position;
    __u32 address_as;
    __u32 source_as;
    char address[TRACE_ADDRESS_SIZE];
    char source[TRACE_ADDRESS_SIZE];
};

struct trace_utxocache_flush {
    struct trace_header header;
    __s64 duration_us;
    __u64 coins;
    __u64 memory_bytes;
    __u32 mode;  // Bitcoin Core's `FlushStateMode`
    __u32 for_prune;
};

struct trace_utxocache_uncache {
    struct trace_header header;
    __u8 txid[TRACE_HASH_SIZE];
    __s64 value_sat;
    __u32 output_index;
    __u32 height;
    __u32 is_coinbase;
    __u32 reserved;
};

// What became of the hits of one tracepoint. Every hit adds one to exactly one of them.
struct trace_outcomes {
    __u64 submitted;
    __u64 ring_full;
    __u64 oversized;  // payload above TRACE_MAXIMUM_PAYLOAD_SIZE
    __u64 fault;      // an argument pointed at memory that could not be read
};

// Set by user space before the programs are loaded.
struct trace_settings {
    __u64 wake_mark;  // bytes in the ring from which on the consumer is woken at once
};

// Where the events of a kind come from.
struct trace_tracepoint {
    const char *provider;
    const char *name;
    const char *program;  // BPF function
};

#ifndef __bpf__
/// One row per kind, in the order of `enum trace_kind`.
extern const struct trace_tracepoint trace_tracepoints[TRACE_KIND_COUNT];

/// The row of a kind; NULL for an unknown kind.
const struct trace_tracepoint *trace_tracepoint_of(__u32 kind);

/// The size of the fixed part of a record of this kind; 0 for an unknown kind.
__u32 trace_record_size(__u32 kind);
#endif

#endif
