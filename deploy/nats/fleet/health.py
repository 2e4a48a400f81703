"""How servers, links and streams are, and what to do about it."""

import base64
import json
import re
import subprocess
import urllib.error
import urllib.request

from fleet.client import ClientError
from fleet.permissions import ARCHIVER_CONSUMER, STREAM
from fleet.streams import connect

SOURCE = re.compile(r"(?mi)^Nats-Stream-Source: *\S+ +(\d+)")
# Nanoseconds without a word from a source, which tells that it is there every few seconds.
SILENCE = 60_000_000_000
FULL = 0.8
EXPIRY_DAYS = 30


def lost_by_stream(client, stream):
    """Messages that a stream should have fetched from its source and never had; None for an empty one.

    The newest message tells the number that it had in the source, where numbers begin at 1 and none is left out. So this holds for a stream
    that was there from the beginning, and whose source was never made anew.
    """
    state = client.ask(f"STREAM.INFO.{stream}")["state"]
    if not state["messages"]:
        return None
    newest = client.ask(f"STREAM.MSG.GET.{stream}", {"seq": state["last_seq"]})["message"]
    told = SOURCE.search(base64.b64decode(newest.get("hdrs", "")).decode(errors="replace"))
    return int(told[1]) - state["last_seq"] if told else None


def monitoring(address, path):
    """An answer of a server's monitoring, or None where there is none."""
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except (OSError, ValueError):
        return None


def servers(told):
    for address in told["monitors"]:
        health = monitoring(address, "/healthz")
        if health is None:
            yield f"{address} does not answer", "start nats-server on this host, and read its log"
        elif health.get("status") != "ok":
            yield f"{address} is not well: {health.get('error')}", "wait a minute; if it stays so, read the server's log"
        elif told["uplink"] and not (monitoring(address, "/leafz") or {}).get("leafs"):
            yield "there is no connection to the hub", (
                "events are kept up to the stream's bound; look whether the hub's servers can be reached, and at the server's log for refused passwords and certificates")


def certificates(folder):
    path = folder / "tls" / "cert.pem"
    if path.exists() and subprocess.run(
            ["openssl", "x509", "-in", path, "-noout", "-checkend", str(EXPIRY_DAYS * 86400)], capture_output=True).returncode:
        yield f"{path} expires within {EXPIRY_DAYS} days", "make-fleet FOLDER --rotate NAME, then install the new folder"


def is_of_node(stream):
    """Whether it is the hub's stream of one node."""
    return [source["name"] for source in stream.get("sources", [])] == [STREAM]


def stream_state(client, wanted):
    """Of one stream: its bound, its copies, its sources."""
    name = wanted["name"]
    info = client.ask(f"STREAM.INFO.{name}")
    if info is None:
        yield f"there is no stream {name}", "deploy/nats/streams FOLDER makes it"
        return
    cluster = info.get("cluster") or {}
    for replica in cluster.get("replicas") or []:
        if replica.get("offline") or not replica.get("current"):
            yield f"{name}: the copy on {replica['name']} is behind by {replica.get('lag', 0)} messages", "start that server; it catches up by itself"
    for source in info.get("sources") or []:
        silent = source["active"] < 0 or source["active"] > SILENCE
        if silent and source["name"] == STREAM:
            yield f"{name}: nothing is heard of the node", "run deploy/nats/check on the node's host"
        elif silent:
            yield f"{name}: nothing is heard of the stream {source['name']}", "look whether it has a leader: restart the hub's servers one after another"
        if source["lag"] > 0:
            yield f"{name}: {source['lag']} messages of {source['name']} are still to come", "wait; if it grows, the link or the hub is too slow (docs/scaling.md)"
    lost = lost_by_stream(client, name) if is_of_node(wanted) else None
    # Less than none is missing where some came twice, as may be when the server that leads a stream is killed.
    if lost and lost > 0:
        yield f"{name}: {lost} messages outgrew the node's stream before the hub had them", "they are in the archive on the node's host, if there is one; give the stream more room with --node-stream"


def archiver_state(client, wanted, bound):
    consumer = client.ask(f"CONSUMER.INFO.{wanted['stream']}.{wanted['durable_name']}")
    state = client.ask(f"STREAM.INFO.{wanted['stream']}")["state"]
    if consumer is None:
        yield f"there is no consumer {wanted['durable_name']}", "deploy/nats/streams FOLDER makes it"
        return
    waiting = consumer["num_pending"] + consumer["num_ack_pending"]
    if consumer["ack_floor"]["stream_seq"] == 0 and state["messages"]:
        yield "no archiver has read this stream yet", "start one with --jetstream, or do without it here"
    elif state["messages"] and waiting / state["messages"] > FULL and state["bytes"] > FULL * bound:
        yield f"the archiver is {waiting} messages behind, and the stream is nearly full", "see why the archiver is slow or stopped: what outgrows the stream is lost for it"


def check(folder):
    """Yields problems of a node's folder, on its host, or of the folder admin: what is the matter, and what to do."""
    told = json.loads((folder / "streams.json").read_text())
    yield from servers(told)
    yield from certificates(folder)
    for account in told["accounts"]:
        try:
            with connect(told, folder, account["key"]) as client:
                for stream in account["streams"]:
                    yield from stream_state(client, stream)
                for consumer in account["consumers"]:
                    if consumer["durable_name"] == ARCHIVER_CONSUMER:
                        yield from archiver_state(client, consumer, account["streams"][0]["max_bytes"])
        except ClientError as error:
            yield f"{account['key']}: {error}", "look whether the server runs, and whether this folder is the newest"
