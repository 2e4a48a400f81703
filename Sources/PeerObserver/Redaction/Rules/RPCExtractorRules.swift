extension RedactionTable {
    /// proto/rpc_extractor.proto
    static let rpcExtractor: [MessageRules] = [
        MessageRules(
            "rpc_extractor.rpc",
            .message(1, "peer_infos", "rpc_extractor.PeerInfos"),
            .message(2, "mempool_info", "rpc_extractor.MempoolInfo"), .keep(3, "uptime"),
            .message(4, "net_totals", "rpc_extractor.NetTotals"),
            .message(5, "memory_info", "rpc_extractor.MemoryInfo"),
            .message(6, "addrman_info", "rpc_extractor.AddrManInfo"),
            .message(7, "chain_tx_stats", "rpc_extractor.ChainTxStats"),
            .message(8, "network_info", "rpc_extractor.NetworkInfo"),
            .message(9, "blockchain_info", "rpc_extractor.BlockchainInfo"),
            .message(10, "orphan_txs", "rpc_extractor.OrphanTxs"), .message(11, "addrman", "rpc_extractor.Addrman"),
            .message(12, "estimate_smart_fee", "rpc_extractor.EstimateSmartFee"),
            .message(1000, "chain_tips", "rpc_extractor.ChainTips"),
            .message(1001, "index_info", "rpc_extractor.IndexInfo"),
            .message(1002, "zmq_notifications", "rpc_extractor.ZMQNotifications"),
            .message(1003, "banned_list", "rpc_extractor.BannedList"),
            .message(1004, "deployment_info", "rpc_extractor.DeploymentInfo"),
            .message(1005, "mining_info", "rpc_extractor.MiningInfo"),
            .message(1006, "raw_answer", "rpc_extractor.RawAnswer")),
        MessageRules(
            "rpc_extractor.PeerInfos",
            .message(1, "infos", "rpc_extractor.PeerInfo")),
        MessageRules(
            "rpc_extractor.PeerInfo",
            .keep(1, "id"), .address(2, "address"), .ownAddress(3, "address_bind"), .ownAddress(4, "address_local"),
            .text(5, "network"), .autonomousSystem(6, "mapped_as", of: 2), .text(7, "services"),
            .keep(8, "relay_transactions"), .keep(9, "last_send"), .keep(10, "last_received"),
            .keep(11, "last_transaction"), .keep(12, "last_block"), .keep(13, "bytes_sent"),
            .keep(14, "bytes_received"), .keep(15, "connection_time"), .keep(16, "time_offset"),
            .keep(17, "ping_time"), .keep(18, "minimum_ping"), .keep(19, "ping_wait"), .keep(20, "version"),
            .text(21, "subversion"), .keep(22, "inbound"), .keep(23, "bip152_hb_to"), .keep(24, "bip152_hb_from"),
            .keep(25, "starting_height"), .keep(26, "synced_headers"), .keep(27, "synced_blocks"),
            .keep(28, "inflight"), .keep(29, "addr_relay_enabled"), .keep(30, "addr_processed"),
            .keep(31, "addr_rate_limited"), .text(32, "permissions"), .keep(33, "minfeefilter"),
            .message(34, "bytes_sent_per_message", "rpc_extractor.PeerInfo.BytesSentPerMessageEntry"),
            .message(35, "bytes_received_per_message", "rpc_extractor.PeerInfo.BytesReceivedPerMessageEntry"),
            .text(36, "connection_type"), .text(37, "transport_protocol_type"), .keep(38, "inv_to_send"),
            .keep(129, "cpu_load"), .text(1000, "services_names"), .keep(1001, "last_inv_sequence"),
            .keep(1002, "presynced_headers"), .drop(1003, "session_id"), .text(1004, "absent")),
        MessageRules(
            "rpc_extractor.PeerInfo.BytesSentPerMessageEntry",
            .text(1, "key"), .keep(2, "value")),
        MessageRules(
            "rpc_extractor.PeerInfo.BytesReceivedPerMessageEntry",
            .text(1, "key"), .keep(2, "value")),
        MessageRules(
            "rpc_extractor.MempoolInfo",
            .keep(1, "loaded"), .keep(2, "size"), .keep(3, "bytes"), .keep(4, "usage"), .keep(5, "total_fee"),
            .keep(6, "max_mempool"), .keep(7, "mempoolminfee"), .keep(8, "minrelaytxfee"),
            .keep(9, "incrementalrelayfee"), .keep(10, "unbroadcastcount"), .keep(11, "fullrbf"),
            .keep(1000, "permit_bare_multisig"), .keep(1001, "max_data_carrier_size"),
            .keep(1002, "limit_cluster_count"), .keep(1003, "limit_cluster_size"), .keep(1004, "optimal"),
            .text(1005, "absent")),
        MessageRules(
            "rpc_extractor.NetTotals",
            .keep(1, "total_bytes_received"), .keep(2, "total_bytes_sent"), .keep(3, "time_millis"),
            .message(4, "upload_target", "rpc_extractor.UploadTarget"), .text(1000, "absent")),
        MessageRules(
            "rpc_extractor.UploadTarget",
            .keep(1, "timeframe"), .keep(2, "target"), .keep(3, "target_reached"), .keep(4, "serve_historical_blocks"),
            .keep(5, "bytes_left_in_cycle"), .keep(6, "time_left_in_cycle"), .text(1000, "absent")),
        MessageRules(
            "rpc_extractor.MemoryInfo",
            .keep(1, "used"), .keep(2, "free"), .keep(3, "total"), .keep(4, "locked"), .keep(5, "chunks_used"),
            .keep(6, "chunks_free"), .text(1000, "absent")),
        MessageRules(
            "rpc_extractor.AddrManInfo",
            .message(1, "networks", "rpc_extractor.AddrManInfo.NetworksEntry")),
        MessageRules(
            "rpc_extractor.AddrManInfo.NetworksEntry",
            .text(1, "key"), .message(2, "value", "rpc_extractor.AddrManInfoNetwork")),
        MessageRules(
            "rpc_extractor.AddrManInfoNetwork",
            .keep(1, "new"), .keep(2, "tried"), .keep(3, "total")),
        MessageRules(
            "rpc_extractor.ChainTxStats",
            .keep(1, "time"), .keep(2, "tx_count"), .text(3, "window_final_block_hash"),
            .keep(4, "window_final_block_height"), .keep(5, "window_block_count"), .keep(6, "window_tx_count"),
            .keep(7, "window_interval"), .keep(8, "tx_rate"), .keep(1000, "tx_count_64"), .text(1001, "absent")),
        MessageRules(
            "rpc_extractor.NetworkInfo",
            .keep(1, "version"), .text(2, "subversion"), .keep(3, "protocol_version"), .text(4, "local_services"),
            .text(5, "local_services_names"), .keep(6, "local_relay"), .keep(7, "time_offset"),
            .keep(8, "connections"), .keep(9, "connections_in"), .keep(10, "connections_out"),
            .keep(11, "network_active"), .message(12, "networks", "rpc_extractor.NetworkInfoNetwork"),
            .keep(13, "relay_fee"), .keep(14, "incremental_fee"),
            .message(15, "local_addresses", "rpc_extractor.NetworkInfoLocalAddress"), .text(16, "warnings"),
            .text(1000, "absent")),
        MessageRules(
            "rpc_extractor.NetworkInfoNetwork",
            .text(1, "name"), .keep(2, "limited"), .keep(3, "reachable"), .ownAddress(4, "proxy"),
            .keep(5, "proxy_randomize_credentials")),
        MessageRules(
            "rpc_extractor.NetworkInfoLocalAddress",
            .ownAddress(1, "address"), .port(2, "port"), .keep(3, "score")),
        MessageRules(
            "rpc_extractor.BlockchainInfo",
            .text(1, "chain"), .keep(2, "blocks"), .keep(3, "headers"), .text(4, "bestblockhash"),
            .keep(5, "difficulty"), .keep(6, "time"), .keep(7, "mediantime"), .keep(8, "verificationprogress"),
            .keep(9, "initialblockdownload"), .text(10, "chainwork"), .keep(11, "size_on_disk"), .keep(12, "pruned"),
            .keep(13, "prune_height"), .keep(14, "prune_target_size"), .text(15, "warnings"), .text(1000, "bits"),
            .text(1001, "target"), .keep(1002, "automatic_pruning"),
            .message(1003, "background_validation", "rpc_extractor.BackgroundValidation"),
            .text(1004, "signet_challenge"), .text(1005, "absent")),
        MessageRules(
            "rpc_extractor.OrphanTxs",
            .message(1, "orphans", "rpc_extractor.OrphanTx")),
        MessageRules(
            "rpc_extractor.OrphanTx",
            .text(1, "txid"), .text(2, "wtxid"), .keep(3, "bytes"), .keep(4, "vsize"), .keep(5, "weight"),
            .keep(6, "from"), .message(7, "transaction", "bitcoin_primitives.Transaction"), .keep(1000, "entry"),
            .keep(1001, "expiration"), .text(1002, "absent")),
        MessageRules(
            "rpc_extractor.Addrman",
            .message(1, "new", "rpc_extractor.Addrman.NewEntry"),
            .message(2, "tried", "rpc_extractor.Addrman.TriedEntry")),
        MessageRules(
            "rpc_extractor.Addrman.NewEntry",
            .keep(1, "key"), .message(2, "value", "rpc_extractor.AddrmanBucket")),
        MessageRules(
            "rpc_extractor.Addrman.TriedEntry",
            .keep(1, "key"), .message(2, "value", "rpc_extractor.AddrmanBucket")),
        MessageRules(
            "rpc_extractor.AddrmanBucket",
            .message(1, "entries", "rpc_extractor.AddrmanBucket.EntriesEntry")),
        MessageRules(
            "rpc_extractor.AddrmanBucket.EntriesEntry",
            .keep(1, "key"), .message(2, "value", "rpc_extractor.AddrmanEntry")),
        MessageRules(
            "rpc_extractor.AddrmanEntry",
            .address(1, "address"), .port(2, "port"), .text(3, "network"), .keep(4, "services"), .keep(5, "time"),
            .address(6, "source"), .text(7, "source_network"), .autonomousSystem(8, "mapped_as", of: 1),
            .autonomousSystem(9, "source_mapped_as", of: 6)),
        MessageRules(
            "rpc_extractor.EstimateSmartFee",
            .keep(1, "fee_rate"), .keep(2, "blocks"), .keep(3, "requested_blocks"), .keep(4, "mode"),
            .text(5, "errors")),
        MessageRules(
            "rpc_extractor.BackgroundValidation",
            .keep(1, "snapshot_height"), .keep(2, "blocks"), .text(3, "best_block_hash"), .keep(4, "median_time"),
            .keep(5, "verification_progress"), .text(6, "chain_work")),
        MessageRules(
            "rpc_extractor.ChainTips",
            .message(1, "tips", "rpc_extractor.ChainTip")),
        MessageRules(
            "rpc_extractor.ChainTip",
            .keep(1, "height"), .text(2, "hash"), .keep(3, "branch_length"), .text(4, "status")),
        MessageRules(
            "rpc_extractor.IndexInfo",
            .message(1, "indexes", "rpc_extractor.IndexInfo.IndexesEntry")),
        MessageRules(
            "rpc_extractor.IndexInfo.IndexesEntry",
            .text(1, "key"), .message(2, "value", "rpc_extractor.IndexState")),
        MessageRules(
            "rpc_extractor.IndexState",
            .keep(1, "synced"), .keep(2, "best_block_height")),
        MessageRules(
            "rpc_extractor.ZMQNotifications",
            .message(1, "notifications", "rpc_extractor.ZMQNotification")),
        MessageRules(
            "rpc_extractor.ZMQNotification",
            .text(1, "type"), .text(2, "address"), .keep(3, "high_water_mark")),
        MessageRules(
            "rpc_extractor.BannedList",
            .message(1, "banned", "rpc_extractor.Banned")),
        MessageRules(
            "rpc_extractor.Banned",
            .address(1, "address"), .keep(2, "ban_created"), .keep(3, "banned_until"), .keep(4, "ban_duration"),
            .keep(5, "time_remaining")),
        MessageRules(
            "rpc_extractor.DeploymentInfo",
            .text(1, "hash"), .keep(2, "height"),
            .message(3, "deployments", "rpc_extractor.DeploymentInfo.DeploymentsEntry"), .text(4, "script_flags")),
        MessageRules(
            "rpc_extractor.DeploymentInfo.DeploymentsEntry",
            .text(1, "key"), .message(2, "value", "rpc_extractor.Deployment")),
        MessageRules(
            "rpc_extractor.Deployment",
            .text(1, "type"), .keep(2, "height"), .keep(3, "active"),
            .message(4, "bip9", "rpc_extractor.BIP9Deployment")),
        MessageRules(
            "rpc_extractor.BIP9Deployment",
            .keep(1, "bit"), .keep(2, "start_time"), .keep(3, "timeout"), .keep(4, "min_activation_height"),
            .text(5, "status"), .keep(6, "since"), .text(7, "status_next"),
            .message(8, "statistics", "rpc_extractor.BIP9Statistics"), .text(9, "signalling")),
        MessageRules(
            "rpc_extractor.BIP9Statistics",
            .keep(1, "period"), .keep(2, "threshold"), .keep(3, "elapsed"), .keep(4, "count"), .keep(5, "possible")),
        MessageRules(
            "rpc_extractor.MiningInfo",
            .keep(1, "blocks"), .keep(2, "current_block_weight"), .keep(3, "current_block_tx"), .text(4, "bits"),
            .keep(5, "difficulty"), .text(6, "target"), .keep(7, "network_hashps"), .keep(8, "pooled_tx"),
            .keep(9, "block_min_tx_fee"), .text(10, "chain"), .text(11, "signet_challenge"),
            .message(12, "next", "rpc_extractor.NextBlock"), .text(13, "warnings")),
        MessageRules(
            "rpc_extractor.NextBlock",
            .keep(1, "height"), .text(2, "bits"), .keep(3, "difficulty"), .text(4, "target")),
        MessageRules(
            "rpc_extractor.RawAnswer",
            .text(1, "method"), .drop(2, "json")),
    ]
}
