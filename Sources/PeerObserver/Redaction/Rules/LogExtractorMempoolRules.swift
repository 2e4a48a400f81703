extension RedactionTable {
    /// proto/log_extractor/mempool.proto
    static let logExtractorMempool: [MessageRules] = [
        MessageRules(
            "log_extractor.TransactionAcceptedLine",
            .keep(1, "peer_id"), .text(2, "txid"), .text(3, "wtxid"), .keep(4, "mempool_count"),
            .keep(5, "mempool_kb")),
        MessageRules(
            "log_extractor.TransactionRejectedLine",
            .keep(1, "peer_id"), .text(2, "txid"), .text(3, "wtxid"), .text(4, "reason")),
        MessageRules(
            "log_extractor.TransactionReplacedLine",
            .text(1, "replaced_txid"), .text(2, "replacement_id"), .text(3, "replaced_wtxid"),
            .keep(4, "replaced_fee"), .keep(5, "replaced_vsize"), .text(6, "replacement_wtxid"),
            .keep(7, "replacement_fee"), .keep(8, "replacement_vsize"), .keep(9, "package_count"),
            .keep(10, "additional_fee"), .keep(11, "delta_bytes")),
        MessageRules(
            "log_extractor.MempoolReplacementLine",
            .keep(1, "replaced_count"), .keep(2, "new_count"), .keep(3, "additional_fee"), .keep(4, "delta_bytes")),
        MessageRules(
            "log_extractor.MempoolTrimmedLine",
            .keep(1, "removed_count"), .keep(2, "min_fee_rate")),
        MessageRules(
            "log_extractor.MempoolExpiredLine",
            .keep(1, "removed_count")),
        MessageRules(
            "log_extractor.MempoolDumpedLine",
            .keep(1, "copy_s"), .keep(2, "dump_s"), .keep(3, "byte_count")),
        MessageRules(
            "log_extractor.OrphanLine",
            .text(1, "action"), .text(2, "txid"), .text(3, "wtxid"), .keep(4, "peer_id"), .text(5, "reason"),
            .keep(6, "weight")),
        MessageRules(
            "log_extractor.OrphansErasedLine",
            .text(1, "cause"), .keep(2, "count"), .keep(3, "peer_id")),
    ]
}
