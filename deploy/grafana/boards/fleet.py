"""Many nodes side by side."""

from board import Board, Row
from boards.addr_relay import of_both
from model import GREEN, INBOUND, OUTBOUND, RED, YELLOW, Query, or_zero, stat, table, thresholds, timeseries

BOARD = Board(
    "fleet", "peer-observer: fleet",
    "All nodes side by side, and where one differs from the others. With one node it has one row.",
    [
        Row("All nodes", [
            stat("Nodes", "That the metrics tool knows.", Query("count(count by ($by) (peerobserver_events_total{S}))", "nodes"), unit="none"),
            stat(
                "Height spread", "Blocks between the node that is furthest and the one that is last.",
                Query("max(peerobserver_rpc_blockchaininfo_blocks{S}) - min(peerobserver_rpc_blockchaininfo_blocks{S})", "blocks"),
                unit="none", steps=thresholds((None, GREEN), (2, YELLOW), (6, RED))),
            stat("Inbound peers", "Of all nodes.", Query(f"sum({INBOUND})", "inbound"), unit="none"),
            stat("Outbound peers", "Of all nodes.", Query(f"sum({OUTBOUND})", "outbound"), unit="none"),
            stat("Messages", "A second, of all nodes.", Query("sum(rate(peerobserver_p2p_message_count{S}[R]))", "messages"), unit="ops"),
            stat("Events", "A second, of all nodes.", Query("sum(rate(peerobserver_events_total{S}[R]))", "events"), unit="ops"),
            table(
                "Nodes", "One row for each. Columns can be filtered and sorted.",
                [
                    ("Height", "max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})", "none", None),
                    (
                        "Headers ahead",
                        "max by ($by) (peerobserver_rpc_blockchaininfo_headers{S}) - max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})",
                        "none", thresholds((None, GREEN), (2, YELLOW), (6, RED))),
                    (
                        "Since block", 'time() - max by ($by) (peerobserver_last_event_timestamp_seconds{S, subject="validation"})', "s",
                        thresholds((None, GREEN), (3600, YELLOW), (5400, RED))),
                    ("Inbound", INBOUND, "none", thresholds((None, RED), (1, YELLOW), (10, GREEN))),
                    ("Outbound", OUTBOUND, "none", thresholds((None, RED), (4, YELLOW), (8, GREEN))),
                    ("Mempool", "sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_count{S})", "none", None),
                    ("Backlog", "max by ($by) (peerobserver_p2pextractor_ping_duration_nanoseconds{S}) / 1e9", "s", thresholds((None, GREEN), (0.5, YELLOW), (2, RED))),
                    ("Messages/s", "sum by ($by) (rate(peerobserver_p2p_message_count{S}[R]))", "none", None),
                    ("Missing in 1 h", or_zero("sum by ($by) (increase(peerobserver_events_missing_total{S}[1h]))"), "none", thresholds((None, GREEN), (1, RED))),
                    ("Uptime", "max by ($by) (peerobserver_rpc_uptime{S})", "s", None),
                    ("Version", "max by ($by) (peerobserver_rpc_networkinfo_version{S})", "none", None),
                ],
                width=24, height=10),
        ]),
        Row("Node by node", [
            timeseries("Inbound peers", "By node.", Query(INBOUND), unit="none"),
            timeseries("Outbound peers", "By node.", Query(OUTBOUND), unit="none"),
            timeseries(
                "Behind the fleet", "Blocks that a node is behind the one that is furthest.",
                Query("scalar(max(peerobserver_rpc_blockchaininfo_blocks{S})) - max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})"), unit="none"),
            timeseries("Messages", "A second, by node.", Query("sum by ($by) (rate(peerobserver_p2p_message_count{S}[R]))"), unit="ops"),
            timeseries("Traffic", "Payload bytes a second, by node.", Query("sum by ($by) (rate(peerobserver_p2p_message_bytes{S}[R]))"), unit="Bps"),
            timeseries("Mempool", "Transactions, by node.", Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_count{S})"), unit="none"),
            timeseries(
                "Ping backlog", "By node.",
                Query("max by ($by) (peerobserver_p2pextractor_ping_duration_nanoseconds{S})"), unit="ns"),
            timeseries(
                "Message thread", "Share of one CPU that b-msghand uses, by node.",
                Query('max by ($by) (rate(peerobserver_process_thread_cpu_seconds_total{S, thread="b-msghand"}[R]))'), unit="percentunit"),
            timeseries(
                "Addresses received", "A second, by node.",
                Query(of_both("$by", 'rate(peerobserver_p2p_TYPE_addresses_sum{S, direction="inbound"}[R])')),
                unit="ops"),
            timeseries("Addrman", "Addresses known, by node.", Query('sum by ($by) (peerobserver_rpc_addrmaninfo{S, table="total", network!="all_networks"})'), unit="none"),
            timeseries("Events missing", "A second, by node.", Query(or_zero("sum by ($by) (rate(peerobserver_events_missing_total{S}[R]))")), unit="ops"),
            timeseries("Uptime", "By node.", Query("max by ($by) (peerobserver_rpc_uptime{S})"), unit="s"),
        ]),
    ],
)
