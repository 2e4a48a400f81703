"""Measures beside the bands of what is usual. The bands are made by deploy/prometheus/rules/anomalies.yml."""

from board import Board, Row
from model import Query, limit_line, timeseries

# anomaly_name in the rules: title, unit, description.
MEASURES = {
    "inbound_connections": ("Inbound connections", "none", "That the node has now."),
    "closed_connections": ("Closed connections", "none", "In 30 minutes."),
    "ipv4_peers": ("IPv4 peers", "none", "Connected over IPv4."),
    "messages": ("Messages", "ops", "P2P messages a second, both directions."),
    "addresses_received": ("Addresses received", "ops", "Addresses a second in addr and addrv2 messages."),
    "mempool_added": ("Transactions added", "ops", "To the mempool, a second."),
    "linkinglion_share": ("LinkingLion's share", "percentunit", "Of the messages that the node received, those of LinkingLion."),
}


def panel(name, title, unit, description):
    def query(series, legend):
        return Query(f'max by ($by) (peerobserver:anomaly:{series}{{S, anomaly_name="{name}"}})', "{{$by}} " + legend)

    return timeseries(
        title, description + " Dashed: the band of what is usual.",
        [query("measure", "now"), query("upper", "upper"), query("lower", "lower")], unit=unit,
        overrides=[limit_line("upper"), limit_line("lower")])


BOARD = Board(
    "anomalies", "peer-observer: anomalies",
    "What is unusual: measures that leave the band of what the last hour and the last day make usual. Needs the recording rules of "
    "deploy/prometheus, and some hours of data.",
    [
        Row("Measures and their bands", [panel(name, *what) for name, what in MEASURES.items()]),
        Row("Out of their bands", [
            timeseries(
                "Measures out of their bands", "How many of a node's measures are outside.",
                Query(
                    "count by ($by) (peerobserver:anomaly:measure{S} > peerobserver:anomaly:upper{S} or "
                    "peerobserver:anomaly:measure{S} < peerobserver:anomaly:lower{S}) or 0 * max by ($by) (peerobserver:anomaly:upper{S})"),
                unit="none", width=24),
        ]),
    ],
)
