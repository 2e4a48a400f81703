"""Pings, and signs of somebody doing harm."""

from board import Board, Row
from model import GREEN, RED, Query, colors, heatmap, or_none, quantiles, thresholds, timeseries

BOARD = Board(
    "pings", "peer-observer: pings and DoS",
    "How quickly the node answers, how quickly its peers do, and what looks like an attack: floods of pings, addresses and "
    "connections, misbehaviour, malformed messages.",
    [
        Row("How far behind the node is", [
            heatmap(
                "Ping backlog", "Time that the node takes to answer the p2p-extractor's pings: what waits in its message handling.",
                "sum by (le) (increase(peerobserver_p2pextractor_ping_seconds_bucket{S}[R]))", unit="s"),
            quantiles(
                "Ping backlog, quantiles", "The same.", "peerobserver_p2pextractor_ping_seconds",
                marks=thresholds((None, GREEN), (2, RED))),
            quantiles(
                "Answers to peers' pings", "Time from a peer's ping to the node's pong, matched by peer and nonce; without the network's.",
                "peerobserver_p2p_ping_response_seconds"),
            timeseries(
                "Last answer to the p2p-extractor", "The last value only, as upstream has it.",
                Query("max by ($by) (peerobserver_p2pextractor_ping_duration_nanoseconds{S})"), unit="ns"),
        ]),
        Row("How far away the peers are", [
            timeseries(
                "Ping times of peers", "Of the last pings to them: median and mean.",
                [
                    Query("max by ($by) (peerobserver_rpc_peer_info_ping_median{S})", "{{$by}} median"),
                    Query("max by ($by) (peerobserver_rpc_peer_info_ping_mean{S})", "{{$by}} mean"),
                ],
                unit="ms", overrides=colors("median", "mean")),
            timeseries(
                "Shortest ping times of peers", "Median and mean.",
                [
                    Query("max by ($by) (peerobserver_rpc_peer_info_minping_median{S})", "{{$by}} median"),
                    Query("max by ($by) (peerobserver_rpc_peer_info_minping_mean{S})", "{{$by}} mean"),
                ],
                unit="ms", overrides=colors("median", "mean")),
            timeseries(
                "Peers that do not answer", "That a ping has waited for longer than 5 s.",
                Query("sum by ($by) (peerobserver_rpc_peer_info_ping_wait_larger_5_seconds_block_peers{S})"), unit="none"),
            timeseries(
                "Pings from each peer", "Received a minute, by connected peer. Core sends one in two minutes.",
                Query(
                    'sum by ($by) (rate(peerobserver_p2p_message_count{S, message="ping", direction="inbound"}[R])) * 60 / '
                    "clamp_min(sum by ($by) (peerobserver_rpc_peer_info_num_peers{S}), 1)"),
                unit="cpm"),
            timeseries(
                "Nonces of received pings", "A minute, by the smallest type that holds the nonce. Core's are 64 random bits.",
                Query("sum by (value) (rate(peerobserver_p2p_ping_inbound_value{S}[R])) * 60", "{{value}}"), unit="cpm", stack=True),
            timeseries(
                "Pings without a nonce", "In an hour, by the peer's subnet. No client of today sends them.",
                Query(or_none("topk(10, sum by (subnet) (increase(peerobserver_p2p_oldping_subnet{S}[1h])))", "subnet"), "{{subnet}}"), unit="none"),
        ]),
        Row("Signs of attack", [
            timeseries(
                "Misbehaviour", "Times a minute that the node found a peer misbehaving, by reason.",
                Query(
                    or_none("sum by (misbehavingmessage) (rate(peerobserver_conn_misbehaving_reason{S}[R])) * 60", "misbehavingmessage"),
                    "{{misbehavingmessage}}"),
                unit="cpm"),
            timeseries(
                "Misbehaving peers", "Those with the most misbehaviour in the last hour, by the node's number for the peer.",
                Query(
                    or_none("topk(10, sum by (id, misbehavingmessage) (increase(peerobserver_conn_misbehaving{S}[1h]))) > 0", "id"),
                    "{{id}} {{misbehavingmessage}}"),
                unit="none"),
            timeseries(
                "Punishments", "In an hour, peers that broke the rules, by what became of them, as debug.log tells it.",
                Query(or_none("sum by (outcome) (increase(peerobserver_log_punishments_total{S}[1h]))", "outcome"), "{{outcome}}"), unit="none"),
            timeseries(
                "Evictions and new connections", "Inbound connections a minute that were opened, and evicted to make room.",
                [
                    Query("sum by ($by) (rate(peerobserver_conn_inbound{S}[R])) * 60", "{{$by}} opened"),
                    Query("sum by ($by) (rate(peerobserver_conn_evicted_inbound{S}[R])) * 60", "{{$by}} evicted"),
                ],
                unit="cpm"),
            timeseries(
                "Malformed messages", "A minute: those received, and those of both directions by type.",
                [
                    Query("sum by ($by) (rate(peerobserver_p2p_malformed_received_total{S}[R])) * 60", "{{$by}} received"),
                    Query(
                        or_none("sum by (message) (rate(peerobserver_p2p_malformed_messages_total{S}[R])) * 60", "message"), "{{message}}"),
                ],
                unit="cpm"),
            timeseries(
                "Addresses received", "A second, in addr and addrv2 messages.",
                [
                    Query('sum by ($by) (rate(peerobserver_p2p_addr_addresses_sum{S, direction="inbound"}[R]))', "{{$by}} addr"),
                    Query('sum by ($by) (rate(peerobserver_p2p_addrv2_addresses_sum{S, direction="inbound"}[R]))', "{{$by}} addrv2"),
                ],
                unit="ops"),
            timeseries(
                "Bans", "Addresses and subnets that are banned. Of listbanned.",
                Query("max by ($by) (peerobserver_rpc_banned_subnets{S})"), unit="none"),
            timeseries(
                "Empty addrv2 messages", "In an hour, by peer. No client of today sends them.",
                Query(or_none("topk(10, sum by (addr) (increase(peerobserver_p2p_addrv2_empty{S}[1h])))", "addr"), "{{addr}}"), unit="none"),
        ]),
    ],
)
