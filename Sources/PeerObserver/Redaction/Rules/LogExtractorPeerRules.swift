extension RedactionTable {
    /// proto/log_extractor/peer.proto
    static let logExtractorPeer: [MessageRules] = [
        MessageRules(
            "log_extractor.ConnectionAttemptLine",
            .address(1, "target"), .keep(2, "last_seen_hours"), .text(3, "transport"), .text(4, "connection_type")),
        MessageRules(
            "log_extractor.ConnectionFailedLine",
            .address(1, "target"), .text(2, "error")),
        MessageRules(
            "log_extractor.InboundConnectionLine",
            .address(1, "address"), .keep(2, "accepted"), .text(3, "reason")),
        MessageRules(
            "log_extractor.PeerAddedLine",
            .keep(1, "peer_id"), .address(2, "address")),
        MessageRules(
            "log_extractor.VersionReceivedLine",
            .text(1, "user_agent"), .keep(2, "version"), .keep(3, "start_height"), .ownAddress(4, "us"),
            .keep(5, "relay"), .keep(6, "peer_id"), .address(7, "peer_addr"), .autonomousSystem(8, "mapped_as", of: 7)),
        MessageRules(
            "log_extractor.VersionSentLine",
            .keep(1, "version"), .keep(2, "start_height"), .keep(3, "relay"), .keep(4, "peer_id"), .address(5, "them")),
        MessageRules(
            "log_extractor.PeerConnectedLine",
            .text(1, "connection_type"), .keep(2, "peer_id"), .keep(3, "version"), .text(4, "transport"),
            .keep(5, "start_height"), .address(6, "peer_addr"), .autonomousSystem(7, "mapped_as", of: 6)),
        MessageRules(
            "log_extractor.PeerDisconnectedLine",
            .keep(1, "peer_id"), .text(2, "reason"), .address(3, "peer_addr"), .text(4, "error")),
        MessageRules(
            "log_extractor.SocketClosedLine",
            .keep(1, "peer_id"), .address(2, "peer_addr")),
        MessageRules(
            "log_extractor.PeerForgottenLine",
            .keep(1, "peer_id")),
        MessageRules(
            "log_extractor.MisbehavingLine",
            .keep(1, "peer_id"), .text(2, "reason"), .keep(3, "score_before"), .keep(4, "score_after")),
        MessageRules(
            "log_extractor.PunishmentLine",
            .keep(1, "peer_id"), .text(2, "outcome")),
        MessageRules(
            "log_extractor.PeerMessageLine",
            .keep(1, "inbound"), .text(2, "type"), .keep(3, "byte_count"), .keep(4, "peer_id")),
        MessageRules(
            "log_extractor.AddressesReceivedLine",
            .keep(1, "address_count"), .keep(2, "processed_count"), .keep(3, "rate_limited_count"),
            .keep(4, "peer_id")),
        MessageRules(
            "log_extractor.MessageErrorLine",
            .text(1, "stage"), .text(2, "error"), .keep(3, "peer_id"), .text(4, "type"), .keep(5, "byte_count")),
        MessageRules(
            "log_extractor.StaleTipLine",
            .keep(1, "seconds")),
        MessageRules(
            "log_extractor.InventoryRequestedLine",
            .text(1, "type"), .text(2, "hash"), .keep(3, "peer_id"), .keep(4, "height")),
        MessageRules(
            "log_extractor.BlockReceivedLine",
            .text(1, "block_hash"), .keep(2, "peer_id")),
    ]
}
