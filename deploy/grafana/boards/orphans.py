"""Transactions whose parents the node does not know."""

from board import Board, Row
from model import SUMMARY, Query, timeseries

BOARD = Board(
    "orphans", "peer-observer: orphans",
    "Transactions that wait for their parents: how many, how large, how fast they change, how many peers announced them.",
    [
        Row("Orphans", [
            timeseries(
                "Orphans", "In the node's orphanage.", Query("sum by ($by) (peerobserver_rpc_getorphantxs_count{S})"), unit="none"),
            timeseries(
                "Bytes", "Serialized size, virtual size and weight of all orphans.",
                [
                    Query("sum by ($by) (peerobserver_rpc_getorphantxs_bytes{S})", "{{$by}} bytes"),
                    Query("sum by ($by) (peerobserver_rpc_getorphantxs_vsize{S})", "{{$by}} vbytes"),
                    Query("sum by ($by) (peerobserver_rpc_getorphantxs_weight{S})", "{{$by}} weight"),
                ],
                unit="short"),
            timeseries(
                "Come and gone", "Orphans a minute, between two answers of getorphantxs.",
                [
                    Query("sum by ($by) (rate(peerobserver_rpc_getorphantxs_added_count{S}[R])) * 60", "{{$by}} come"),
                    Query("- sum by ($by) (rate(peerobserver_rpc_getorphantxs_removed_count{S}[R])) * 60", "{{$by}} gone"),
                ],
                unit="cpm", floor=None),
            timeseries(
                "Bytes come and gone", "A second.",
                [
                    Query("sum by ($by) (rate(peerobserver_rpc_getorphantxs_added_bytes{S}[R]))", "{{$by}} come"),
                    Query("- sum by ($by) (rate(peerobserver_rpc_getorphantxs_removed_bytes{S}[R]))", "{{$by}} gone"),
                ],
                unit="Bps", floor=None),
            timeseries(
                "Announcers of an orphan", "How many peers announced the same one.",
                [
                    Query(f"max by ($by) (peerobserver_rpc_getorphantxs_from_{name}{{S}})", "{{$by}} " + name)
                    for name in ("min", "mean", "max")
                ],
                unit="none", overrides=SUMMARY),
            timeseries(
                "Mean size", "Bytes of an orphan.",
                Query(
                    "sum by ($by) (peerobserver_rpc_getorphantxs_bytes{S}) / clamp_min(sum by ($by) (peerobserver_rpc_getorphantxs_count{S}), 1)"),
                unit="bytes"),
        ]),
    ],
)
