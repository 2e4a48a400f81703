"""Every metric that no other board shows, one panel each. Made from the documentation's lists."""

import re

from board import Board, Row
from metrics import known
from model import Query, heatmap, timeseries

UNITS = (
    ("_bytes", "bytes"), ("_timestamp_seconds", "dateTimeAsIso"), ("_start_timestamp", "dateTimeAsIso"), ("_seconds", "s"),
    ("_nanoseconds", "ns"),
)


def unit_of(name):
    name = name.removesuffix("_total")
    for suffix, unit in UNITS:
        if name.endswith(suffix):
            # Times of Unix come in seconds, Grafana wants milliseconds: see `panel`.
            return unit
    return "short"


def panel(metric):
    selector = "{S}" if metric.name.startswith("peerobserver_") else "{N}"
    labels = [name for name, _ in metric.labels]
    by = ", ".join(["$by", *labels]) if selector == "{S}" else ", ".join(["instance", *labels])
    legend = " ".join("{{" + name + "}}" for name in by.split(", "))
    size = {"width": 8, "height": 7}
    help_text = f"{metric.help} {metric.type}: {metric.name}"
    unit = unit_of(metric.name)
    if metric.type == "histogram":
        return heatmap(
            metric.name, help_text, f"sum by (le) (increase({metric.name}_bucket{selector}[R]))", unit=unit if unit == "s" else "short", **size)
    if metric.type == "counter":
        expression, unit = f"topk(20, sum by ({by}) (rate({metric.name}{selector}[R])))", "Bps" if unit == "bytes" else "cps"
    else:
        expression = f"topk(20, max by ({by}) ({metric.name}{selector}))"
        if unit == "dateTimeAsIso":
            expression += " * 1000"
    return timeseries(metric.name, help_text, Query(expression, legend), unit=unit, floor=None, **size)


def board(shown):
    """The board of all metrics that are not in `shown`: names and regular expressions of the series of other boards."""
    names, patterns = shown
    rows = {}
    for metric in known().values():
        covered = any(series in names or any(re.fullmatch(pattern, series) for pattern in patterns) for series in metric.series)
        if not covered:
            rows.setdefault(metric.source, []).append(panel(metric))
    return Board(
        "reference", "peer-observer: reference",
        "Every metric that no other board shows, one panel each, by where it comes from. Made from docs/metrics.md and the operating "
        "pages of the programs.",
        [Row(source, panels, collapsed=True) for source, panels in rows.items()])
