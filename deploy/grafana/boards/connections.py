"""Who is connected to the node, how they come and go."""

from board import Board, Row
from model import (
    CONNECTION_TYPES, DIRECTIONS, NETWORKS, NUMBERED_NETWORKS, Query, bargauge, colors, heatmap, or_none, quantiles, timeseries)

BOARD = Board(
    "connections", "peer-observer: connections",
    "Peers by type, network, transport and autonomous system; connections that open, close and are evicted.",
    [
        Row("Connected now", [
            timeseries(
                "Peers by connection type", "As getpeerinfo tells them.",
                Query(
                    "sum by ($by, connection_type) (peerobserver_rpc_peer_info_connection_type_peers{S})",
                    "{{$by}} {{connection_type}}"),
                unit="none", stack=True, overrides=CONNECTION_TYPES),
            timeseries(
                "Peers by network", "As getpeerinfo tells them.",
                Query("sum by ($by, network) (peerobserver_rpc_peer_info_network_peers{S})", "{{$by}} {{network}}"),
                unit="none", stack=True, overrides=NETWORKS),
            timeseries(
                "Connections by direction",
                "As the node's tracepoints tell them; between two samples of getpeerinfo too.",
                [
                    Query("sum by ($by) (peerobserver_conn_inbound_current{S})", "{{$by}} inbound"),
                    Query("sum by ($by) (peerobserver_conn_outbound_current{S})", "{{$by}} outbound"),
                ],
                unit="none", overrides=DIRECTIONS),
            timeseries(
                "Transport", "Peers by transport protocol: v2 is BIP 324.",
                Query(
                    "sum by ($by, transport_protocol_type) (peerobserver_rpc_peer_info_transport_protocol_type_peers{S})",
                    "{{$by}} {{transport_protocol_type}}"),
                unit="none", stack=True, overrides=colors("v2", "v1", "detecting")),
            timeseries(
                "Share of v2 transport", "Peers that talk BIP 324, as a share of all.",
                Query(
                    'sum by ($by) (peerobserver_rpc_peer_info_transport_protocol_type_peers{S, transport_protocol_type="v2"}) / '
                    "sum by ($by) (peerobserver_rpc_peer_info_transport_protocol_type_peers{S})"),
                unit="percentunit", defaults={"max": 1}),
            timeseries(
                "Diversity of inbound IPv4",
                "Different /16 networks of inbound IPv4 peers, by peer: 1 where no two share one. It falls when one operator fills the slots.",
                Query("avg by ($by) (peerobserver_rpc_peer_info_connection_divserity_inbound_ipv4{S})"),
                unit="percentunit", defaults={"max": 1}),
        ]),
        Row("Opened and closed", [
            timeseries(
                "Opened by type", "Connections opened a minute, by the node's own word for the type.",
                Query(
                    "sum by ($by, connection_type) (rate(peerobserver_conn_opened_total{S}[R])) * 60", "{{$by}} {{connection_type}}"),
                unit="cpm", overrides=CONNECTION_TYPES),
            timeseries(
                "Closed by type", "Connections closed a minute, by the node's own word for the type.",
                Query(
                    "sum by ($by, connection_type) (rate(peerobserver_conn_ended_total{S}[R])) * 60", "{{$by}} {{connection_type}}"),
                unit="cpm", overrides=CONNECTION_TYPES),
            timeseries(
                "Inbound by network", "Inbound connections opened a minute.",
                Query(
                    "sum by (network) (rate(peerobserver_conn_inbound_network{S}[R])) * 60", "{{network}}"),
                unit="cpm", overrides=NUMBERED_NETWORKS),
            timeseries(
                "Closed by network", "Connections closed a minute.",
                Query(
                    "sum by (network) (rate(peerobserver_conn_closed_network{S}[R])) * 60", "{{network}}"),
                unit="cpm", overrides=NUMBERED_NETWORKS),
            timeseries(
                "Why connections ended", "A minute, by the node's words in debug.log; with -debug=net.",
                Query(
                    or_none("topk(12, sum by (reason) (rate(peerobserver_log_disconnections_total{S}[R]))) * 60", "reason"), "{{reason}}"),
                unit="cpm"),
            timeseries(
                "Failed attempts", "Connections a minute that the node could not open, by the error; with -debug=net.",
                Query(
                    or_none("topk(12, sum by (error) (rate(peerobserver_log_failed_connections_total{S}[R]))) * 60", "error"), "{{error}}"),
                unit="cpm"),
            timeseries(
                "Evicted", "Inbound connections that the node closed to make room for another, a minute.",
                Query("sum by ($by) (rate(peerobserver_conn_evicted_inbound{S}[R])) * 60"), unit="cpm"),
            timeseries(
                "Turnover of inbound slots",
                "Inbound connections opened in an hour, for each inbound slot in use. High values are connections that do not last.",
                Query(
                    "sum by ($by) (increase(peerobserver_conn_inbound{S}[1h])) / "
                    "clamp_min(sum by ($by) (avg_over_time(peerobserver_conn_inbound_current{S}[1h])), 1)"),
                unit="none"),
            heatmap(
                "Age at the end", "How long connections had lasted when they were closed.",
                "sum by (le) (increase(peerobserver_conn_closed_age_seconds_bucket{S}[R]))", unit="s"),
            quantiles(
                "Age at the end, quantiles", "How long connections had lasted when they were closed.",
                "peerobserver_conn_closed_age_seconds"),
        ]),
        Row("Who they are", [
            bargauge(
                "Autonomous systems", "The ten with the most peers. Needs an asmap, the node's or ours.",
                Query("topk(10, sum by (ASN) (peerobserver_rpc_peer_info_asn_peers{S}))", "AS{{ASN}}"), unit="none", width=8, height=10),
            bargauge(
                "Clients", "Version messages received in the last day, by the client that the user agent names.",
                Query("topk(10, sum by (client) (increase(peerobserver_p2p_version_clients_total{S}[1d])))", "{{client}}"),
                unit="none", width=8, height=10),
            bargauge(
                "User agents", "Version messages received in the last day, by user agent.",
                Query("topk(15, sum by (useragent) (increase(peerobserver_p2p_version_useragent{S}[1d])))", "{{useragent}}"),
                unit="none", width=8, height=10),
            timeseries(
                "Protocol versions", "Peers by the version of the P2P protocol that they speak.",
                Query(
                    "sum by (protocol_version) (peerobserver_rpc_peer_info_protocol_version_peers{S})", "{{protocol_version}}"),
                unit="none", stack=True),
            timeseries(
                "Clocks that are off", "Peers whose clock is more than 10 s ahead (above) or behind (below).",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_timeoffset_plus10s{S})", "{{$by}} ahead"),
                    Query("- sum by ($by) (peerobserver_rpc_peer_info_timeoffset_minus10s{S})", "{{$by}} behind"),
                ],
                unit="none", floor=None),
            timeseries(
                "Private broadcasts", "Inbound connections in an hour that look like private broadcasts of a transaction: "
                "short ones from peers that hide who they are.",
                Query("sum by ($by) (increase(peerobserver_conn_private_transaction_broadcast{S}[1h]))"), unit="none"),
            timeseries(
                "Misbehaviour", "Times a minute that the node found a peer misbehaving, by reason.",
                Query(
                    or_none("sum by (misbehavingmessage) (rate(peerobserver_conn_misbehaving_reason{S}[R])) * 60", "misbehavingmessage"),
                    "{{misbehavingmessage}}"),
                unit="cpm"),
        ]),
    ],
)
