"""How the node answers our questions, and what it says about itself."""

from board import Board, Row
from model import GREEN, RED, YELLOW, Query, quantiles, stat, thresholds, timeseries

BOARD = Board(
    "rpc", "peer-observer: RPC health",
    "Times and errors of the rpc-extractor's questions, the age of answers; the node's own warnings.",
    [
        Row("Now", [
            stat(
                "Reachable", "1 while the node answers.", Query("min by (instance) (rpcextractor_node_reachable{N})", "{{instance}}"),
                unit="none", steps=thresholds((None, RED), (1, GREEN))),
            stat(
                "Oldest answer", "Age of the answer that is oldest, over all questions.",
                Query(
                    "max by (instance) (time() - (rpcextractor_last_answer_timestamp_seconds{N} > 0))", "{{instance}}"), unit="s",
                steps=thresholds((None, GREEN), (300, YELLOW), (900, RED))),
            stat(
                "Errors in an hour", "Questions without a usable answer.",
                Query("sum by (instance) (increase(rpcextractor_rpc_fetch_errors_total{N}[1h]))", "{{instance}}"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW), (100, RED))),
            stat(
                "Warnings of the node", "In getnetworkinfo and getblockchaininfo.",
                Query(
                    "max by ($by) (peerobserver_rpc_networkinfo_warnings{S}) + max by ($by) (peerobserver_rpc_blockchaininfo_warnings{S})"),
                unit="none", steps=thresholds((None, GREEN), (1, RED))),
            stat(
                "Networking", "1 while P2P networking is enabled.", Query("min by ($by) (peerobserver_rpc_networkinfo_network_active{S})"),
                unit="none", steps=thresholds((None, RED), (1, GREEN))),
            stat(
                "Initial block download", "1 while the node is catching up.",
                Query("max by ($by) (peerobserver_rpc_blockchaininfo_initial_block_download{S})"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW))),
        ]),
        Row("Questions", [
            quantiles(
                "Time of answers", "All questions together.", "rpcextractor_rpc_fetch_duration_seconds", selector="{N}", by="instance",
                legend="{{instance}}"),
            timeseries(
                "Mean time by method", "Of the answers since the last sample.",
                Query(
                    "sum by (rpc_method) (rate(rpcextractor_rpc_fetch_duration_seconds_sum{N}[R])) / "
                    "sum by (rpc_method) (rate(rpcextractor_rpc_fetch_duration_seconds_count{N}[R]))", "{{rpc_method}}"),
                unit="s"),
            timeseries(
                "Answers by method", "A minute.",
                Query("sum by (rpc_method) (rate(rpcextractor_rpc_fetch_duration_seconds_count{N}[R])) * 60", "{{rpc_method}}"), unit="cpm"),
            timeseries(
                "Errors by method", "A minute.",
                Query("sum by (rpc_method) (rate(rpcextractor_rpc_fetch_errors_total{N}[R])) * 60", "{{rpc_method}}"), unit="cpm"),
            timeseries(
                "Age of the last answer", "By method.",
                Query("max by (rpc_method) (time() - (rpcextractor_last_answer_timestamp_seconds{N} > 0))", "{{rpc_method}}"), unit="s"),
            timeseries(
                "Not as expected", "An hour: answers too large for the NATS server, values of another type than expected, new connections.",
                [
                    Query("sum by (instance) (increase(rpcextractor_nats_publish_errors_total{N}[1h]))", "{{instance}} too large"),
                    Query("sum by (instance) (increase(rpcextractor_mistyped_values_total{N}[1h]))", "{{instance}} mistyped"),
                    Query("sum by (instance) (increase(rpcextractor_connections_opened_total{N}[1h]))", "{{instance}} connections"),
                ],
                unit="none"),
        ]),
        Row("What the node says of itself", [
            timeseries(
                "Connections", "As getnetworkinfo counts them.",
                [
                    Query("max by ($by) (peerobserver_rpc_networkinfo_connections_in{S})", "{{$by}} inbound"),
                    Query("max by ($by) (peerobserver_rpc_networkinfo_connections_out{S})", "{{$by}} outbound"),
                    Query("max by ($by) (peerobserver_rpc_networkinfo_connections{S})", "{{$by}} all"),
                ],
                unit="none"),
            timeseries(
                "Networks", "1 where a network is reachable, or limited.",
                Query(
                    "max by (network, property) (peerobserver_rpc_networkinfo_networks{S})", "{{network}} {{property}}"), unit="none"),
            timeseries(
                "Clock", "Median of the peers' clock offsets.",
                Query("max by ($by) (peerobserver_rpc_networkinfo_time_offset{S})"), unit="s", floor=None),
            timeseries(
                "Transactions in the chain", "A second, over the window of getchaintxstats.",
                Query("max by ($by) (peerobserver_rpc_chaintxstats_tx_rate{S})"), unit="ops"),
        ]),
    ],
)
