"""Who may do what: every key of a node and of the hub against every subject, outsiders, and a node's server in wrong hands."""

import re
import time

from files import contract, matches
from fleet.authority import Authority
from fleet.client import Client, ClientError
from fleet.nkeys import new_seed
from fleet.permissions import PUBLISHERS, READERS, READING_PUBLISHERS, UPSTREAM_SUBJECTS, on_hub
from fleet_under_test import FleetUnderTest
from hostile_leaf import HostileLeaf
from processes import eventually
from report import report

OTHERS = ["uplink.S.x", "sync.alpha.S.x", "live.node.alpha.netmsg", "$JS.API.STREAM.DELETE.EVENTS", "$JS.API.STREAM.PURGE.EVENTS",
          "$JS.API.CONSUMER.DURABLE.CREATE.EVENTS.x", "$SYS.REQ.SERVER.PING", "_INBOX.x", "some.thing"]
# What readers have no business with.
SECRET = [">", "$JS.>", "_INBOX.>", "uplink.>", "$SYS.>", "node.>"]


def refused(errors):
    return {match[1] for match in (re.search(r'"([^"]+)"', error) for error in errors) if match}


def expect_publishes(client, allowed):
    """Publishes on every subject, under no name, its own and another's, and returns what should not have been taken or refused."""
    subjects = [name for subject in contract() for name in (subject, f"node.alpha.{subject}", f"node.beta.{subject}")] + OTHERS
    with client:
        for subject in subjects:
            client.publish(subject, b"")
        client.fence()
        wrongly = refused(client.errors) ^ {subject for subject in subjects if not any(matches(pattern, subject) for pattern in allowed)}
        return [f"{subject} was {'refused' if subject in refused(client.errors) else 'taken'}" for subject in sorted(wrongly)]


def expect_subscribes(client, allowed, denied):
    with client:
        for subject in allowed + denied:
            client.subscribe(subject)
        client.fence()
        wrongly = refused(client.errors) ^ set(denied)
        return [f"a subscription to {subject} was {'refused' if subject in refused(client.errors) else 'let through'}" for subject in sorted(wrongly)]


def node_users(fleet):
    subscriptions = [name for subject in contract() for name in (subject, f"node.*.{subject}")]
    for name, patterns in PUBLISHERS.items():
        allowed = [pattern for subject in patterns for pattern in (subject, f"node.alpha.{subject}")]
        problems = expect_publishes(fleet.node_client("alpha", name), allowed)
        if name in READING_PUBLISHERS:
            problems += expect_subscribes(fleet.node_client("alpha", name), subscriptions, SECRET)
        else:
            problems += expect_subscribes(fleet.node_client("alpha", name), [], subscriptions + SECRET)
        report(f"on a node, {name} publishes its own subjects under no name or its node's, and nothing else", problems)
    for name in READERS:
        problems = expect_publishes(fleet.node_client("alpha", name), [])
        problems += expect_subscribes(fleet.node_client("alpha", name), subscriptions, SECRET)
        report(f"on a node, {name} reads all subjects and publishes nothing", problems)
    problems = expect_publishes(fleet.upstream_client("alpha", "upstream-extractors"), UPSTREAM_SUBJECTS)
    problems += expect_subscribes(fleet.upstream_client("alpha", "upstream-extractors"), [], ["netmsg", *SECRET])
    report("on a node, upstream's extractors publish upstream's subjects and nothing else", problems)
    problems = expect_publishes(fleet.upstream_client("alpha", "upstream-tools"), [])
    problems += expect_subscribes(fleet.upstream_client("alpha", "upstream-tools"), ["*"], SECRET[1:])
    with fleet.upstream_client("alpha", "upstream-tools") as tool, fleet.node_client("alpha", "ebpf-extractor") as extractor:
        tool.subscribe(">")
        tool.fence()
        for subject in ("netmsg.malformed", "node.alpha.netmsg", "netmsg"):
            extractor.publish(subject, b"")
        extractor.fence()
        problems += [f"{subject} came" for subject, *_ in tool.receive(2) + tool.receive(0.5) if subject != "netmsg"]
    report("on a node, upstream's tools read upstream's subjects and publish nothing", problems)


def archivers(fleet):
    for where, client in (("a node", lambda: fleet.node_client("alpha", "archiver")), ("the hub", lambda: fleet.hub_client("tools/keys/archiver", "hub1"))):
        problems = expect_publishes(client(), [])
        with client() as archiver:
            if archiver.ask("STREAM.INFO.EVENTS") is None or archiver.ask("CONSUMER.INFO.EVENTS.archiver-archive") is None:
                problems.append("it does not find its stream or its consumer")
            if archiver.ask("STREAM.MSG.GET.EVENTS", {"seq": 1}) is None:
                problems.append("it may not ask for a message by its number")
            for subject in ("STREAM.UPDATE.EVENTS", "STREAM.MSG.DELETE.EVENTS", "CONSUMER.DELETE.EVENTS.archiver-archive",
                            "CONSUMER.MSG.NEXT.EVENTS.another"):
                archiver.publish(f"$JS.API.{subject}", b"{}")
            archiver.fence()
            if len(archiver.errors) != 4:
                problems.append(f"{len(archiver.errors)} of 4 requests were refused: {archiver.errors}")
        report(f"on {where}, the archiver reads its stream through its consumer, and does nothing else", problems)


