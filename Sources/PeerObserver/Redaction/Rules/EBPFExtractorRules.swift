extension RedactionTable {
    /// proto/ebpf_extractor.proto
    static let ebpfExtractor: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.ebpf",
            .message(1, "message", "ebpf_extractor.message.MessageEvent"),
            .message(2, "connection", "ebpf_extractor.connection.ConnectionEvent"),
            .message(3, "addrman", "ebpf_extractor.addrman.AddrmanEvent"),
            .message(4, "mempool", "ebpf_extractor.mempool.MempoolEvent"),
            .message(5, "validation", "ebpf_extractor.validation.ValidationEvent"),
            .message(1000, "utxocache", "ebpf_extractor.utxocache.UTXOCacheEvent"),
            .message(1001, "process", "ebpf_extractor.process.ProcessSample"))
    ]
}
