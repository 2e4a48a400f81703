extension RedactionTable {
    /// proto/connectivity_check.proto
    static let connectivityCheck: [MessageRules] = [
        MessageRules(
            "connectivity_check.connectivity",
            .message(1, "result", "connectivity_check.ConnectivityResult")),
        MessageRules(
            "connectivity_check.ConnectivityResult",
            .message(1, "address", "bitcoin_primitives.Address"), .keep(2, "announced_by"), .keep(3, "announced_at"),
            .address(4, "source_address"), .keep(5, "source_id"), .text(6, "source_node"),
            .keep(7, "source_tor_exit"), .keep(8, "success"), .keep(9, "cached"), .text(10, "failure"),
            .keep(11, "connect_duration"), .keep(12, "handshake_duration"),
            .message(13, "version", "ebpf_extractor.message.Version")),
    ]
}
