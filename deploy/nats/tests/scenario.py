"""A hub of three servers and five nodes: a server of the hub is killed, nodes are cut off, and the archives are held against each other."""

import json
import re
import time
from collections import Counter

from archives import counted_lost, events, sequences, without_ours
from fleet.health import lost_by_stream
from fleet.permissions import STREAM
from fleet_under_test import HUBS, FleetUnderTest
from growth import a_node_joins, it_leaves
from processes import BUILD, Process, eventually
from report import report

CUT_SECONDS = 30
# Of each node: its extractors, and how they are started. `upstream` are without --node and with a password.
NAMED, FLAT, UPSTREAM = "with --node", "without --node", "upstream's way"
NODES = {"alpha": NAMED, "bravo": FLAT, "charlie": UPSTREAM, "delta": NAMED, "echo": FLAT}
# Lines of debug.log a second; the last one's outgrow its stream while it is cut off.
LINES = {"alpha": 100, "bravo": 100, "charlie": 100, "delta": 100, "echo": 3000}
OVERFLOWING = "echo"
CUT = ["delta", OVERFLOWING]
UPSTREAM_EVENTS = 500
# About a second's events of all nodes: what the hub may store twice when the server that leads its stream is killed.
REPEATED = 4_000


def start(folder):
    fleet = FleetUnderTest(folder, NODES, node_stream="4MiB", hub_buffer="200MiB", hub_stream="500MiB")
    for name in CUT:
        fleet.through_link(name)
    for name in HUBS:
        fleet.start_hub(name)
    for name in NODES:
        fleet.start_node(name)
    fleet.wait_until_healthy([*HUBS, *NODES])
    for name in NODES:
        fleet.streams(f"node/{name}")
    eventually("the hub to make its streams", lambda: fleet.tries_streams("admin"), 60)
    return fleet


def start_programs(fleet, folder):
    for name in NODES:
        fleet.start_archiver(name, [*fleet.options_on(name, "archiver"), "--compression-level", "1"])
    fleet.start_archiver("hub", [*fleet.options_on_hub("archiver"), "--compression-level", "1"])
    records = folder / "records"
    Process([BUILD / "demo-node", "--records", records, "--seconds", "45", "--rate", "50"], fleet.logs / "records.log").process.wait()
    for name, way in NODES.items():
        named = ["--node", name] if way == NAMED else []
        def options(program, name=name, way=way, named=named):
            return [*(fleet.upstream_options_on(name) if way == UPSTREAM else fleet.options_on(name, program)), *named]
        log = folder / f"{name}.debug.log"
        cookie = folder / f"{name}.cookie"
        node = fleet.run(f"demo-{name}", "demo-node", "--messages-only", "--rate", "1", "--debug-log", log, "--debug-log-rate",
                         LINES[name], "--rpc-address", "127.0.0.1:0", "--rpc-cookie-file", cookie)
        eventually(f"{name}'s debug.log", log.exists)
        fleet.run(f"log-{name}", "log-extractor", *options("log-extractor"), "--debug-log", log, "--position-file", folder / f"{name}.position")
        if way != UPSTREAM:
            # Recorded hits of tracepoints need neither rights nor a kernel that has them. Upstream's user may not publish
            # all that they tell: it has no subjects of two tokens.
            fleet.run(f"ebpf-{name}", "ebpf-extractor", *options("ebpf-extractor"), "--replay", records, "--replay-in-time")
            address = eventually(f"{name}'s RPC", lambda node=node: rpc_address(node))
            fleet.run(f"rpc-{name}", "rpc-extractor", *options("rpc-extractor"), "--rpc-host", address, "--rpc-cookie-file", cookie,
                      "--query-interval", "3", "--prometheus-address", "127.0.0.1:0")


def rpc_address(node):
    for line in node.output().splitlines():
        for word in line.replace('"', " ").replace(",", " ").split():
            if word.startswith("127.0.0.1:"):
                return word
    return None


def publish_as_upstream(fleet, samples):
    """Events without stream and sequence on subjects without a node, as upstream's extractors publish them."""
    with fleet.upstream_client("charlie", "upstream-extractors") as client:
        for event in samples:
            client.publish("log-extractor", event)
        client.fence()
        return client.errors


