#!/usr/bin/env python3
"""Writes Grafana's dashboards and playlists from the files in boards/.

usage: dashboards.py           writes dashboards/*.json and playlists/*.json
       dashboards.py --check   fails where they are not what would be written
"""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from board import queries_of  # noqa: E402
from metrics import names_of  # noqa: E402

# Every board, in the order of a tour. `reference` comes last: it holds what these do not.
BOARDS = [
    "overview", "connections", "messages", "addr_relay", "tx_relay", "blocks", "mempool", "pings", "process", "addrman", "orphans",
    "lists", "logs", "rpc", "loss", "fleet", "alerts", "anomalies",
]

# Name of the file: title, time for each board, boards.
PLAYLISTS = {
    "tour": ("peer-observer: all boards", "30s", BOARDS),
    "wall": ("peer-observer: for the wall", "1m", ["overview", "connections", "messages", "blocks", "mempool", "loss"]),
    "attacks": ("peer-observer: signs of attack", "30s", ["pings", "connections", "addr_relay", "addrman", "lists", "process", "alerts", "anomalies"]),
}


def boards():
    """Every board, the reference included."""
    result = [importlib.import_module(f"boards.{name}").BOARD for name in BOARDS]
    names, patterns = set(), set()
    for board in result:
        for title, expression in queries_of(board.json()):
            if not title.startswith("annotation "):
                found = names_of(expression)
                names |= found[0]
                patterns |= found[1]
    result.append(importlib.import_module("boards.reference").board((names, patterns)))
    return result


def playlists():
    for name, (title, interval, members) in PLAYLISTS.items():
        items = [
            {"type": "dashboard_by_uid", "value": importlib.import_module(f"boards.{member}").BOARD.uid} for member in members
        ]
        yield name, {"name": title, "interval": interval, "items": items}


def files():
    """The content of every generated file, by path."""
    def text(value):
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

    result = {HERE / "dashboards" / f"{board.name}.json": text(board.json()) for board in boards()}
    result.update({HERE / "playlists" / f"{name}.json": text(value) for name, value in playlists()})
    return result


def main():
    wanted = files()
    present = set((HERE / "dashboards").glob("*.json")) | set((HERE / "playlists").glob("*.json"))
    if sys.argv[1:] == ["--check"]:
        stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text] + sorted(present - set(wanted))
        for path in stale:
            print(f"error: {path.relative_to(HERE)} is stale: run deploy/grafana/dashboards.py", file=sys.stderr)
        return 1 if stale else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for path in present - set(wanted):
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
