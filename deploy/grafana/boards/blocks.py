"""Blocks and compact blocks: how they arrive and how long they take."""

from board import Board, Row
from model import GREEN, RED, YELLOW, Query, heatmap, or_none, or_zero, quantiles, right_axis, stat, thresholds, timeseries

BOARD = Board(
    "blocks", "peer-observer: blocks and compact blocks",
    "The chain's height, the time that blocks take, compact blocks and how often they need a second round trip.",
    [
        Row("The chain", [
            stat(
                "Height", "Height of the block connected last.",
                Query("max by ($by) (peerobserver_validation_block_connected_latest_height{S})"), unit="none", sparkline=False),
            stat(
                "Since the last block", "Time since a block was connected.",
                Query('time() - max by ($by) (peerobserver_last_event_timestamp_seconds{S, subject="validation"})'), unit="s",
                steps=thresholds((None, GREEN), (3600, YELLOW), (5400, RED))),
            stat(
                "Headers ahead", "Headers whose blocks the node does not have.",
                Query(
                    "max by ($by) (peerobserver_rpc_blockchaininfo_headers{S}) - max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})"),
                unit="none", steps=thresholds((None, GREEN), (2, YELLOW), (6, RED))),
            stat(
                "Verification", "Share of the chain's transactions that are verified.",
                Query("min by ($by) (peerobserver_rpc_blockchaininfo_verification_progress{S})"), unit="percentunit",
                steps=thresholds((None, RED), (0.999, GREEN)), defaults={"decimals": 3}),
            stat(
                "Blocks on disk", "Size of blocks and undo data.",
                Query("max by ($by) (peerobserver_rpc_blockchaininfo_size_on_disk{S})"), unit="bytes"),
            stat(
                "Difficulty", "Of the best block.",
                Query("max by ($by) (peerobserver_rpc_blockchaininfo_difficulty{S})"), unit="short", sparkline=False),
            timeseries(
                "Height", "Of blocks and headers, as RPC and tracepoints tell it.",
                [
                    Query("max by ($by) (peerobserver_rpc_blockchaininfo_headers{S})", "{{$by}} headers"),
                    Query("max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})", "{{$by}} blocks"),
                    Query("max by ($by) (peerobserver_validation_block_connected_latest_height{S})", "{{$by}} connected"),
                ],
                unit="none", floor=None),
            timeseries(
                "Blocks in an hour", "Blocks connected; six are expected.",
                Query("sum by ($by) (increase(peerobserver_validation_blocks_connected_total{S}[1h]))"), unit="none"),
        ]),
        Row("Other chains", [
            timeseries(
                "Chain tips", "Ends of chains that the node knows, by status. Of getchaintips.",
                Query("sum by ($by, status) (peerobserver_rpc_chaintips_tips{S})", "{{$by}} {{status}}"), unit="none", width=8),
            timeseries(
                "Longest fork", "Blocks of the longest branch that is not the main chain's.",
                Query("max by ($by) (peerobserver_rpc_chaintips_longest_fork_blocks{S})"), unit="none", width=8),
            timeseries(
                "Hash rate", "Of the network, as getmininginfo estimates it.",
                Query("max by ($by) (peerobserver_rpc_mininginfo_network_hashes_per_second{S})"), unit="Hs", width=8),
        ]),
        Row("Connecting", [
            heatmap(
                "Time to connect a block", "How long the node took to connect a block to its chain.",
                "sum by (le) (increase(peerobserver_validation_block_connection_seconds_bucket{S}[R]))", unit="s"),
            timeseries(
                "Time to connect the last block", "And the mean of the last six hours.",
                [
                    Query(
                        "max by ($by) (peerobserver_validation_block_connected_latest_connection_time{S}) / 1e6", "{{$by}} last"),
                    Query(
                        "sum by ($by) (increase(peerobserver_validation_block_connection_seconds_sum{S}[6h])) / "
                        "sum by ($by) (increase(peerobserver_validation_block_connection_seconds_count{S}[6h]))", "{{$by}} mean"),
                ],
                unit="s"),
            timeseries(
                "Transactions and inputs", "Of the block connected last.",
                [
                    Query("max by ($by) (peerobserver_validation_block_connected_latest_transactions{S})", "{{$by}} transactions"),
                    Query("max by ($by) (peerobserver_validation_block_connected_latest_inputs{S})", "{{$by}} inputs"),
                ],
                unit="none"),
            timeseries(
                "Signature operations", "Cost of the block connected last; at most 80,000.",
                Query("max by ($by) (peerobserver_validation_block_connected_latest_sigops{S})"), unit="none"),
        ]),
        Row("Compact blocks", [
            timeseries(
                "Reconstructed without a request",
                "Share of received compact blocks for which the node had to ask for no transaction, over 24 hours.",
                Query(
                    '1 - sum by ($by) (increase(peerobserver_p2p_message_count{S, message="getblocktxn", direction="outbound"}[1d])) / '
                    'sum by ($by) (increase(peerobserver_p2p_message_count{S, message="cmpctblock", direction="inbound"}[1d]))'),
                unit="percentunit", defaults={"max": 1}),
            timeseries(
                "Messages", "cmpctblock, getblocktxn, blocktxn, block, headers and sendcmpct messages in an hour.",
                Query(
                    'sum by (message, direction) (increase(peerobserver_p2p_message_count'
                    '{S, message=~"cmpctblock|getblocktxn|blocktxn|block|headers|sendcmpct"}[1h])) > 0', "{{message}} {{direction}}"),
                unit="none"),
            quantiles(
                "Time to reconstruct", "From the first sight of a compact block to its reconstruction, as debug.log tells it; over an hour.",
                "peerobserver_log_compact_block_reconstruction_seconds", window="[1h]"),
            timeseries(
                "Transactions asked for", "For each compact block, over six hours, and those that the extra pool had.",
                [
                    Query(
                        f"sum by ($by) (increase(peerobserver_log_compact_block_reconstruction_{metric}{{S}}[6h])) / "
                        "sum by ($by) (increase(peerobserver_log_compact_block_reconstruction_count{S}[6h]))", "{{$by}} " + name)
                    for metric, name in (("txs_requested", "requested"), ("txs_extra_pool", "from the extra pool"))
                ],
                unit="none"),
            timeseries(
                "Where transactions came from", "Of compact blocks in the last six hours, as debug.log tells it with -debug=cmpctblock.",
                Query("sum by (source) (increase(peerobserver_log_compact_block_transactions_total{S}[6h]))", "{{source}}"),
                unit="none", stack=True),
            timeseries(
                "Bytes asked for", "Of transactions that compact blocks lacked, in an hour.",
                Query("sum by ($by) (increase(peerobserver_log_compact_block_reconstruction_requested_bytes{S}[1h]))"), unit="bytes"),
            timeseries(
                "High-bandwidth peers", "Peers that the node chose to get compact blocks from unasked, and that chose the node.",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_bip152_highbandwidth_to{S})", "{{$by}} chosen by the node"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_bip152_highbandwidth_from{S})", "{{$by}} that chose the node"),
                ],
                unit="none"),
        ]),
        Row("Fetching and checking", [
            timeseries(
                "Announced to the p2p-extractor", "Blocks in an hour that the node told of by itself, by the message.",
                Query("sum by ($by, via) (increase(peerobserver_p2pextractor_block_announcements_total{S}[1h]))", "{{$by}} {{via}}"),
                unit="none"),
            timeseries(
                "Indexes", "Blocks that an index is behind the chain. Of getindexinfo.",
                Query(
                    "max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S}) - on ($by) group_right() "
                    "max by ($by, index) (peerobserver_rpc_indexinfo_best_block_height{S})", "{{$by}} {{index}}"),
                unit="none"),
            timeseries(
                "Blocks being fetched", "Peers that blocks are being fetched from, and how many different heights.",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_inflight_block_peers{S})", "{{$by}} peers"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_inflight_distinct_blocks_heights{S})", "{{$by}} heights"),
                ],
                unit="none"),
            timeseries(
                "Rejected blocks and stale tips", "In a day: blocks that did not pass, and times that the node found its tip too old.",
                [
                    Query(
                        or_none("sum by (stage, reason) (increase(peerobserver_log_rejected_blocks_total{S}[1d]))", "reason"), "{{stage}} {{reason}}"),
                    Query(or_zero("sum by ($by) (increase(peerobserver_log_stale_tips_total{S}[1d]))"), "{{$by}} stale tip"),
                ],
                unit="none"),
            timeseries(
                "Mutated blocks", "Blocks in a day whose transactions had been exchanged for others, by the node's word.",
                Query(or_none("sum by (status) (increase(peerobserver_log_mutated_blocks{S}[1d]))", "status"), "{{status}}"), unit="none"),
            quantiles(
                "Flushes of the coins cache", "How long writing the cache to disk took; the node does nothing else meanwhile.",
                "peerobserver_utxocache_flush_seconds", window="[6h]"),
            timeseries(
                "Coins cache", "What the last flush found: coins, and the memory they used.",
                [
                    Query("max by ($by) (peerobserver_utxocache_flushed_coins{S})", "{{$by}} coins"),
                    Query("max by ($by) (peerobserver_utxocache_flushed_memory_bytes{S})", "{{$by}} memory"),
                ],
                unit="short", overrides=[right_axis("memory", "bytes")]),
        ]),
    ],
)