def run(folder):
    fleet = start(folder)
    try:
        checks(fleet, folder)
    finally:
        fleet.close()


def checks(fleet, folder):
    start_programs(fleet, folder)
    logger = fleet.run("logger-hub", "logger", *fleet.options_on_hub("logger"), "--format", "json")
    time.sleep(5)
    for name in CUT:
        fleet.links[name].cut()
    cut_at = time.monotonic()
    leader = fleet.hub_stream("FLEET", STREAM)["cluster"]["leader"]
    fleet.servers[leader].kill()
    survivors = [name for name in HUBS if name != leader]
    before = fleet.hub_stream("FLEET", STREAM, survivors[0])["state"]["last_seq"]
    eventually("check to tell of a node that is cut off", lambda: "there is no connection to the hub" in fleet.check(f"node/{CUT[0]}"), 15)
    eventually("check to tell of a server that is down", lambda: f"the copy on {leader} is behind" in fleet.check("admin"), 15)
    report("check tells of a node that is cut off, and of a server of the hub that is down", [])
    eventually("the hub to go on without one of its servers",
               lambda: fleet.hub_stream("FLEET", STREAM, survivors[0])["state"]["last_seq"] > before + 500)
    report("the hub goes on when the server that leads its stream is killed", [], f"{leader}")
    time.sleep(max(0, cut_at + 15 - time.monotonic()))
    fleet.servers[leader].start()
    fleet.wait_until_healthy(HUBS)
    time.sleep(max(0, cut_at + CUT_SECONDS - time.monotonic()))
    problems = [f"{name} has had a connection" for name in CUT if "there is no connection to the hub" not in fleet.check(f"node/{name}")]
    report("nodes that are cut off stay so until the link is healed", problems)
    for name in CUT:
        fleet.links[name].heal()
    samples = archived_samples(fleet, folder)
    report("upstream's extractors are let in without a node's name", publish_as_upstream(fleet, samples))
    time.sleep(3)
    stop_extractors(fleet)
    wait_until_settled(fleet)
    compare(fleet, folder, samples)
    told = [fleet.check(f"node/{node}") for node in NODES]
    report("check finds nothing wrong with the nodes afterwards", [text for text in told if text != "all is well\n"])
    told = fleet.check("admin")
    report("check tells of what was lost, and of nothing else", [] if re.fullmatch(
        rf"{OVERFLOWING}: \d+ messages outgrew the node's stream before the hub had them\n    .*\n", told) else told.splitlines())
    live(logger)
    a_node_joins(fleet, NODES)
    it_leaves(fleet, next(iter(NODES)))


def archived_samples(fleet, folder):
    """Some events of a node that are archived already, as upstream would have published them, each with a time of its own."""
    fleet.programs["archiver-charlie"].stop()
    found = events(fleet.archives / "charlie", "charlie", folder)
    fleet.programs["archiver-charlie"].start()
    return [without_ours(event) for event in found[:UPSTREAM_EVENTS]]


def stop_extractors(fleet):
    problems = []
    for name, program in fleet.programs.items():
        if name.startswith("demo-"):
            program.stop()
    time.sleep(1)
    for name, program in fleet.programs.items():
        if name.split("-")[0] in ("log", "rpc", "ebpf"):
            code = program.stop()
            if code != 0:
                problems.append(f"{name} ended with {code}: {program.output()[-300:]}")
            if "Permissions Violation" in program.output():
                problems.append(f"{name} was refused: {program.output()[-300:]}")
    report("every extractor was let in, and ended well", problems)


