"""A node that joins and leaves, as docs/fleet.md has it: new configurations, the hub's servers restarted one after another, streams."""

import time

from fleet.permissions import STREAM
from fleet_under_test import HUBS
from processes import eventually
from report import report

NEW = "foxtrot"


def surplus(fleet, nodes):
    """Events that the hub's stream of all has had more than the streams of the nodes, once both agree that nothing is to come."""
    held = sum(fleet.hub_stream(node, node)["state"]["last_seq"] for node in nodes)
    return fleet.hub_stream("FLEET", STREAM)["state"]["last_seq"] - held


def a_node_joins(fleet, old):
    before = surplus(fleet, old)
    fleet.make(*fleet.node_words([NEW]))
    for name in HUBS:
        fleet.servers[name].stop()
        fleet.start_hub(name)
        fleet.wait_until_healthy([name])
    fleet.start_node(NEW)
    fleet.wait_until_healthy([NEW])
    fleet.streams(f"node/{NEW}")
    eventually("the hub to make the new node's stream", lambda: fleet.tries_streams("admin"), 60)
    nodes = [NEW, *old]
    with fleet.hub_client("tools/keys/metrics") as tool:
        tool.subscribe("node.*.netconn")
        tool.fence()
        for node in nodes:
            with fleet.node_client(node, "ebpf-extractor") as extractor:
                extractor.publish("netconn", f"of {node}".encode())
                extractor.fence()
        received, end = [], time.monotonic() + 60
        while len(received) < len(nodes) and time.monotonic() < end:
            received += tool.receive(1)
    wanted = {(f"node.{node}.netconn", f"of {node}".encode()) for node in nodes}
    got = {message[:2] for message in received}
    problems = [f"{sorted(wanted - got)} did not come"] if wanted - got else []
    if (after := surplus(fleet, nodes)) != before:
        problems.append(f"the hub's stream had {before} events more than those of the nodes, and has {after} afterwards")
    report("a node joins, and the others stay", problems, f"{len(nodes)} nodes")


def it_leaves(fleet, old):
    fleet.streams("admin", "--without", NEW)
    fleet.make("--remove-node", NEW)
    problems = [] if fleet.hub_stream("FLEET", STREAM)["sources"] and NEW not in [
        source["name"] for source in fleet.hub_stream("FLEET", STREAM)["sources"]] else ["the hub's stream still fetches from it"]
    with fleet.hub_client("tools/keys/metrics") as tool, fleet.node_client(old, "ebpf-extractor") as extractor:
        tool.subscribe("node.*.netconn")
        tool.fence()
        extractor.publish("netconn", b"afterwards")
        extractor.fence()
        problems += [] if tool.receive(20) else ["nothing comes from the others"]
    report("a node is taken out, and the others stay", problems)
