"""How transactions are announced, asked for and sent."""

from board import Board, Row
from model import DIRECTIONS, SUMMARY, Query, bargauge, heatmap, timeseries


def messages(*types):
    names = "|".join(types)
    return (
        f'sum by (message, direction) (rate(peerobserver_p2p_message_count{{S, message=~"{names}"}}[R]))', "{{message}} {{direction}}")


BOARD = Board(
    "tx-relay", "peer-observer: tx relay",
    "Announcements, requests and transactions; what waits to be announced; fee filters.",
    [
        Row("Announcements", [
            timeseries(
                "Announced transactions", "Entries of inv messages a second, by type of entry.",
                Query(
                    "sum by (inv_type, direction) (rate(peerobserver_p2p_inv_entries{S}[R])) > 0", "{{inv_type}} {{direction}}"),
                unit="ops"),
            heatmap(
                "Entries of one received inv", "How many entries a message has.",
                'sum by (le) (increase(peerobserver_p2p_inv_entries_histogram_bucket{S, direction="inbound"}[R]))'),
            timeseries(
                "Mean size of an inv", "Entries of a message, on average.",
                Query(
                    "sum by ($by, direction) (rate(peerobserver_p2p_inv_entries_histogram_sum{S}[R])) / "
                    "sum by ($by, direction) (rate(peerobserver_p2p_inv_entries_histogram_count{S}[R]))", "{{$by}} {{direction}}"),
                unit="none", overrides=DIRECTIONS),
            timeseries(
                "Mixed invs", "inv messages with entries of several types, as a share of all. Core sends none.",
                Query(
                    "1 - sum by ($by, direction) (rate(peerobserver_p2p_invs_homogeneous{S}[R])) / "
                    "sum by ($by, direction) (rate(peerobserver_p2p_inv_entries_histogram_count{S}[R]))", "{{$by}} {{direction}}"),
                unit="percentunit", overrides=DIRECTIONS),
        ]),
        Row("What waits to be announced", [
            timeseries(
                "Transactions to announce", "Transactions in the queues for announcements, over the peers that want transactions.",
                [
                    Query(f"max by ($by) (peerobserver_rpc_peer_info_invtosend_{name}{{S}})", "{{$by}} " + name)
                    for name in ("min", "median", "mean", "max")
                ],
                unit="none", overrides=SUMMARY),
            timeseries(
                "Transactions to announce, all peers", "The sum of the queues. A queue that grows is a node that cannot keep up, "
                "and longer queues make announcements slower for everybody.",
                Query("sum by ($by) (peerobserver_rpc_peer_info_invtosend_sum{S})"), unit="none"),
            timeseries(
                "Large invs sent", "inv messages with more than 35 transactions that the node sent, an hour: a sign of long queues.",
                Query("sum by ($by) (increase(peerobserver_p2p_invs_outbound_large{S}[1h]))"), unit="none"),
            timeseries(
                "CPU load of peers", "What the node spends on its peers, of a node that tells it (Core #31672).",
                [
                    Query(f"max by ($by) (peerobserver_rpc_peer_info_cpuload_{name}{{S}})", "{{$by}} " + name)
                    for name in ("median", "mean", "max")
                ],
                unit="none", overrides=SUMMARY),
        ]),
        Row("Requests and transactions", [
            timeseries(
                "Requested and sent", "getdata, tx and notfound messages a second.",
                Query(*messages("getdata", "tx", "notfound")), unit="ops"),
            timeseries(
                "Bytes of transactions", "Payload bytes of tx messages a second.",
                Query(
                    'sum by ($by, direction) (rate(peerobserver_p2p_message_bytes{S, message="tx"}[R]))', "{{$by}} {{direction}}"),
                unit="Bps", overrides=DIRECTIONS),
            timeseries(
                "Transactions for one that is new",
                "tx messages received for each transaction that the mempool took. Much more than one is bandwidth that was wasted.",
                Query(
                    'sum by ($by) (rate(peerobserver_p2p_message_count{S, message="tx", direction="inbound"}[R])) / '
                    "sum by ($by) (rate(peerobserver_mempool_added{S}[R]))"),
                unit="none"),
            timeseries(
                "Announcements as the p2p-extractor hears them", "Entries of the node's inv messages to the p2p-extractor, a second.",
                Query(
                    "sum by (inv_type) (rate(peerobserver_p2pextractor_invs_items{S}[R])) > 0", "{{inv_type}}"),
                unit="ops"),
        ]),
        Row("Fee filters", [
            timeseries(
                "Peers that take less than 1 sat/vB", "Peers whose fee filter is lower, as a share of all.",
                Query(
                    "sum by ($by) (peerobserver_rpc_peer_info_sub1satvb_relay{S}) / "
                    "clamp_min(sum by ($by) (peerobserver_rpc_peer_info_num_peers{S}), 1)"),
                unit="percentunit", defaults={"max": 1}),
            timeseries(
                "feefilter messages", "A minute.",
                Query(
                    'sum by ($by, direction) (rate(peerobserver_p2p_message_count{S, message="feefilter"}[R])) * 60',
                    "{{$by}} {{direction}}"),
                unit="cpm", overrides=DIRECTIONS),
            bargauge(
                "Fee rates that peers ask for", "feefilter messages in the last hour, by rate in satoshi per 1000 vB.",
                Query(
                    'topk(12, sum by (feerate) (increase(peerobserver_p2p_feefilter_feerate{S, direction="inbound"}[1h])))', "{{feerate}}"),
                unit="none"),
            timeseries(
                "The node's own fee filter", "As it tells the p2p-extractor, in satoshi per 1000 vB.",
                Query("max by ($by) (peerobserver_p2pextractor_feefilter_last{S})"), unit="none"),
        ]),
    ],
)
