// net:{inbound,outbound,closed,evicted_inbound,misbehaving}_connection: the life of a connection.

#pragma once

static __always_inline int unreadable_connection(struct trace_net_connection *connection, __s64 peer_id, void *address,
                                                 void *connection_type, __u32 network) {
    connection->peer_id = peer_id;
    connection->network = network;
    connection->reserved = 0;
    return unreadable_text(connection->address, address) || unreadable_text(connection->connection_type, connection_type);
}

#define OPENED_PROGRAM(name, kind)                                                                                       \
    SEC("usdt")                                                                                                          \
    int BPF_USDT(name, __s64 peer_id, void *address, void *connection_type, __u32 network, __u64 existing) {             \
        RESERVE(trace_net_connection_opened, record, kind);                                                              \
        record->existing_connections = existing;                                                                         \
        if (unreadable_connection(&record->connection, peer_id, address, connection_type, network))                      \
            return discard(kind, record, FAULT);                                                                         \
        return submit(kind, record);                                                                                     \
    }

#define CLOSED_PROGRAM(name, kind)                                                                                       \
    SEC("usdt")                                                                                                          \
    int BPF_USDT(name, __s64 peer_id, void *address, void *connection_type, __u32 network, __s64 established) {          \
        RESERVE(trace_net_connection_closed, record, kind);                                                              \
        record->established_s = established;                                                                             \
        if (unreadable_connection(&record->connection, peer_id, address, connection_type, network))                      \
            return discard(kind, record, FAULT);                                                                         \
        return submit(kind, record);                                                                                     \
    }

OPENED_PROGRAM(net_inbound_connection, TRACE_NET_INBOUND_CONNECTION)
OPENED_PROGRAM(net_outbound_connection, TRACE_NET_OUTBOUND_CONNECTION)
CLOSED_PROGRAM(net_closed_connection, TRACE_NET_CLOSED_CONNECTION)
CLOSED_PROGRAM(net_evicted_inbound_connection, TRACE_NET_EVICTED_INBOUND_CONNECTION)

SEC("usdt")
int BPF_USDT(net_misbehaving_connection, __s64 peer_id, void *reason) {
    RESERVE(trace_net_misbehaving, record, TRACE_NET_MISBEHAVING_CONNECTION);
    record->peer_id = peer_id;
    if (unreadable_text(record->reason, reason)) return discard(TRACE_NET_MISBEHAVING_CONNECTION, record, FAULT);
    return submit(TRACE_NET_MISBEHAVING_CONNECTION, record);
}
