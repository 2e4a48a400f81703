extension RedactionTable {
    /// proto/log_extractor/chain.proto
    static let logExtractorChain: [MessageRules] = [
        MessageRules(
            "log_extractor.UpdateTipLine",
            .text(1, "block_hash"), .keep(2, "height"), .keep(3, "version"), .keep(4, "log2_work"),
            .keep(5, "tx_count"), .keep(6, "block_time"), .keep(7, "progress"), .keep(8, "cache_mib"),
            .keep(9, "cache_txo_count"), .text(10, "warning"), .keep(11, "background")),
        MessageRules(
            "log_extractor.BestChainLine",
            .text(1, "block_hash"), .keep(2, "height"), .keep(3, "block_time"), .keep(4, "progress")),
        MessageRules(
            "log_extractor.HeaderSyncLine",
            .keep(1, "presync"), .keep(2, "height"), .keep(3, "percent")),
        MessageRules(
            "log_extractor.NewHeaderLine",
            .text(1, "block_hash"), .keep(2, "via_compact_block"), .keep(3, "height"), .keep(4, "peer_id"),
            .address(5, "peer_addr")),
        MessageRules(
            "log_extractor.InvalidChainLine",
            .keep(1, "invalid"), .text(2, "block_hash"), .keep(3, "height"), .keep(4, "log2_work"),
            .keep(5, "block_time")),
        MessageRules(
            "log_extractor.BlockRejectedLine",
            .text(1, "stage"), .text(2, "reason"), .text(3, "block_hash")),
        MessageRules(
            "log_extractor.ValidationSignalLine",
            .text(1, "signal"), .keep(2, "enqueued"), .text(3, "block_hash"), .keep(4, "height"),
            .text(5, "fork_hash"), .keep(6, "in_ibd"), .text(7, "txid"), .text(8, "wtxid"), .text(9, "reason"),
            .keep(10, "removed_count")),
        MessageRules(
            "log_extractor.BlockTimingLine",
            .text(1, "step"), .keep(2, "duration_ms"), .keep(3, "total_s"), .keep(4, "average_ms"), .keep(5, "count"),
            .keep(6, "per_tx_ms"), .keep(7, "per_input_ms")),
        MessageRules(
            "log_extractor.BlockTemplateLine",
            .keep(1, "weight"), .keep(2, "tx_count"), .keep(3, "fees"), .keep(4, "sigops")),
        MessageRules(
            "log_extractor.BlockTemplateTimingLine",
            .keep(1, "selection_ms"), .keep(2, "validity_ms"), .keep(3, "total_ms"), .keep(4, "package_count"),
            .keep(5, "updated_descendants")),
        MessageRules(
            "log_extractor.TimedStepLine",
            .text(1, "function"), .text(2, "title"), .keep(3, "completed"), .keep(4, "duration_ms")),
        MessageRules(
            "log_extractor.ChainstateFlushLine",
            .text(1, "mode"), .keep(2, "prune"), .keep(3, "large"), .keep(4, "critical"), .keep(5, "periodic")),
        MessageRules(
            "log_extractor.CoinsCommitLine",
            .keep(1, "changed"), .keep(2, "total")),
        MessageRules(
            "log_extractor.CoinsBatchLine",
            .keep(1, "final"), .keep(2, "mib")),
    ]
}