def hub_users(fleet):
    subscriptions = [name for subject in contract() for name in (subject, f"node.*.{subject}")]
    for name in READERS:
        problems = expect_publishes(fleet.hub_client(f"tools/keys/{name}", "hub1"), [])
        problems += expect_subscribes(fleet.hub_client(f"tools/keys/{name}", "hub1"), subscriptions, SECRET)
        report(f"on the hub, {name} reads all subjects and publishes nothing", problems)
    for name in READING_PUBLISHERS:
        report(f"on the hub, {name} publishes its own subjects and nothing else",
               expect_publishes(fleet.hub_client(f"tools/keys/{name}", "hub1"), on_hub(name)))
    with fleet.hub_client("tools/keys/metrics", "hub1") as tool, fleet.hub_client("tools/keys/replay-reader", "hub1") as reader:
        for client in (tool, reader):
            client.subscribe("node.*.netmsg")
            client.fence()
        with fleet.hub_client("tools/keys/replayer", "hub1") as replayer:
            replayer.publish("node.alpha.netmsg", b"replayed")
            replayer.fence()
        got, others = reader.receive(5), tool.receive(0.5)
    report("what is replayed stays apart from what is", [] if len(got) == 1 and not others else [f"{got} {others}"])


def refuses(what, connect):
    try:
        connect().close()
        return [f"{what} was let in"]
    except (ClientError, OSError) as error:
        return [] if str(error) else [f"{what}: no reason"]


def outsiders(fleet, folder):
    node, hub = f"127.0.0.1:{fleet.node_ports['alpha'][0]}", f"127.0.0.1:{fleet.hub_ports['hub1'][0]}"
    leaf, ca = fleet.hub_ports["hub1"][2], fleet.folder / "tools" / "ca.pem"
    password = fleet.seed("authority/passwords/uplink/alpha")
    tls = fleet.folder / "node" / "alpha" / "tls"
    other = Authority(folder / "other")
    other.ensure()
    other.ensure_certificate(folder / "stranger", "alpha", ["alpha"])
    problems = []
    for what, connect in {
        "who has no key, at a node,": lambda: Client(node),
        "who has another key, at a node,": lambda: Client(node, seed=new_seed()),
        "who has a wrong password, at a node,": lambda: Client(node, user="upstream-extractors", password="wrong"),
        "who has no key, at the hub,": lambda: Client(hub, authority=ca),
        "who has another key, at the hub,": lambda: Client(hub, seed=new_seed(), authority=ca),
        "who has a node's key, at the hub,": lambda: Client(hub, seed=fleet.seed("node/alpha/keys/metrics.nk"), authority=ca),
        "who speaks no TLS, at the hub,": lambda: Client(hub, seed=fleet.seed("tools/keys/metrics.nk"), timeout=3),
        "who trusts another authority, at the hub,": lambda: Client(
            hub, seed=fleet.seed("tools/keys/metrics.nk"), authority=folder / "other" / "ca.pem"),
        "a server without certificate": lambda: HostileLeaf(leaf, None, "alpha", password, ca),
        "a server with another authority's certificate": lambda: HostileLeaf(leaf, folder / "stranger", "alpha", password, ca),
        "a server with a wrong password": lambda: HostileLeaf(leaf, tls, "alpha", "0" * 64),
        "a server with another node's password": lambda: HostileLeaf(leaf, tls, "beta", password),
    }.items():
        problems += refuses(what, connect)
    report("strangers are not let in", problems, "12 ways")


def in_wrong_hands(fleet):
    """The node mallory exists for the hub, and its server is ours to misuse."""
    leaf = HostileLeaf(fleet.hub_ports["hub1"][2], fleet.folder / "node/mallory/tls", "mallory", fleet.seed("authority/passwords/uplink/mallory"))
    with fleet.hub_client("tools/keys/metrics", "hub1") as tool:
        for subject in ("node.*.netmsg", "netmsg"):
            tool.subscribe(subject)
        tool.fence()
        for subject in ("node.beta.netmsg", "node.mallory.netmsg", "netmsg", "sync.beta.S.x", "live.node.beta.netmsg",
                        "$JS.hub.API.STREAM.DELETE.mallory", "$JS.API.STREAM.DELETE.mallory"):
            leaf.respond(subject, b"forged")
        for subject in (">", "node.>", "sync.>", "live.>", "$JS.API.>"):
            leaf.send(f"LS+ {subject}")
        leaf.serve_stream("mallory", "node.beta.netmsg", [b"forged"] * 10)
        eventually("the forged events to come as far as they can", lambda: fleet.hub_stream("mallory", "mallory", "hub1")["state"]["messages"] == 10)
        # An honest node's events come behind them.
        with fleet.node_client("alpha", "ebpf-extractor") as honest:
            honest.publish("netmsg", b"honest")
            honest.fence()
        received = eventually("an honest event", lambda: tool.receive(5))
        time.sleep(2)
        received += tool.receive(0.5)
    stream = fleet.hub_stream("FLEET", "EVENTS", "hub1")["state"]["messages"]
    problems = [f"a tool received {message[1]} on {message[0]}" for message in received if message[1] != b"honest"]
    problems += [] if stream == 1 else [f"the hub's stream has {stream} events, and not the honest one alone"]
    report("a node's server in wrong hands delivers nothing under another node's name", problems)
    leaf.close()


def run(folder):
    fleet = FleetUnderTest(folder, ["alpha", "beta", "mallory"], hubs=["hub1"], node_stream="4MiB", hub_buffer="50MiB", hub_stream="50MiB")
    try:
        fleet.start_hub("hub1")
        fleet.start_node("alpha")
        fleet.wait_until_healthy(["hub1", "alpha"])
        fleet.streams("node/alpha")
        fleet.streams("admin")
        in_wrong_hands(fleet)
        node_users(fleet)
        archivers(fleet)
        hub_users(fleet)
        outsiders(fleet, folder)
    finally:
        fleet.close()
