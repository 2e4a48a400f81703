extension RedactionTable {
    /// proto/bitcoin_primitives.proto
    static let bitcoinPrimitives: [MessageRules] = [
        MessageRules(
            "bitcoin_primitives.Transaction",
            .hash(1, "txid"), .hash(2, "wtxid"), .drop(3, "raw")),
        MessageRules(
            "bitcoin_primitives.BlockHeader",
            .keep(1, "version"), .hash(2, "prev_blockhash"), .hash(3, "merkle_root"), .keep(4, "time"),
            .keep(5, "bits"), .keep(6, "nonce"), .hash(7, "hash")),
        MessageRules(
            "bitcoin_primitives.Address",
            .keep(1, "timestamp"), .address(2, "ipv4"), .address(3, "ipv6"), .address(4, "torv2"),
            .address(5, "torv3"), .address(6, "i2p"), .address(7, "cjdns"),
            .message(8, "unknown", "bitcoin_primitives.UnknownAddress"), .keep(9, "services"), .port(10, "port")),
        MessageRules(
            "bitcoin_primitives.UnknownAddress",
            .keep(1, "id"), .addressBytes(2, "address")),
        MessageRules(
            "bitcoin_primitives.InventoryItem",
            .hash(1, "transaction"), .hash(2, "block"), .hash(3, "wtx"), .hash(4, "witness_transaction"),
            .hash(5, "witness_block"), .hash(6, "compact_block"),
            .message(7, "unknown", "bitcoin_primitives.UnknownItem"), .keep(15, "error")),
        MessageRules(
            "bitcoin_primitives.UnknownItem",
            .keep(1, "inv_type"), .hash(2, "hash")),
        MessageRules(
            "bitcoin_primitives.PrefilledTransaction",
            .keep(1, "diff_index"), .message(2, "tx", "bitcoin_primitives.Transaction")),
    ]
}
