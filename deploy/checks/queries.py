"""Every query of every board and rule, run against a real Prometheus: each must parse and give at least one number."""

import json
import re
from pathlib import Path

from board import queries_of
from metrics import KEYWORDS
from prometheus import QueryError

DEPLOY = Path(__file__).resolve().parents[1]

# Queries that are empty while all is well; what they are made of must be there all the same. Board and panel: reason.
MAY_BE_EMPTY = {
    ("*", "annotation Alerts"): "no alert fires in good health",
    ("*", "annotation Node restarts"): "the node is not restarted",
    ("*", "annotation Blocks"): "a block need not come during the test",
    ("overview", "Alerts that fire"): "no alert fires in good health",
    ("blocks", "Flushes of the coins cache"): "the node flushes seldom",
    ("blocks", "Time to reconstruct"): "a block need not come during the test",
    ("blocks", "Transactions asked for"): "a block need not come during the test",
    ("loss", "Handshakes"): "a node connects once",
}

# Parts of selectors of what the demo does not make.
DEMO_LACKS = {
    'thread="b-msghand"': "demo-node has no such thread",
    'anomaly_name="linkinglion_share"': "no peer of LinkingLion connects",
    "peerobserver_rpc_peer_info_cpuload_": "only a patched node tells it",
    "peerobserver_rpc_chaintips_": "an RPC that is asked only when told to",
    "peerobserver_rpc_indexinfo_": "an RPC that is asked only when told to",
    "peerobserver_rpc_banned_": "an RPC that is asked only when told to",
    "peerobserver_rpc_mininginfo_": "an RPC that is asked only when told to",
    "peerobserver_rpc_deployment_": "an RPC that is asked only when told to",
    "peerobserver_rpc_zmqnotifications_": "an RPC that is asked only when told to",
    "peerobserver_rpc_named_": "an RPC that is asked only when told to",
    "peerobserver_ipc_": "of upstream's ipc-extractor",
    "peerobserver_p2p_invs_heterogeneous": "Core sends no such messages, nor does demo-node",
}
# Names of the exporters' metrics, by job.
EXPORTERS = {"node-exporter": "node_", "process-exporter": "namedprocess_"}

FUNCTION_CALL = re.compile(r"\s*\(")
SELECTOR = re.compile(r'(?<![\w"$.:])(?:([a-zA-Z_:][\w:]*)\s*(\{[^{}]*\})?|(\{[^{}]*\}))')


def grafana(expression, variables):
    """Puts in values of variables, as Grafana does."""
    text = expression.replace("$__rate_interval", "10s")
    for name, value in variables.items():
        text = text.replace("${" + name + "}", value).replace("$" + name, value)
    return text


def selectors(expression):
    """The series that a PromQL expression reads."""
    text = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", expression)
    text = re.sub(r"\[\d+[smhdw](:[^\]]*)?\]", " ", text)
    text = re.sub(r"\boffset\s+\w+", " ", text)
    result = set()
    position = 0
    while match := SELECTOR.search(text, position):
        position = match.end()
        name, matchers, bare = match.groups()
        if bare:
            result.add(bare)
        elif name not in KEYWORDS and not FUNCTION_CALL.match(text, match.end(1)):
            result.add(name + (matchers or ""))
        # Words within strings are none.
        if not matchers and position < len(text) and text[position] == '"':
            position = text.index('"', position + 1) + 1
    # Strings outside of matchers, such as those of label_replace.
    strings = {string for string in re.findall(r'"([^"{}]*)"', re.sub(r"\{[^{}]*\}", "", text))}
    return {item for item in result if item not in strings}


def boards():
    for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json")):
        yield path.stem, json.loads(path.read_text())


def check_boards(prometheus, variables, lacking=()):
    """What is wrong with the boards' queries, how many were run, and which may be empty.

    `lacking` holds parts of selectors of what nothing makes here.
    """
    problems, count, empty = [], 0, []
    for board, content in boards():
        for panel, template in queries_of(content):
            expression = grafana(template, variables)
            count += 1
            try:
                if "$" in re.sub(r'"[^"]*"', "", expression):
                    problems.append(f"{board}, {panel}: a variable without a value: {expression}")
                elif not prometheus.query(expression):
                    missing = [item for item in selectors(expression) if not item.startswith("ALERTS") and not prometheus.query(item)]
                    reason = MAY_BE_EMPTY.get((board, panel)) or MAY_BE_EMPTY.get(("*", panel))
                    if missing and all(any(part in item for part in lacking) for item in missing):
                        empty.append(f"{board}, {panel}: {', '.join(missing)}")
                    elif reason and not missing:
                        empty.append(f"{board}, {panel}: {reason}")
                    else:
                        problems.append(f"{board}, {panel}: nothing for {expression}" + (f"; no series {missing}" if missing else ""))
            except QueryError as error:
                problems.append(f"{board}, {panel}: {error}: {expression}")
    return problems, count, empty


def check_variables(prometheus, by):
    """Whether the variables of the boards get values."""
    problems = []
    for board, content in boards():
        for variable in content["templating"]["list"]:
            if variable["type"] != "query":
                continue
            match = re.fullmatch(r"label_values\((.+), (.+)\)", variable["query"]["query"])
            selector, label = (grafana(text, {"by": by, "job": ".*"}) for text in match.groups())
            if not any(label in series for series in prometheus.get("/api/v1/series", **{"match[]": selector})):
                problems.append(f"{board}: variable {variable['name']} has no values")
    return problems


def check_rules(prometheus, may_be_missing=()):
    """Whether Prometheus can evaluate each rule, and whether what it reads is there."""
    problems, count = [], 0
    for group in prometheus.get("/api/v1/rules")["groups"]:
        for rule in group["rules"]:
            count += 1
            if rule["health"] != "ok":
                problems.append(f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}")
            if rule["type"] == "recording" and rule["name"] not in may_be_missing and not prometheus.query(rule["name"]):
                problems.append(f"{rule['name']}: gives nothing")
            for item in selectors(rule["query"]):
                name = item.split("{")[0]
                if name not in may_be_missing and not prometheus.query(item):
                    problems.append(f"{rule['name']}: no series {item}")
    return problems, count
