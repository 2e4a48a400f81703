extension RedactionTable {
    /// proto/ipc_extractor.proto
    static let ipcExtractor: [MessageRules] = [
        MessageRules(
            "ipc_extractor.ipc",
            .message(1, "block_tip", "ipc_extractor.BlockTip")),
        MessageRules(
            "ipc_extractor.BlockTip",
            .keep(1, "height"), .hash(2, "hash")),
    ]
}
