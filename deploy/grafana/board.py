"""A board: its variables, its links and the places of its panels."""

from dataclasses import dataclass, field

from model import COLUMNS, DATASOURCE, SCHEMA_VERSION, TAG, Row, expand

# The metrics tool has it of each node, from the first event on; it tells the values of the variables.
TOOL_SERIES = "peerobserver_events_total"


def query_variable(name, label, query, description):
    return {
        "name": name, "label": label, "description": description, "type": "query", "datasource": DATASOURCE,
        "query": {"query": query, "refId": "StandardVariableQuery"}, "definition": query, "refresh": 2, "sort": 1,
        # A label that no series has gives no values; then "All" is still there, and matches the series without it.
        "includeAll": True, "allValue": ".*", "multi": True, "current": {"text": ["All"], "value": ["$__all"]},
        "options": [], "regex": "", "hide": 0, "skipUrlSync": False,
    }


def variables():
    names = ["node", "instance", "host"]
    return [
        {
            "name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "regex": "",
            "current": {}, "options": [], "includeAll": False, "multi": False, "refresh": 1, "hide": 0, "skipUrlSync": False,
        },
        query_variable("job", "Job", f"label_values({TOOL_SERIES}, job)", "Prometheus jobs that scrape the metrics tool."),
        {
            "name": "by", "label": "Nodes by", "type": "custom", "query": ",".join(names),
            "description": "The label that tells nodes apart: node where the daemons run with --node, instance where each "
            "node has a metrics tool of its own, host where the scrape configuration sets that.",
            "current": {"text": names[0], "value": names[0], "selected": True},
            "options": [{"text": name, "value": name, "selected": name == names[0]} for name in names],
            "includeAll": False, "multi": False, "hide": 0, "skipUrlSync": False,
        },
        query_variable("node", "Node", f'label_values({TOOL_SERIES}{{job=~"$job"}}, $by)', "Nodes to show."),
    ]


def annotation(name, expression, title, color, enable):
    return {
        "name": name, "enable": enable, "hide": False, "iconColor": color, "datasource": DATASOURCE,
        "expr": expand(expression), "step": "60s", "titleFormat": title, "tagKeys": "node,instance", "textFormat": "{{node}} {{instance}}",
    }


def annotations():
    return [
        {
            "builtIn": 1, "datasource": {"type": "grafana", "uid": "-- Grafana --"}, "enable": True, "hide": True,
            "iconColor": "rgba(0, 211, 255, 1)", "name": "Annotations & Alerts", "type": "dashboard",
        },
        annotation("Alerts", 'ALERTS{alertstate="firing", $by=~"$node"}', "{{alertname}}", "red", True),
        annotation("Node restarts", "resets(peerobserver_rpc_uptime{S}[2m]) > 0", "node restarted", "orange", True),
        annotation(
            "Blocks", "changes(peerobserver_validation_block_connected_latest_height{S}[1m]) > 0", "block", "blue", False),
    ]


@dataclass
class Board:
    """What one file of `boards/` describes; `name` is that of its JSON file, and gives the uid."""

    name: str
    title: str
    description: str
    rows: list
    time_from: str = "now-24h"
    refresh: str = "1m"
    tags: list = field(default_factory=list)

    @property
    def uid(self):
        return f"po-{self.name}"

    def panels(self):
        """Panels with their places: rows one below another, their panels from left to right."""
        identifier = 0
        y = 0
        result = []
        for row in self.rows:
            identifier += 1
            heading = {
                "id": identifier, "type": "row", "title": row.title, "collapsed": row.collapsed, "panels": [],
                "gridPos": {"x": 0, "y": y, "w": COLUMNS, "h": 1},
            }
            result.append(heading)
            y += 1
            x = line_height = 0
            inner_y = y
            for panel in row.panels:
                if x + panel.width > COLUMNS:
                    inner_y += line_height
                    x = line_height = 0
                identifier += 1
                placed = panel.json(identifier, x, inner_y)
                (heading["panels"] if row.collapsed else result).append(placed)
                x += panel.width
                line_height = max(line_height, panel.height)
            # A half that is left over at the end is filled.
            if x == COLUMNS / 2 and row.panels[-1].width == x:
                placed["gridPos"]["w"] = COLUMNS
            if not row.collapsed:
                y = inner_y + line_height
        return result

    def json(self):
        return {
            "id": None, "uid": self.uid, "title": self.title, "description": self.description, "tags": [TAG, *self.tags],
            "schemaVersion": SCHEMA_VERSION, "version": 1, "editable": True, "graphTooltip": 1, "timezone": "browser",
            "time": {"from": self.time_from, "to": "now"}, "refresh": self.refresh, "fiscalYearStartMonth": 0, "weekStart": "",
            "timepicker": {"refresh_intervals": ["10s", "30s", "1m", "5m", "15m", "1h"]},
            "templating": {"list": variables()}, "annotations": {"list": annotations()},
            "links": [
                {
                    "type": "dashboards", "tags": [TAG], "title": "peer-observer", "asDropdown": True, "includeVars": True,
                    "keepTime": True, "targetBlank": False, "icon": "external link", "tooltip": "", "url": "",
                },
            ],
            "panels": self.panels(),
        }


def queries_of(board_json):
    """(panel title, PromQL) of every query of a generated board, those of annotations too."""
    def walk(panels):
        for panel in panels:
            for target in panel.get("targets", []):
                yield panel["title"], target["expr"]
            yield from walk(panel.get("panels", []))

    yield from walk(board_json["panels"])
    for entry in board_json["annotations"]["list"]:
        if "expr" in entry:
            yield f"annotation {entry['name']}", entry["expr"]


__all__ = ["Board", "Row", "queries_of"]
