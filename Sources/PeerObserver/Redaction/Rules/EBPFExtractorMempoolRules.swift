extension RedactionTable {
    /// proto/ebpf_extractor/mempool.proto
    static let ebpfExtractorMempool: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.mempool.MempoolEvent",
            .message(1, "added", "ebpf_extractor.mempool.Added"),
            .message(2, "replaced", "ebpf_extractor.mempool.Replaced"),
            .message(3, "removed", "ebpf_extractor.mempool.Removed"),
            .message(4, "rejected", "ebpf_extractor.mempool.Rejected")),
        MessageRules(
            "ebpf_extractor.mempool.Added",
            .hash(1, "txid"), .keep(2, "vsize"), .keep(3, "fee")),
        MessageRules(
            "ebpf_extractor.mempool.Removed",
            .hash(1, "txid"), .text(2, "reason"), .keep(3, "vsize"), .keep(4, "fee"), .keep(5, "entry_time")),
        MessageRules(
            "ebpf_extractor.mempool.Replaced",
            .hash(1, "replaced_txid"), .keep(2, "replaced_vsize"), .keep(3, "replaced_fee"),
            .keep(4, "replaced_entry_time"), .hash(5, "replacement_id"), .keep(6, "replacement_vsize"),
            .keep(7, "replacement_fee"), .keep(8, "replaced_by_transaction")),
        MessageRules(
            "ebpf_extractor.mempool.Rejected",
            .hash(1, "txid"), .text(2, "reason")),
    ]
}
