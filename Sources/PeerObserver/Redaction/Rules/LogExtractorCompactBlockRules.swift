extension RedactionTable {
    /// proto/log_extractor/compact_block.proto
    static let logExtractorCompactBlock: [MessageRules] = [
        MessageRules(
            "log_extractor.CompactBlockInitLine",
            .text(1, "block_hash"), .keep(2, "byte_count"), .keep(3, "completed")),
        MessageRules(
            "log_extractor.BlockReconstructedLine",
            .text(1, "block_hash"), .keep(2, "prefilled_count"), .keep(3, "mempool_count"), .keep(4, "extra_count"),
            .keep(5, "requested_count"), .keep(6, "mempool_includes_extra"), .keep(7, "prefilled_bytes"),
            .keep(8, "mempool_bytes"), .keep(9, "extra_bytes"), .keep(10, "requested_bytes")),
        MessageRules(
            "log_extractor.RequiredTransactionLine",
            .text(1, "block_hash"), .text(2, "txid")),
        MessageRules(
            "log_extractor.BlockTransactionsSentLine",
            .keep(1, "peer_id"), .text(2, "block_hash"), .keep(3, "tx_count"), .keep(4, "byte_count")),
        MessageRules(
            "log_extractor.CompactBlockProblemLine",
            .keep(1, "peer_id"), .text(2, "problem")),
    ]
}
