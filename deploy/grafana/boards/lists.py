"""Peers on lists of addresses, LinkingLion's above all."""

from board import Board, Row
from model import DIRECTIONS, Query, or_none, or_zero, timeseries


def share(what, direction):
    return or_zero(
        f'sum by ($by) (increase(peerobserver_p2p_message_{what}_linkinglion{{S, direction="{direction}"}}[1h])) / '
        f'sum by ($by) (increase(peerobserver_p2p_message_{what}{{S, direction="{direction}"}}[1h]))')


BOARD = Board(
    "lists", "peer-observer: LinkingLion and lists",
    "LinkingLion is an entity that opens connections to many nodes to link transactions to addresses; its ranges are built in. "
    "The other lists are files of yours, given with --ip-list.",
    [
        Row("LinkingLion", [
            timeseries(
                "Peers", "Connected peers of LinkingLion: of its ranges now, and of those before 2026.",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_linkinglion{S})", "{{$by}} now"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_linkinglion_pre2026{S})", "{{$by}} before 2026"),
                ],
                unit="none"),
            timeseries(
                "Connections opened", "By LinkingLion, an hour.",
                Query("sum by ($by) (increase(peerobserver_conn_inbound_list_linkinglion{S}[1h]))"), unit="none"),
            timeseries(
                "Share of messages", "Of all messages in the last hour, those with LinkingLion.",
                [Query(share("count", direction), "{{$by}} " + direction) for direction in ("inbound", "outbound")],
                unit="percentunit", overrides=DIRECTIONS),
            timeseries(
                "Share of bytes", "Of all payload bytes in the last hour, those with LinkingLion.",
                [Query(share("bytes", direction), "{{$by}} " + direction) for direction in ("inbound", "outbound")],
                unit="percentunit", overrides=DIRECTIONS),
            timeseries(
                "What it sends", "Messages a minute, by type.",
                Query(
                    or_none('sum by (message) (rate(peerobserver_p2p_message_count_linkinglion{S, direction="inbound"}[R])) * 60 > 0', "message"),
                    "{{message}}"),
                unit="cpm", stack=True),
            timeseries(
                "What it gets", "Messages a minute, by type.",
                Query(
                    or_none('sum by (message) (rate(peerobserver_p2p_message_count_linkinglion{S, direction="outbound"}[R])) * 60 > 0', "message"),
                    "{{message}}"),
                unit="cpm", stack=True),
        ]),
        Row("All lists", [
            timeseries(
                "Peers on lists", "Connected peers, by list and direction.",
                Query("sum by (list, direction) (peerobserver_rpc_peer_info_list_peers{S})", "{{list}} {{direction}}"), unit="none"),
            timeseries(
                "Connections from lists", "Inbound connections an hour, by list.",
                Query(or_none("sum by (list) (increase(peerobserver_conn_inbound_list_total{S}[1h]))", "list"), "{{list}}"), unit="none"),
            timeseries(
                "Peers on the known lists", "The lists that upstream has built in; give yours the same names.",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_gmax_ban{S})", "{{$by}} gmax"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_monero_ban{S})", "{{$by}} monero"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_tor_exit{S})", "{{$by}} tor-exit"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_list_peers_bitprojects{S})", "{{$by}} bitprojects"),
                ],
                unit="none"),
            timeseries(
                "Connections from the known lists", "Inbound, an hour.",
                [
                    Query("sum by ($by) (increase(peerobserver_conn_inbound_banlist_gmax{S}[1h]))", "{{$by}} gmax"),
                    Query("sum by ($by) (increase(peerobserver_conn_inbound_banlist_monero{S}[1h]))", "{{$by}} monero"),
                    Query("sum by ($by) (increase(peerobserver_conn_inbound_tor_exit{S}[1h]))", "{{$by}} tor-exit"),
                ],
                unit="none"),
        ]),
        Row("Lists as loaded", [
            timeseries(
                "Entries", "Addresses and ranges of each list from a file.",
                Query(or_none("sum by (list) (metrics_ip_list_prefixes{N})", "list"), "{{list}}"), unit="none"),
            timeseries(
                "Reloads", "Changed files that were read again, and those that could not be, an hour.",
                [
                    Query("sum by (instance) (increase(metrics_file_reloads_total{N}[1h]))", "{{instance}} reloaded"),
                    Query("sum by (instance) (increase(metrics_file_reload_failures_total{N}[1h]))", "{{instance}} failed"),
                ],
                unit="none"),
        ]),
    ],
)
