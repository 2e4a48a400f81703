extension RedactionTable {
    /// proto/ebpf_extractor/utxocache.proto
    static let ebpfExtractorUTXOCache: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.utxocache.UTXOCacheEvent",
            .message(1, "flush", "ebpf_extractor.utxocache.Flush"),
            .message(2, "uncache", "ebpf_extractor.utxocache.Uncache")),
        MessageRules(
            "ebpf_extractor.utxocache.Flush",
            .keep(1, "duration"), .keep(2, "mode"), .keep(3, "coins_count"), .keep(4, "coins_mem_usage"),
            .keep(5, "is_flush_for_prune")),
        MessageRules(
            "ebpf_extractor.utxocache.Uncache",
            .hash(1, "txid"), .keep(2, "vout"), .keep(3, "height"), .keep(4, "value"), .keep(5, "is_coinbase")),
    ]
}
