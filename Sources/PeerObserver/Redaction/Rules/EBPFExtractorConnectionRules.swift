extension RedactionTable {
    /// proto/ebpf_extractor/connection.proto
    static let ebpfExtractorConnection: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.connection.ConnectionEvent",
            .message(1, "closed", "ebpf_extractor.connection.ClosedConnection"),
            .message(2, "inbound_evicted", "ebpf_extractor.connection.EvictedInboundConnection"),
            .message(3, "inbound", "ebpf_extractor.connection.InboundConnection"),
            .message(4, "outbound", "ebpf_extractor.connection.OutboundConnection"),
            .message(5, "misbehaving", "ebpf_extractor.connection.MisbehavingConnection")),
        MessageRules(
            "ebpf_extractor.connection.Connection",
            .keep(1, "peer_id"), .address(2, "addr"), .keep(3, "conn_type"), .keep(4, "network"),
            .text(1000, "connection_type")),
        MessageRules(
            "ebpf_extractor.connection.ClosedConnection",
            .message(1, "conn", "ebpf_extractor.connection.Connection"), .keep(2, "time_established")),
        MessageRules(
            "ebpf_extractor.connection.EvictedInboundConnection",
            .message(1, "conn", "ebpf_extractor.connection.Connection"), .keep(2, "time_established")),
        MessageRules(
            "ebpf_extractor.connection.InboundConnection",
            .message(1, "conn", "ebpf_extractor.connection.Connection"), .keep(2, "existing_connections")),
        MessageRules(
            "ebpf_extractor.connection.OutboundConnection",
            .message(1, "conn", "ebpf_extractor.connection.Connection"), .keep(2, "existing_connections")),
        MessageRules(
            "ebpf_extractor.connection.MisbehavingConnection",
            .keep(1, "id"), .text(2, "message")),
    ]
}
