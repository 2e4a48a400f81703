"""What the boards are made of: panels, queries and variables, as Grafana's JSON (schema version 39, Grafana 10.4 and newer).

Queries are PromQL with three abbreviations: `{S}` selects series of the metrics tool, `{N}` those of any other program,
both by the variables at the top of a board; `[R]` is the window of a rate.
"""

import re
from dataclasses import dataclass, field

SCHEMA_VERSION = 39
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
TAG = "peer-observer"
COLUMNS = 24

BLUE, RED, YELLOW, GREEN, PURPLE = "#5794F2", "#F2495C", "#FADE2A", "#73BF69", "#B877D9"
ORANGE, CYAN, GREY, BROWN = "#FF9830", "#8AB8FF", "#8E8E8E", "#A16A3F"

# Colours by the last word of a legend. The same thing has the same colour on every board.
PALETTE = {
    "inbound": BLUE, "received": BLUE, "in": BLUE,
    "outbound-full-relay": RED, "outbound": RED, "sent": RED, "out": RED,
    "block-relay-only": YELLOW,
    "manual": GREEN, "feeler": PURPLE, "addr-fetch": ORANGE, "private-broadcast": BROWN, "unknown": GREY,
    "ipv4": BLUE, "ipv6": CYAN, "onion": PURPLE, "i2p": ORANGE, "cjdns": GREEN, "not_publicly_routable": GREY,
    "IPv4": BLUE, "IPv6": CYAN, "TorV3": PURPLE, "TorV2": BROWN, "I2P": ORANGE, "CJDNS": GREEN,
    "v2": GREEN, "v1": GREY, "detecting": YELLOW,
    "lost": RED, "confirmed": GREEN, "handled": GREEN, "in doubt": ORANGE, "other": GREY,
    "p50": GREEN, "p90": YELLOW, "p99": RED, "limit": GREY, "median": GREEN, "mean": YELLOW, "max": RED, "min": CYAN,
}

# Networks in metrics of connections are the numbers of Core's enum.
NETWORK_NUMBERS = {
    "0": ("not_publicly_routable", GREY), "1": ("ipv4", BLUE), "2": ("ipv6", CYAN), "3": ("onion", PURPLE),
    "4": ("i2p", ORANGE), "5": ("cjdns", GREEN), "6": ("internal", BROWN),
}


def expand(expression):
    """PromQL as Grafana sends it, of our abbreviations."""
    text = re.sub(r"\s+", " ", expression.strip())
    text = text.replace("{S", '{job=~"$job", $by=~"$node"').replace("{N", '{$by=~"$node"')
    return text.replace("[R]", "[$__rate_interval]")


# Connections now, by node: as RPC tells them, or as the tracepoints do, which begin to count at the first that opens or closes.
INBOUND = "sum by ($by) (peerobserver_rpc_networkinfo_connections_in{S}) or sum by ($by) (peerobserver_conn_inbound_current{S})"
OUTBOUND = "sum by ($by) (peerobserver_rpc_networkinfo_connections_out{S}) or sum by ($by) (peerobserver_conn_outbound_current{S})"


def or_zero(expression):
    """By node: 0 for a node of which nothing has been counted yet. `expression` aggregates by $by."""
    return f"{expression} or 0 * max by ($by) (peerobserver_events_total{{S}})"


def or_none(expression, label):
    """A 0 that is called none, where nothing has been counted yet."""
    return f'{expression} or on() label_replace(vector(0), "{label}", "none", "", "")'


@dataclass
class Query:
    """One PromQL query and how its series are called."""

    expression: str
    legend: str = "{{$by}}"
    # The value now, instead of a series over time.
    instant: bool = False
    # "heatmap" for buckets, "table" for rows.
    format: str = "time_series"

    def json(self, index):
        # A, B … Z, AA …
        ref = (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)
        return {
            "datasource": DATASOURCE, "editorMode": "code", "expr": expand(self.expression), "format": self.format,
            "instant": self.instant, "range": not self.instant, "legendFormat": self.legend, "refId": ref,
        }


@dataclass
class Panel:
    """One panel; `type` is that of Grafana's plugin."""

    type: str
    title: str
    description: str
    queries: list
    unit: str = "short"
    width: int = 12
    height: int = 8
    options: dict = field(default_factory=dict)
    custom: dict = field(default_factory=dict)
    defaults: dict = field(default_factory=dict)
    overrides: list = field(default_factory=list)
    transformations: list = field(default_factory=list)
    links: list = field(default_factory=list)

    def json(self, identifier, x, y):
        defaults = {"unit": self.unit, **self.defaults}
        if self.custom:
            defaults["custom"] = self.custom
        panel = {
            "id": identifier, "type": self.type, "title": self.title, "description": self.description,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
            "datasource": DATASOURCE, "targets": [query.json(index) for index, query in enumerate(self.queries)],
            "fieldConfig": {"defaults": defaults, "overrides": self.overrides}, "options": self.options,
        }
        if self.transformations:
            panel["transformations"] = self.transformations
        if self.links:
            panel["links"] = self.links
        return panel