def wait_until_settled(fleet):
    """All that the nodes' streams hold has come to the hub, and all of it is archived."""
    def behind():
        """What is still to come, as the streams tell it."""
        numbers = [(node, fleet.hub_stream(node, node)) for node in NODES] + [("all", fleet.hub_stream("FLEET", STREAM))]
        return [f"{name} of {source['name']}: {source['lag']}, heard of {source['active'] / 1e9:.1f} s ago"
                for name, info in numbers for source in info["sources"] if source["lag"]]

    def counts():
        return [fleet.hub_stream(node, node)["state"]["last_seq"] for node in NODES], fleet.hub_stream("FLEET", STREAM)["state"]["last_seq"]

    last = counts()
    def agree():
        nonlocal last
        time.sleep(2)
        previous, last = last, counts()
        # Some may be twice in the stream of all, since the server that leads it was killed.
        return previous == last and 0 <= last[1] - sum(last[0]) <= REPEATED and not behind()
    try:
        eventually("the hub's streams to agree", agree, 60)
    except TimeoutError as error:
        raise TimeoutError(f"{error}: {counts()}, still to come: {behind()}, on the nodes: "
                           f"{[fleet.leaf_stream(node)['state']['last_seq'] for node in NODES]}") from None
    for node in NODES:
        with fleet.node_client(node, "streams") as client:
            fleet.wait_until_archived(client.ask, node)
    with fleet.hub_client("admin/keys/FLEET") as client:
        fleet.wait_until_archived(client.ask, "the hub's stream")
    for name, program in fleet.programs.items():
        if name.startswith("archiver-"):
            program.stop()


def compare(fleet, folder, samples):
    for node, way in NODES.items():
        leaf, hub = events(fleet.archives / node, node, folder), events(fleet.archives / "hub", node, folder)
        gaps, ends = counted_lost(sequences(fleet.archives / "hub", node), sequences(fleet.archives / node, node))
        absent = Counter(leaf) - Counter(hub)
        problems = []
        if repeated := sum(Counter(hub).values()) - len(set(hub)) - (sum(Counter(leaf).values()) - len(set(leaf))):
            problems.append(f"{repeated} events came to the hub more than once")
        if extra := Counter(hub) - Counter(leaf):
            problems.append(f"the hub has {extra.total()} events that the node has not")
        if node == OVERFLOWING:
            if not absent:
                problems.append("its stream was to outgrow its bound, and did not")
            if gaps + ends != absent.total() or gaps < 0.99 * absent.total():
                problems.append(f"{absent.total()} events did not come to the hub, {gaps} are gaps there, and {ends} have no later event of their kind")
            if (told := lost_on_the_way(fleet, node)) != absent.total():
                problems.append(f"{absent.total()} events did not come to the hub, its stream tells of {told}")
            name = "what outgrew a node's stream while it was cut off is counted on the hub, event for event"
        else:
            if leaf != hub:
                problems.append(f"{absent.total()} of {len(leaf)} events are not at the hub, or they came in another order; {gaps} and {ends} are counted as lost")
            name = f"the hub's archive equals the node's, event for event: {node}, {way}{', cut off for 30 s' if node in CUT else ''}"
        if len(leaf) < 2000:
            problems.append(f"there were to be more than {len(leaf)} events")
        report(name, problems, f"{len(leaf)} events" + (f", {absent.total()} lost, {gaps} of them seen as gaps on the hub" if absent else ""))
    hub = Counter(events(fleet.archives / "hub", "charlie", folder))
    stamped = sum(count for event, count in hub.items() if without_ours(event) in set(samples))
    report("events of upstream's extractors come under the node's name", [] if stamped >= 2 * len(samples) else
           [f"{stamped} of {2 * len(samples)}"], f"{len(samples)} events")


def lost_on_the_way(fleet, node):
    """What the hub's stream of a node tells: the number that its newest message had on the node, less the messages that it ever had."""
    with fleet.hub_client(f"admin/keys/{node}") as client:
        return lost_by_stream(client, node)


def live(logger):
    """What a tool on the hub got by subscribing: all nodes' events, each once, but for those on their way when a leading server is killed."""
    logger.stop()
    lines = [line for line in logger.output().splitlines() if line.startswith("{")]
    repeated = [line for line, count in Counter(lines).items() if count > 1 and json.loads(line)["sequence"]]
    problems = [f"{len(repeated)} events came again"] if len(repeated) > REPEATED else []
    problems += [f"nothing of {node}" for node in NODES if not any(f'"node":"{node}"' in line for line in lines)]
    report("a tool on the hub gets the events of all nodes, each once but for some when a server is killed", problems,
           f"{len(lines)} events, {len(repeated)} again")
