"""The metrics that there are, as the documentation lists them."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"

# What Prometheus itself adds to what it scrapes.
PROMETHEUS = ("up", "scrape_duration_seconds", "ALERTS")


@dataclass(frozen=True)
class Metric:
    name: str
    # counter, gauge or histogram.
    type: str
    # (name, values that the documentation gives as examples) of each label.
    labels: tuple
    help: str
    # Where it comes from: the heading it is listed under.
    source: str

    @property
    def series(self):
        """Names of its series."""
        return [self.name + suffix for suffix in ("_bucket", "_sum", "_count")] if self.type == "histogram" else [self.name]


def parse_labels(cell):
    """`name` (value, value, …), `name` …"""
    labels = []
    for name, values in re.findall(r"`([A-Za-z_]+)`(?:\s*\(([^)]*)\))?", cell):
        # `le` is that of every histogram.
        if name == "le":
            continue
        labels.append((name, tuple(value.strip() for value in values.split(",") if value.strip() not in ("", "…"))))
    return tuple(labels)


def guess_type(name):
    if name.endswith("_total"):
        return "counter"
    return "histogram" if name.endswith(("_duration_seconds", "_handshake_seconds")) else "gauge"


def parse(path):
    """Metrics of the tables of a Markdown file whose first column is called metric or name."""
    source, columns = path.stem, None
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            source, columns = line.lstrip("# "), None
        if not line.startswith("|"):
            columns = None
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if columns is None:
            columns = cells if cells[0] in ("metric", "name") and "labels" in cells else []
            continue
        if not columns or set(line) <= set("|-: "):
            continue
        row = dict(zip(columns, cells))
        names = re.findall(r"`([a-z][a-z0-9_]*)`", cells[0])
        for name in names:
            yield Metric(
                name, row.get("type") or guess_type(name), parse_labels(row["labels"]), row.get("meaning", row.get("what", "")).replace("\\|", "|"),
                source if path.stem == "metrics" else path.stem.removeprefix("operating-"))


def known():
    """Every metric of ours that docs/metrics.md and docs/operating-*.md list, by name."""
    result = {}
    for path in [DOCS / "metrics.md", *sorted(DOCS.glob("operating-*.md"))]:
        for metric in parse(path):
            result.setdefault(metric.name, metric)
    return result


KEYWORDS = {
    "by", "without", "on", "ignoring", "group_left", "group_right", "or", "and", "unless", "offset", "bool", "inf", "nan", "Inf", "NaN",
}


def names_of(expression):
    """(name or None, regular expression of names or None) of every selector of a PromQL expression."""
    text = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", expression)
    patterns = re.findall(r'__name__=~"([^"]*)"', text)
    text = re.sub(r"\{[^{}]*\}", "{}", text)
    text = re.sub(r'"[^"]*"', '""', text)
    text = re.sub(r"\[[^\]]*\]", "", text)
    names = set()
    for match in re.finditer(r"(?<![\w$.])([a-zA-Z_:][\w:]*)(\s*\()?", text):
        if not match.group(2) and match.group(1) not in KEYWORDS:
            names.add(match.group(1))
    return names, set(patterns)