@dataclass
class Row:
    """A heading; a collapsed one holds its panels until it is opened."""

    title: str
    panels: list
    collapsed: bool = False


def thresholds(*steps):
    """Steps as (value, colour), the first from None."""
    return {"mode": "absolute", "steps": [{"value": value, "color": color} for value, color in steps]}


def color_override(name, color):
    return {
        "matcher": {"id": "byRegexp", "options": f"/(^|\\s){re.escape(name)}$/"},
        "properties": [{"id": "color", "value": {"mode": "fixed", "fixedColor": color}}],
    }


def rename_override(name, title, color):
    return {
        "matcher": {"id": "byRegexp", "options": f"/(^|\\s){re.escape(name)}$/"},
        "properties": [
            {"id": "displayName", "value": title}, {"id": "color", "value": {"mode": "fixed", "fixedColor": color}},
        ],
    }


def colors(*names):
    return [color_override(name, PALETTE[name]) for name in names]


DIRECTIONS = colors("inbound", "outbound")
CONNECTION_TYPES = colors(
    "inbound", "outbound-full-relay", "block-relay-only", "manual", "feeler", "addr-fetch", "private-broadcast", "unknown")
NETWORKS = colors("ipv4", "ipv6", "onion", "i2p", "cjdns", "not_publicly_routable")
ANNOUNCED_NETWORKS = colors("IPv4", "IPv6", "TorV3", "TorV2", "I2P", "CJDNS")
NUMBERED_NETWORKS = [rename_override(number, *names) for number, names in NETWORK_NUMBERS.items()]
QUANTILES = colors("p50", "p90", "p99")
SUMMARY = colors("min", "median", "mean", "max")


def limit_line(name):
    """A dashed line for what must not be reached."""
    return {
        "matcher": {"id": "byRegexp", "options": f"/(^|\\s){re.escape(name)}$/"},
        "properties": [
            {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [8, 8]}},
            {"id": "custom.fillOpacity", "value": 0},
            {"id": "color", "value": {"mode": "fixed", "fixedColor": GREY}},
        ],
    }


def right_axis(name, unit):
    return {
        "matcher": {"id": "byRegexp", "options": f"/(^|\\s){re.escape(name)}$/"},
        "properties": [{"id": "custom.axisPlacement", "value": "right"}, {"id": "unit", "value": unit}],
    }


def queries_of(queries):
    return [queries] if isinstance(queries, Query) else list(queries)


def timeseries(title, description, queries, *, stack=False, bars=False, floor=0, marks=None, **more):
    """Lines over time. `floor` is the lowest value that the axis always shows, `marks` thresholds drawn as lines."""
    custom = {
        "drawStyle": "bars" if bars else "line", "lineWidth": 1, "fillOpacity": 60 if bars else 25 if stack else 8,
        "showPoints": "never", "spanNulls": 120000, "lineInterpolation": "linear", "axisBorderShow": False,
        "stacking": {"mode": "normal" if stack else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if marks else "off"},
    }
    if floor is not None:
        custom["axisSoftMin"] = floor
    defaults = {"color": {"mode": "palette-classic"}, **more.pop("defaults", {})}
    if marks:
        defaults["thresholds"] = marks
    options = {
        "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": ["lastNotNull", "max"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    queries = queries_of(queries)
    for query in queries:
        # Where nodes have no label, the line still needs a name.
        if query.legend == "{{$by}}":
            query.legend += " " + (title[0].lower() + title[1:] if title[1:2].islower() else title)
    return Panel(
        "timeseries", title, description, queries, options=options, custom=custom, defaults=defaults, **more)


def stat(title, description, queries, *, steps=None, sparkline=True, mappings=None, **more):
    """One number, coloured by thresholds."""
    more.setdefault("width", 4)
    more.setdefault("height", 4)
    defaults = {"color": {"mode": "thresholds"}, "thresholds": steps or thresholds((None, GREEN)), **more.pop("defaults", {})}
    if mappings:
        defaults["mappings"] = mappings
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "colorMode": "value",
        "graphMode": "area" if sparkline else "none", "textMode": "auto", "justifyMode": "auto", "orientation": "auto",
    }
    return Panel("stat", title, description, queries_of(queries), options=options, defaults=defaults, **more)


def gauge(title, description, queries, *, steps, **more):
    """A dial from 0 to 1."""
    more.setdefault("width", 4)
    more.setdefault("height", 4)
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "showThresholdLabels": False,
        "showThresholdMarkers": True, "orientation": "auto",
    }
    defaults = {"color": {"mode": "thresholds"}, "thresholds": steps, "min": 0, "max": 1}
    return Panel(
        "gauge", title, description, queries_of(queries), unit="percentunit", options=options, defaults=defaults, **more)


