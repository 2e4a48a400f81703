"""The first board to open: is the node well, and does everything that watches it work?"""

from board import Board, Row
from model import (
    CONNECTION_TYPES, DIRECTIONS, GREEN, INBOUND, ORANGE, OUTBOUND, RED, YELLOW, Query, alert_table, board_link, or_zero, quantiles, right_axis, stat,
    thresholds, timeseries)

SINCE_BLOCK = 'time() - max by ($by) (peerobserver_last_event_timestamp_seconds{S, subject="validation"})'

BOARD = Board(
    "overview", "peer-observer: overview",
    "The state of the observed nodes and of what observes them, at a glance. The menu at the top right leads to the boards for "
    "each topic.",
    [
        Row("Now", [
            stat(
                "Inbound peers", "Inbound connections that the node has now.",
                Query(INBOUND), unit="none",
                steps=thresholds((None, RED), (1, YELLOW), (10, GREEN)), links=[board_link("po-connections", "Connections")]),
            stat(
                "Outbound peers", "Outbound connections that the node has now. Core keeps eight full-relay and two block-only ones.",
                Query(OUTBOUND), unit="none",
                steps=thresholds((None, RED), (4, YELLOW), (8, GREEN)), links=[board_link("po-connections", "Connections")]),
            stat(
                "Height", "Height of the best block, as the node's RPC tells it.",
                Query("max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})"), unit="none", sparkline=False,
                links=[board_link("po-blocks", "Blocks")]),
            stat(
                "Since the last block", "Time since a block was connected. More than 90 minutes happen about once in two months.",
                Query(SINCE_BLOCK), unit="s", steps=thresholds((None, GREEN), (3600, YELLOW), (5400, RED)),
                links=[board_link("po-blocks", "Blocks")]),
            stat(
                "Headers ahead of blocks", "Headers whose blocks the node does not have yet. A few for a moment are usual.",
                Query(
                    "max by ($by) (peerobserver_rpc_blockchaininfo_headers{S}) - "
                    "max by ($by) (peerobserver_rpc_blockchaininfo_blocks{S})"),
                unit="none", steps=thresholds((None, GREEN), (2, YELLOW), (6, RED)), links=[board_link("po-blocks", "Blocks")]),
            stat(
                "Uptime", "Time since the node was started.", Query("max by ($by) (peerobserver_rpc_uptime{S})"), unit="s",
                sparkline=False, steps=thresholds((None, ORANGE), (3600, GREEN)), links=[board_link("po-process", "Node process")]),
            stat(
                "Mempool", "Transactions in the mempool.",
                Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_count{S})"), unit="none",
                links=[board_link("po-mempool", "Mempool")]),
            stat(
                "Ping backlog", "How long the node takes to answer a ping of the p2p-extractor: what waits in its message handling.",
                Query("max by ($by) (peerobserver_p2pextractor_ping_duration_nanoseconds{S}) / 1e9"), unit="s",
                steps=thresholds((None, GREEN), (0.5, YELLOW), (2, RED)), links=[board_link("po-pings", "Pings and DoS")]),
            stat(
                "Misbehaviour in an hour", "Times in the last hour that the node found a peer misbehaving.",
                Query("sum by ($by) (increase(peerobserver_conn_misbehaviours_total{S}[1h]))"),
                unit="none", steps=thresholds((None, GREEN), (10, YELLOW), (100, RED)),
                links=[board_link("po-pings", "Pings and DoS")]),
            stat(
                "Events lost in an hour", "Events that any of our programs lost in the last hour; not those that a client of the websocket tool was too slow for.",
                Query(
                    'sum(increase({__name__=~"[a-z0-9]+_events_lost_total", reason!="slow_client", $by=~"$node"}[1h]))', "lost"),
                unit="none", steps=thresholds((None, GREEN), (1, YELLOW), (1000, RED)), links=[board_link("po-loss", "Loss")]),
            stat(
                "Programs down", "Targets of Prometheus that do not answer.",
                Query("count(up{N} == 0) or vector(0)", "down"), unit="none", sparkline=False,
                steps=thresholds((None, GREEN), (1, RED)), links=[board_link("po-loss", "Loss")]),
            stat(
                "Alerts", "Alerts that are firing, of the rules in deploy/prometheus.",
                Query('count(ALERTS{alertstate="firing", $by=~"$node"}) or vector(0)', "firing"), unit="none",
                steps=thresholds((None, GREEN), (1, RED))),
        ]),
        Row("The node", [
            timeseries(
                "Peers by type", "Connected peers, as getpeerinfo tells them.",
                Query(
                    "sum by ($by, connection_type) (peerobserver_rpc_peer_info_connection_type_peers{S})",
                    "{{$by}} {{connection_type}}"),
                unit="none", stack=True, overrides=CONNECTION_TYPES),
            timeseries(
                "Traffic", "Payload bytes of P2P messages a second.",
                Query("sum by ($by, direction) (rate(peerobserver_p2p_message_bytes{S}[R]))", "{{$by}} {{direction}}"),
                unit="Bps", overrides=DIRECTIONS),
            timeseries(
                "Messages", "P2P messages a second.",
                Query("sum by ($by, direction) (rate(peerobserver_p2p_message_count{S}[R]))", "{{$by}} {{direction}}"),
                unit="ops", overrides=DIRECTIONS),
            timeseries(
                "Blocks", "Height of the best block, and the time that connecting the last one took.",
                [
                    Query("max by ($by) (peerobserver_validation_block_connected_latest_height{S})", "{{$by}} height"),
                    Query(
                        "max by ($by) (peerobserver_validation_block_connected_latest_connection_time{S})",
                        "{{$by}} connecting"),
                ],
                unit="none", floor=None, overrides=[right_axis("connecting", "µs")]),
            timeseries(
                "Mempool", "Transactions that entered and left the mempool, a second.",
                [
                    Query("sum by ($by) (rate(peerobserver_mempool_added{S}[R]))", "{{$by}} added"),
                    Query("sum by ($by) (rate(peerobserver_mempool_removed{S}[R]))", "{{$by}} removed"),
                    Query("sum by ($by) (rate(peerobserver_mempool_rejected{S}[R]))", "{{$by}} rejected"),
                    Query("sum by ($by) (rate(peerobserver_mempool_replaced{S}[R]))", "{{$by}} replaced"),
                ],
                unit="ops"),
            quantiles(
                "Ping backlog", "Time that the node takes to answer the p2p-extractor's pings: how far behind its message handling is.",
                "peerobserver_p2pextractor_ping_seconds"),
        ]),
        Row("What watches it", [
            timeseries(
                "Events by subject", "Events that the metrics tool received, a second.",
                Query("sum by ($by, subject) (rate(peerobserver_events_total{S}[R]))", "{{$by}} {{subject}}"), unit="ops"),
            timeseries(
                "Events lost", "Events that were lost, a second, by program and reason. Nothing is the usual case.",
                Query(
                    'sum by (job, reason) (rate({__name__=~"[a-z0-9]+_events_lost_total", reason!="slow_client", $by=~"$node"}[R])) > 0 or '
                    'sum by (job) (rate({__name__=~"[a-z0-9]+_events_lost_total", reason!="slow_client", $by=~"$node"}[R]))',
                    "{{job}} {{reason}}"),
                unit="ops"),
            alert_table(
                "Alerts that fire", "Of the rules in deploy/prometheus; docs/alerts.md tells for each what to do. Empty when all is well.",
                'ALERTS{alertstate="firing", $by=~"$node"}', width=24),
        ]),
    ],
)
