"""Whether the dashboards are such as Grafana shows them well, as far as their JSON tells."""

import json
import re
from pathlib import Path

from board import queries_of
from exposition import EXTRA
from metrics import PROMETHEUS, known, names_of

GRAFANA = Path(__file__).resolve().parents[1] / "grafana"

PANEL_TYPES = {"row", "timeseries", "stat", "gauge", "bargauge", "heatmap", "table"}
# Identifiers of Grafana's value formats that the boards use.
UNITS = {
    "none", "short", "percentunit", "bytes", "Bps", "ops", "cps", "cpm", "Hs", "s", "ms", "µs", "ns", "dateTimeAsIso",
}
BUILT_IN = {"__all", "__rate_interval", "__url_time_range", "__all_variables", "datasource"}


def all_panels(panels):
    for panel in panels:
        yield panel
        yield from all_panels(panel.get("panels", []))


def overlapping(panels):
    """Pairs of panels that share a place."""
    taken = {}
    for panel in panels:
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                if (x, y) in taken:
                    yield taken[x, y], panel["title"]
                taken[x, y] = panel["title"]


def check_panel(panel, problem):
    place = panel["gridPos"]
    if place["x"] < 0 or place["x"] + place["w"] > 24 or place["h"] < 1:
        problem(f"{panel['title']}: does not fit into the grid")
    if panel["type"] not in PANEL_TYPES:
        problem(f"{panel['title']}: unknown panel type {panel['type']}")
    if panel["type"] == "row":
        return
    if not panel["description"].strip():
        problem(f"{panel['title']}: no description")
    if not panel["targets"]:
        problem(f"{panel['title']}: no query")
    references = [target["refId"] for target in panel["targets"]]
    if len(set(references)) != len(references):
        problem(f"{panel['title']}: two queries of one name")
    for target in panel["targets"]:
        if not target.get("expr"):
            problem(f"{panel['title']}: a query without expression")
        if target["datasource"] != {"type": "prometheus", "uid": "${datasource}"}:
            problem(f"{panel['title']}: a fixed data source")
    units = [panel["fieldConfig"]["defaults"].get("unit")]
    for override in panel["fieldConfig"]["overrides"]:
        matcher = override["matcher"]
        if matcher["id"] == "byRegexp":
            re.compile(matcher["options"].strip("/"))
        units += [entry["value"] for entry in override["properties"] if entry["id"] == "unit"]
    for unit in units:
        if unit not in UNITS:
            problem(f"{panel['title']}: unknown unit {unit}")


def check_board(name, board, problem):
    panels = list(all_panels(board["panels"]))
    identifiers = [panel["id"] for panel in panels]
    if len(set(identifiers)) != len(identifiers):
        problem("two panels of one id")
    for panel in panels:
        check_panel(panel, problem)
        if panel["type"] == "row":
            for pair in overlapping(panel.get("panels", [])):
                problem(f"panels overlap: {pair}")
    for pair in overlapping(board["panels"]):
        problem(f"panels overlap: {pair}")
    variables = {variable["name"] for variable in board["templating"]["list"]}
    # Anchors of regular expressions stand before a quote or a slash, never before a letter.
    for used in set(re.findall(r"\$\{?([A-Za-z_]\w*)", json.dumps(board))) - variables - BUILT_IN:
        problem(f"variable {used} is not defined")
    for variable in variables - {"datasource"}:
        if not re.search(rf"\${variable}\b", json.dumps(board["panels"])):
            problem(f"variable {variable} is not used")
    if board["timezone"] != "browser" or board["id"] is not None or board["uid"] != f"po-{name}":
        problem("time zone, id or uid are not as they should be")
    if not board["description"]:
        problem("no description")


def check_structure():
    problems, metrics = [], known()
    series = {name for metric in metrics.values() for name in metric.series} | {name for _, name, _ in EXTRA} | set(PROMETHEUS)
    for path in (GRAFANA.parent / "prometheus" / "rules").glob("*.yml"):
        series |= set(re.findall(r"- record: (\S+)", path.read_text()))
    uids, shown, patterns = {}, set(), set()
    boards = {path.stem: json.loads(path.read_text()) for path in sorted((GRAFANA / "dashboards").glob("*.json"))}
    for name, board in boards.items():
        check_board(name, board, lambda text: problems.append(f"{name}: {text}"))
        for key in (board["uid"], board["title"]):
            if key in uids:
                problems.append(f"{name}: {key} is that of {uids[key]} too")
            uids[key] = name
        for panel, expression in queries_of(board):
            found = names_of(expression)
            shown |= found[0]
            patterns |= found[1]
            problems += [f"{name}, {panel}: {unknown} is not documented" for unknown in found[0] - series]
    links = set(re.findall(r"/d/(po-[a-z-]+)", json.dumps(list(boards.values()))))
    for path in (GRAFANA / "playlists").glob("*.json"):
        links |= {item["value"] for item in json.loads(path.read_text())["items"]}
    problems += [f"a link to {link}, which is no board" for link in links if link not in uids]
    for metric in metrics.values():
        if not any(name in shown or any(re.fullmatch(pattern, name) for pattern in patterns) for name in metric.series):
            problems.append(f"no board shows {metric.name}")
    return problems, len(boards)
