extension RedactionTable {
    /// proto/ebpf_extractor/message.proto
    static let ebpfExtractorMessage: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.message.Metadata",
            .keep(1, "peer_id"), .address(2, "addr"), .keep(3, "conn_type"), .text(4, "command"), .keep(5, "inbound"),
            .keep(6, "size"), .text(1000, "connection_type")),
        MessageRules(
            "ebpf_extractor.message.MessageEvent",
            .message(1, "meta", "ebpf_extractor.message.Metadata"), .message(2, "ping", "ebpf_extractor.message.Ping"),
            .message(3, "pong", "ebpf_extractor.message.Pong"), .message(4, "inv", "ebpf_extractor.message.Inv"),
            .message(5, "getdata", "ebpf_extractor.message.GetData"), .message(6, "tx", "ebpf_extractor.message.Tx"),
            .message(7, "headers", "ebpf_extractor.message.Headers"),
            .message(8, "addr", "ebpf_extractor.message.Addr"), .message(9, "addrv2", "ebpf_extractor.message.AddrV2"),
            .message(10, "feefilter", "ebpf_extractor.message.FeeFilter"),
            .message(11, "getheaders", "ebpf_extractor.message.GetHeaders"),
            .message(12, "getblocks", "ebpf_extractor.message.GetBlocks"),
            .message(13, "version", "ebpf_extractor.message.Version"),
            .message(14, "notfound", "ebpf_extractor.message.NotFound"),
            .message(16, "compactblock", "ebpf_extractor.message.CompactBlock"),
            .message(17, "sendcompact", "ebpf_extractor.message.SendCompact"),
            .message(18, "block", "ebpf_extractor.message.Block"),
            .message(19, "getblocktxn", "ebpf_extractor.message.GetBlockTxn"),
            .message(20, "blocktxn", "ebpf_extractor.message.BlockTxn"),
            .message(21, "alert", "ebpf_extractor.message.Alert"),
            .message(22, "filteradd", "ebpf_extractor.message.FilterAdd"),
            .message(23, "filterload", "ebpf_extractor.message.FilterLoad"),
            .message(24, "getcfcheckpt", "ebpf_extractor.message.GetCFCheckpt"),
            .message(25, "cfheaders", "ebpf_extractor.message.CFHeaders"),
            .message(26, "cfilter", "ebpf_extractor.message.CFilter"),
            .message(27, "cfcheckpt", "ebpf_extractor.message.CFCheckpt"),
            .message(28, "getcfheaders", "ebpf_extractor.message.GetCFHeaders"),
            .message(29, "getcfilter", "ebpf_extractor.message.GetCFilter"),
            .message(30, "merkleblock", "ebpf_extractor.message.MerkleBlock"),
            .message(31, "unknown", "ebpf_extractor.message.Unknown"), .keep(32, "verack"), .keep(33, "sendheaders"),
            .keep(34, "getaddr"), .keep(35, "mempool"), .keep(36, "wtxidrelay"), .keep(37, "sendaddrv2"),
            .keep(38, "filterclear"), .message(39, "reject", "ebpf_extractor.message.Reject"),
            .keep(40, "emptyaddrv2"), .keep(41, "oldping"),
            .message(1000, "malformed", "ebpf_extractor.message.Malformed"),
            .message(1001, "sendtxrcncl", "ebpf_extractor.message.SendTxRcncl"),
            .message(1002, "feature", "ebpf_extractor.message.Feature")),
        MessageRules(
            "ebpf_extractor.message.Malformed",
            .text(1, "reason"), .drop(2, "payload")),
        MessageRules(
            "ebpf_extractor.message.Ping",
            .keep(1, "value")),
        MessageRules(
            "ebpf_extractor.message.Pong",
            .keep(1, "value")),
        MessageRules(
            "ebpf_extractor.message.Inv",
            .message(1, "items", "bitcoin_primitives.InventoryItem")),
        MessageRules(
            "ebpf_extractor.message.GetData",
            .message(1, "items", "bitcoin_primitives.InventoryItem")),
        MessageRules(
            "ebpf_extractor.message.NotFound",
            .message(1, "items", "bitcoin_primitives.InventoryItem")),
        MessageRules(
            "ebpf_extractor.message.Tx",
            .message(1, "tx", "bitcoin_primitives.Transaction")),
        MessageRules(
            "ebpf_extractor.message.Headers",
            .message(1, "headers", "bitcoin_primitives.BlockHeader")),
        MessageRules(
            "ebpf_extractor.message.Addr",
            .message(1, "addresses", "bitcoin_primitives.Address")),
        MessageRules(
            "ebpf_extractor.message.AddrV2",
            .message(1, "addresses", "bitcoin_primitives.Address")),
        MessageRules(
            "ebpf_extractor.message.FeeFilter",
            .keep(1, "fee")),
        MessageRules(
            "ebpf_extractor.message.GetHeaders",
            .keep(1, "version"), .hash(2, "locator_hashes"), .hash(3, "stop_hash")),
        MessageRules(
            "ebpf_extractor.message.GetBlocks",
            .keep(1, "version"), .hash(2, "locator_hashes"), .hash(3, "stop_hash")),
        MessageRules(
            "ebpf_extractor.message.Version",
            .keep(1, "version"), .keep(2, "services"), .keep(3, "timestamp"),
            .message(4, "receiver", "bitcoin_primitives.Address"), .message(5, "sender", "bitcoin_primitives.Address"),
            .keep(6, "nonce"), .text(7, "user_agent"), .keep(8, "start_height"), .keep(9, "relay"),
            .drop(1000, "raw_user_agent")),
        MessageRules(
            "ebpf_extractor.message.CompactBlock",
            .message(1, "header", "bitcoin_primitives.BlockHeader"), .keep(2, "nonce"), .hash(3, "short_ids"),
            .message(4, "transactions", "bitcoin_primitives.PrefilledTransaction")),
        MessageRules(
            "ebpf_extractor.message.SendCompact",
            .keep(1, "send_compact"), .keep(2, "version")),
        MessageRules(
            "ebpf_extractor.message.GetBlockTxn",
            .hash(1, "block_hash"), .keep(2, "tx_indexes")),
        MessageRules(
            "ebpf_extractor.message.BlockTxn",
            .hash(1, "block_hash"), .message(2, "transactions", "bitcoin_primitives.Transaction")),
        MessageRules(
            "ebpf_extractor.message.Block",
            .message(1, "header", "bitcoin_primitives.BlockHeader"),
            .message(2, "transactions", "bitcoin_primitives.Transaction")),
        MessageRules(
            "ebpf_extractor.message.Alert",
            .empty(1, "alert")),
        MessageRules(
            "ebpf_extractor.message.FilterAdd",
            .empty(1, "filter")),
        MessageRules(
            "ebpf_extractor.message.FilterLoad",
            .empty(1, "filter"), .keep(2, "hash_funcs"), .keep(3, "tweak"), .keep(4, "flags")),
        MessageRules(
            "ebpf_extractor.message.MerkleBlock",
            .message(1, "header", "bitcoin_primitives.BlockHeader"), .keep(2, "num_transactions"), .keep(3, "bits"),
            .hash(4, "hashes")),
        MessageRules(
            "ebpf_extractor.message.GetCFCheckpt",
            .keep(1, "filter_type"), .hash(2, "stop_hash")),
        MessageRules(
            "ebpf_extractor.message.CFCheckpt",
            .keep(1, "filter_type"), .hash(2, "stop_hash"), .hash(3, "filter_headers")),
        MessageRules(
            "ebpf_extractor.message.GetCFHeaders",
            .keep(1, "filter_type"), .keep(2, "start_height"), .hash(3, "stop_hash")),
        MessageRules(
            "ebpf_extractor.message.CFHeaders",
            .keep(1, "filter_type"), .hash(2, "stop_hash"), .hash(3, "previous_filter_header"),
            .hash(4, "filter_hashes")),
        MessageRules(
            "ebpf_extractor.message.GetCFilter",
            .keep(1, "filter_type"), .keep(2, "start_height"), .hash(3, "stop_hash")),
        MessageRules(
            "ebpf_extractor.message.CFilter",
            .keep(1, "filter_type"), .hash(2, "block_hash"), .empty(3, "filter")),
        MessageRules(
            "ebpf_extractor.message.Unknown",
            .text(1, "command"), .empty(2, "payload")),
        MessageRules(
            "ebpf_extractor.message.Reject",
            .text(1, "rejected_command"), .keep(2, "reason"), .text(3, "reason_details"), .hash(4, "hash")),
        MessageRules(
            "ebpf_extractor.message.SendTxRcncl",
            .keep(1, "version"), .keep(2, "salt")),
        MessageRules(
            "ebpf_extractor.message.Feature",
            .text(1, "feature_id"), .empty(2, "feature_data")),
    ]
}
