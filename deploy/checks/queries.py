"""Every query of every board and rule, run against a real Prometheus: each must parse and give at least one number."""

import json
import re
import time
from pathlib import Path

from board import queries_of
from metrics import KEYWORDS
from prometheus import QueryError

DEPLOY = Path(__file__).resolve().parents[1]

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


def board_queries(variables):
    """(board and panel, query, problem or None) of every query of every board."""
    for board, content in boards():
        for panel, template in queries_of(content):
            expression = grafana(template, variables)
            unset = "$" in re.sub(r'"[^"]*"', "", expression)
            yield f"{board}, {panel}", expression, "a variable without a value" if unset else None


def check_boards(prometheus, variables, absent=(), until=0):
    """What is wrong with the boards' queries, how many were run, and how many of them nothing is there for.

    `absent` holds the beginnings of names of what nobody runs here; what comes in time is waited for `until` then, by the clock of
    time.monotonic().
    """
    waiting = list(board_queries(variables))
    count, problems, left_out = len(waiting), [], 0
    while waiting:
        empty = []
        for place, expression, problem in waiting:
            try:
                if problem:
                    problems.append(f"{place}: {problem}: {expression}")
                elif not prometheus.query(expression):
                    empty.append((place, expression, None))
            except QueryError as error:
                problems.append(f"{place}: {error}: {expression}")
        waiting = empty
        if time.monotonic() >= until:
            break
        time.sleep(1 if waiting else 0)
    for place, expression, _ in waiting:
        missing = [item for item in selectors(expression) if not item.startswith("ALERTS") and not prometheus.query(item)]
        # Where every series is there, it may still be one of which a query looks for the part that nothing here brings about.
        if all(item.startswith(tuple(absent)) for item in missing or selectors(expression)):
            left_out += 1
        else:
            problems.append(f"{place}: nothing for {expression}" + (f"; no series {missing}" if missing else ""))
    return problems, count, left_out


def check_selectors(prometheus, variables, absent=(), until=0):
    """Whether everything is there that the boards' queries select: some would give the 0 that stands for nothing.

    Parameters as in `check_boards`. Returns what is not, and how many selectors there are.
    """
    places = {}
    for place, expression, _ in board_queries(variables):
        for item in selectors(expression):
            places.setdefault(item, place)
    waiting = [item for item in places if not item.startswith(tuple(absent))]
    while (waiting := [item for item in waiting if not prometheus.query(item)]) and time.monotonic() < until:
        time.sleep(1)
    return [f"{places[item]}: no series {item}" for item in waiting], len(places)


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


def check_rules(prometheus, absent=()):
    """Whether Prometheus can evaluate each rule, and whether what it reads is there; `absent` as in `check_boards`."""
    problems, count = [], 0
    for group in prometheus.get("/api/v1/rules")["groups"]:
        for rule in group["rules"]:
            count += 1
            if rule["health"] != "ok":
                problems.append(f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}")
            if rule["type"] == "recording" and not prometheus.query(rule["name"]):
                problems.append(f"{rule['name']}: gives nothing")
            for item in selectors(rule["query"]):
                if not item.startswith(tuple(absent)) and not prometheus.query(item):
                    problems.append(f"{rule['name']}: no series {item}")
    return problems, count
