extension RedactionTable {
    /// proto/event.proto
    static let event: [MessageRules] = [
        MessageRules(
            "event.Event",
            .message(1, "ebpf_extractor", "ebpf_extractor.ebpf"), .message(2, "rpc_extractor", "rpc_extractor.rpc"),
            .message(3, "p2p_extractor", "p2p_extractor.p2p"), .message(4, "log_extractor", "log_extractor.log"),
            .message(5, "ipc_extractor", "ipc_extractor.ipc"), .keep(10, "timestamp"), .text(1000, "node"),
            .keep(1001, "stream_id"), .keep(1002, "sequence"), .keep(1003, "source_time_ns"), .keep(1004, "pid"),
            .message(1005, "connectivity_check", "connectivity_check.connectivity"),
            .message(1006, "alerts", "alerts.alerts"))
    ]
}
