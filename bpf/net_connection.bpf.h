// net:{inbound,outbound,closed,evicted_inbound,misbehaving}_connection: the life of a connection.

#pragma once

static __always_inline bool fill_connection(struct trace_net_connection *connection, struct arguments *arguments) {
    connection->peer_id = argument(arguments, 0);
    connection->network = argument(arguments, 3);
    connection->reserved = 0;
    return unreadable_text(connection->address, text_argument(arguments, 1))
        || unreadable_text(connection->connection_type, text_argument(arguments, 2));
}

RECORD_PROGRAM(net_inbound_connection, TRACE_NET_INBOUND_CONNECTION, trace_net_connection_opened) {
    record->existing_connections = argument(arguments, 4);
    return fill_connection(&record->connection, arguments);
}

RECORD_PROGRAM(net_outbound_connection, TRACE_NET_OUTBOUND_CONNECTION, trace_net_connection_opened) {
    record->existing_connections = argument(arguments, 4);
    return fill_connection(&record->connection, arguments);
}

RECORD_PROGRAM(net_closed_connection, TRACE_NET_CLOSED_CONNECTION, trace_net_connection_closed) {
    record->established_s = argument(arguments, 4);
    return fill_connection(&record->connection, arguments);
}

RECORD_PROGRAM(net_evicted_inbound_connection, TRACE_NET_EVICTED_INBOUND_CONNECTION, trace_net_connection_closed) {
    record->established_s = argument(arguments, 4);
    return fill_connection(&record->connection, arguments);
}

RECORD_PROGRAM(net_misbehaving_connection, TRACE_NET_MISBEHAVING_CONNECTION, trace_net_misbehaving) {
    record->peer_id = argument(arguments, 0);
    return unreadable_text(record->reason, text_argument(arguments, 1));
}
