extension RedactionTable {
    /// proto/p2p_extractor.proto
    static let p2pExtractor: [MessageRules] = [
        MessageRules(
            "p2p_extractor.p2p",
            .message(1, "ping_duration", "p2p_extractor.PingDuration"),
            .message(2, "address_announcement", "p2p_extractor.AddressAnnouncement"),
            .message(3, "inventory_announcement", "p2p_extractor.InventoryAnnouncement"),
            .keep(4, "feefilter_announcement"),
            .message(1000, "block_announcement", "p2p_extractor.BlockAnnouncement"),
            .message(1001, "handshake", "p2p_extractor.Handshake"),
            .message(1002, "disconnect", "p2p_extractor.Disconnect"), .keep(1003, "connection"),
            .ownAddress(1004, "address")),
        MessageRules(
            "p2p_extractor.PingDuration",
            .keep(1, "duration")),
        MessageRules(
            "p2p_extractor.AddressAnnouncement",
            .message(1, "addresses", "bitcoin_primitives.Address")),
        MessageRules(
            "p2p_extractor.InventoryAnnouncement",
            .message(1, "inventory", "bitcoin_primitives.InventoryItem")),
        MessageRules(
            "p2p_extractor.BlockAnnouncement",
            .hash(1, "hash"), .keep(2, "via"), .message(3, "header", "bitcoin_primitives.BlockHeader"),
            .keep(4, "transactions"), .keep(5, "prefilled")),
        MessageRules(
            "p2p_extractor.Handshake",
            .keep(1, "duration"), .message(2, "version", "ebpf_extractor.message.Version"), .keep(3, "reconnects")),
        MessageRules(
            "p2p_extractor.Disconnect",
            .text(1, "reason"), .keep(2, "duration"), .keep(3, "handshake"), .keep(4, "messages"), .keep(5, "bytes"),
            .text(6, "detail")),
    ]
}