def bargauge(title, description, queries, **more):
    """Horizontal bars of values now, the longest first."""
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "orientation": "horizontal",
        "displayMode": "gradient", "showUnfilled": True, "valueMode": "color", "minVizHeight": 10, "minVizWidth": 0,
    }
    defaults = {"color": {"mode": "continuous-BlPu"}, "thresholds": thresholds((None, BLUE)), "min": 0}
    queries = queries_of(queries)
    for query in queries:
        query.instant = True
    return Panel("bargauge", title, description, queries, options=options, defaults=defaults, **more)


def heatmap(title, description, expression, *, unit="short", **more):
    """A histogram over time; `expression` gives rates by `le`."""
    options = {
        "calculate": False, "cellGap": 1, "color": {
            "mode": "scheme", "scheme": "Turbo", "exponent": 0.5, "fill": "dark-orange", "reverse": False, "scale": "exponential",
            "steps": 64,
        },
        "cellValues": {}, "exemplars": {"color": "rgba(255,0,255,0.7)"}, "filterValues": {"le": 1e-9},
        "legend": {"show": True}, "rowsFrame": {"layout": "auto"}, "showValue": "never",
        "tooltip": {"mode": "single", "yHistogram": True, "showColorScale": False},
        "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit},
    }
    query = Query(expression, "{{le}}", format="heatmap")
    return Panel(
        "heatmap", title, description, [query], unit=unit, options=options,
        custom={"hideFrom": {"legend": False, "tooltip": False, "viz": False}, "scaleDistribution": {"type": "linear"}}, **more)


def quantiles(title, description, metric, *, selector="{S}", by="$by", legend="{{$by}}", window="[R]", **more):
    """The median, p90 and p99 of a histogram; what happens seldom needs a longer `window`."""
    def query(quantile, name):
        return Query(
            f"histogram_quantile({quantile}, sum by ({by}, le) (rate({metric}_bucket{selector}{window})))", f"{legend} {name}")
    more.setdefault("unit", "s")
    return timeseries(
        title, description, [query(0.5, "p50"), query(0.9, "p90"), query(0.99, "p99")], overrides=QUANTILES, **more)


def alert_table(title, description, expression, **more):
    """The alerts that `expression` selects, one a row."""
    result = Panel("table", title, description, [Query(expression, instant=True, format="table")], unit="none", **more)
    hidden = ("Time", "Value", "__name__", "alertstate", "job")
    order = ("severity", "alertname", "node", "host", "instance", "subject", "reason")
    result.transformations = [
        {
            "id": "organize", "options": {
                "excludeByName": {name: True for name in hidden}, "indexByName": {name: index for index, name in enumerate(order)},
                "renameByName": {"alertname": "alert"},
            },
        },
    ]
    severities = {"critical": (RED, 0), "warning": (ORANGE, 1), "info": (BLUE, 2)}
    result.overrides = [
        {
            "matcher": {"id": "byName", "options": "severity"},
            "properties": [
                {"id": "custom.cellOptions", "value": {"type": "color-text"}},
                {"id": "mappings", "value": [
                    {"type": "value", "options": {name: {"color": color, "index": index} for name, (color, index) in severities.items()}},
                ]},
            ],
        },
    ]
    result.options = {"showHeader": True, "cellHeight": "sm", "footer": {"show": False, "reducer": ["sum"], "fields": ""}}
    result.custom = {"align": "auto", "filterable": True}
    result.defaults = {"noValue": "nothing fires"}
    return result


def table(title, description, columns, *, key=("$by",), key_titles=None, **more):
    """One row for each value of `key`; `columns` as (title, expression, unit, thresholds or None)."""
    queries = [Query(expression, title, instant=True, format="table") for title, expression, *_ in columns]
    result = Panel("table", title, description, queries, **more)
    letters = [query.json(index)["refId"] for index, query in enumerate(queries)]
    rename = {(f"Value #{letter}" if len(columns) > 1 else "Value"): column[0] for letter, column in zip(letters, columns)}
    rename.update(key_titles or {})
    result.transformations = [
        {"id": "merge", "options": {}},
        {"id": "organize", "options": {"excludeByName": {"Time": True}, "indexByName": {}, "renameByName": rename}},
    ]
    for name, _, unit, steps in columns:
        properties = [{"id": "unit", "value": unit}]
        if steps:
            properties += [
                {"id": "thresholds", "value": steps}, {"id": "custom.cellOptions", "value": {"type": "color-text"}},
            ]
        result.overrides.append({"matcher": {"id": "byName", "options": name}, "properties": properties})
    result.options = {"showHeader": True, "cellHeight": "sm", "footer": {"show": False, "reducer": ["sum"], "fields": ""}}
    result.custom = {"align": "auto", "filterable": True}
    return result


def board_link(uid, title):
    """A link to another board that keeps the time and the variables."""
    return {"title": title, "url": f"/d/{uid}?${{__url_time_range}}&${{__all_variables}}", "targetBlank": False}
