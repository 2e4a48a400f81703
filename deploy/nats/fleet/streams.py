"""Makes the streams and consumers that a folder's `streams.json` asks for, and changes those that are there."""

import json

from fleet.client import Client, ClientError


def connect(told, folder, key):
    """The first server that answers. Where there is no key, the server asks for none."""
    seed = (folder / key).read_text().strip() if key else None
    authority = folder / told["authority"] if told["authority"] else None
    problems = []
    for address in told["servers"]:
        try:
            return Client(address, seed=seed, authority=authority)
        except ClientError as error:
            problems.append(str(error))
    raise ClientError("; ".join(problems))


def is_as_wanted(wanted, there):
    """Whether all that is wanted is there; the server fills in more."""
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(is_as_wanted(value, there.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(there, list) and len(wanted) == len(there) and all(map(is_as_wanted, wanted, there))
    return wanted == there


def ensure_stream(client, wanted):
    name = wanted["name"]
    there = client.ask(f"STREAM.INFO.{name}")
    if there is None:
        client.ask(f"STREAM.CREATE.{name}", wanted)
        return "made"
    if is_as_wanted(wanted, there["config"]):
        return "there"
    client.ask(f"STREAM.UPDATE.{name}", {**there["config"], **wanted})
    return "changed"


def ensure_consumer(client, wanted):
    """A consumer keeps its settings: another one would deliver everything again."""
    settings = dict(wanted)
    stream, name = settings.pop("stream"), settings["durable_name"]
    if client.ask(f"CONSUMER.INFO.{stream}.{name}") is not None:
        return "there"
    client.ask(f"CONSUMER.DURABLE.CREATE.{stream}.{name}", {"stream_name": stream, "config": settings})
    return "made"


def without_node(account, name):
    """What an account's streams are without a node, and those to be removed."""
    kept = [
        {**stream, "sources": [source for source in stream["sources"] if source["name"] != name]} if "sources" in stream else stream
        for stream in account["streams"] if stream["name"] != name
    ]
    return kept, [stream["name"] for stream in account["streams"] if stream["name"] == name]


def ensure(folder, without=None):
    """Makes what is to be there, and removes the stream of the node `without`; yields a line for each stream and consumer."""
    told = json.loads((folder / "streams.json").read_text())
    removals = []
    for account in told["accounts"]:
        streams, removed = without_node(account, without)
        removals += [(account["key"], name) for name in removed]
        with connect(told, folder, account["key"]) as client:
            for stream in streams:
                yield f"stream {stream['name']}: {ensure_stream(client, stream)}"
            for consumer in account["consumers"]:
                yield f"consumer {consumer['durable_name']} of {consumer['stream']}: {ensure_consumer(client, consumer)}"
    # Last, when nothing fetches from it any more.
    for key, name in removals:
        with connect(told, folder, key) as client:
            if client.ask(f"STREAM.DELETE.{name}") is not None:
                yield f"stream {name}: removed"
