"""The node's address manager."""

from board import Board, Row
from model import NETWORKS, Query, bargauge, or_none, timeseries

TABLES = "{{$by}} {{table}}"

BOARD = Board(
    "addrman", "peer-observer: addrman",
    "The addresses that the node knows: how many, of which networks, from whom, and how they change. A new table that fills from few "
    "sources is someone preparing to isolate the node.",
    [
        Row("Size", [
            timeseries(
                "New table", "Addresses heard of, by network.",
                Query('sum by ($by, network) (peerobserver_rpc_addrmaninfo{S, table="new", network!="all_networks"})', "{{$by}} {{network}}"),
                unit="none", stack=True, overrides=NETWORKS),
            timeseries(
                "Tried table", "Addresses that the node was connected to, by network.",
                Query('sum by ($by, network) (peerobserver_rpc_addrmaninfo{S, table="tried", network!="all_networks"})', "{{$by}} {{network}}"),
                unit="none", stack=True, overrides=NETWORKS),
            timeseries(
                "Change of the new table", "Addresses more or less than an hour before, by network.",
                Query(
                    'sum by ($by, network) (delta(peerobserver_rpc_addrmaninfo{S, table="new", network!="all_networks"}[1h]))', "{{$by}} {{network}}"),
                unit="none", floor=None, overrides=NETWORKS),
            timeseries(
                "Change of the tried table", "Addresses more or less than an hour before, by network.",
                Query(
                    'sum by ($by, network) (delta(peerobserver_rpc_addrmaninfo{S, table="tried", network!="all_networks"}[1h]))', "{{$by}} {{network}}"),
                unit="none", floor=None, overrides=NETWORKS),
        ]),
        Row("Change", [
            timeseries(
                "Places that were filled", "Entries a minute in places that were empty.",
                Query(or_none("sum by ($by, table) (rate(peerobserver_rpc_getrawaddrman_added_entry{S}[R])) * 60", "table"), TABLES), unit="cpm"),
            timeseries(
                "Entries that were replaced", "A minute.",
                Query(or_none("sum by ($by, table) (rate(peerobserver_rpc_getrawaddrman_replaced_entry{S}[R])) * 60", "table"), TABLES), unit="cpm"),
            timeseries(
                "Entries whose services changed", "A minute.",
                Query(or_none("sum by ($by, table) (rate(peerobserver_rpc_getrawaddrman_changed_services{S}[R])) * 60", "table"), TABLES), unit="cpm"),
            timeseries(
                "Entries whose time changed", "A minute.",
                Query(or_none("sum by ($by, table) (rate(peerobserver_rpc_getrawaddrman_changed_timestamps{S}[R])) * 60", "table"), TABLES), unit="cpm"),
            timeseries(
                "Offered to the new table", "Addresses a minute, by whether they were taken. Of a node with our patch.",
                Query("sum by ($by, inserted) (rate(peerobserver_addrman_new_insert{S}[R])) * 60", "{{$by}} inserted: {{inserted}}"), unit="cpm"),
            timeseries(
                "Moved to the tried table", "Addresses a minute. Of a node with our patch.",
                Query("sum by ($by) (rate(peerobserver_addrman_tried_insert{S}[R])) * 60"), unit="cpm"),
        ]),
        Row("From whom", [
            timeseries(
                "Different sources", "Peers that told of the addresses.",
                Query("max by ($by, table) (peerobserver_rpc_getrawaddrman_distinct_sources{S})", TABLES), unit="none"),
            timeseries(
                "Autonomous systems", "Different ones of addresses and of sources, where the node has an asmap.",
                [
                    Query("max by ($by, table) (peerobserver_rpc_getrawaddrman_distinct_asns{S})", TABLES + " addresses"),
                    Query("max by ($by, table) (peerobserver_rpc_getrawaddrman_distinct_source_asn{S})", TABLES + " sources"),
                ],
                unit="none"),
            bargauge(
                "Ports", "The ten most frequent.",
                Query("topk(10, sum by (port, table) (peerobserver_rpc_getrawaddrman_ports{S}))", "{{port}} {{table}}"), unit="none", width=8),
            bargauge(
                "Services", "The ten most frequent sums of service bits.",
                Query("topk(10, sum by (service, table) (peerobserver_rpc_getrawaddrman_services{S}))", "{{service}} {{table}}"), unit="none",
                width=8),
            bargauge(
                "Service bits", "Addresses that have the bit set, numbered from 1.",
                Query("topk(16, sum by (service_bit, table) (peerobserver_rpc_getrawaddrman_service_bits{S}))", "{{service_bit}} {{table}}"),
                unit="none", width=8),
        ]),
    ],
)
