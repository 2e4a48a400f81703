"""Who may publish and who may read what: one table, from which all configurations are made.

Subjects are those of proto/README.md, without a node's name before them. `deploy/nats/test` holds the table against them.
"""

# What each program publishes. `ipc-extractor` is upstream's.
PUBLISHERS = {
    "ebpf-extractor": [
        "netmsg", "netmsg.malformed", "netconn", "mempool", "validation", "addrman.new", "addrman.tried",
        "utxocache.flush", "utxocache.uncache", "process.sample",
    ],
    "rpc-extractor": ["rpc", "rpc.*"],
    "p2p-extractor": ["p2p-extractor", "p2p-extractor.block", "p2p-extractor.handshake", "p2p-extractor.disconnect"],
    "log-extractor": ["log-extractor"],
    "ipc-extractor": ["ipc"],
    "connectivity-check": ["connectivity.result"],
    "alerts": ["alerts.>"],
}
# Publishers that read events, too.
READING_PUBLISHERS = ["connectivity-check", "alerts"]
# On the hub, what these publish is of the nodes.
FOR_NODES = ["alerts"]
# Programs that read events and publish nothing.
READERS = ["metrics", "logger", "websocket"]
SUBJECTS = [subject for subjects in PUBLISHERS.values() for subject in subjects]
# All that a daemon may read: of its own node, and of named ones.
READABLE = [pattern for subject in SUBJECTS for pattern in (subject, f"node.*.{subject}")]
# Upstream's extractors know no nkeys and no node names, and publish on subjects of one token.
UPSTREAM_SUBJECTS = [subject for subject in SUBJECTS if "." not in subject]

STREAM = "EVENTS"
ARCHIVER_CONSUMER = "archiver-archive"


def publisher(subjects, reads=False):
    """Permissions of a program that publishes these subjects."""
    return {"publish": {"allow": subjects}, "subscribe": {"allow": READABLE} if reads else {"deny": [">"]}}


def reader():
    return {"publish": {"deny": [">"]}, "subscribe": {"allow": READABLE}}


def upstream_reader():
    """Upstream's tools subscribe to `*`. For the server, `*` lets `>` through as well; what is denied is then left out message by message."""
    return {"publish": {"deny": [">"]}, "subscribe": {"allow": ["*"], "deny": ["*.>"]}}


def of_node(name, subjects):
    """These subjects as the daemons of a node may publish them: without its name, or with its own."""
    return [pattern for subject in subjects for pattern in (subject, f"node.{name}.{subject}")]


def on_hub(name):
    """What a tool of the hub may publish."""
    return [pattern for subject in PUBLISHERS[name] for pattern in ([subject, f"node.*.{subject}"] if name in FOR_NODES else [subject])]


def archiver():
    """Reads the stream through a consumer that is there already: to make one would mean to choose where the server sends messages to."""
    return {
        "publish": {"allow": [
            f"$JS.API.STREAM.INFO.{STREAM}",
            f"$JS.API.STREAM.MSG.GET.{STREAM}",
            f"$JS.API.CONSUMER.INFO.{STREAM}.{ARCHIVER_CONSUMER}",
            f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{ARCHIVER_CONSUMER}",
            f"$JS.ACK.{STREAM}.{ARCHIVER_CONSUMER}.>",
        ]},
        "subscribe": {"allow": ["_INBOX.>"]},
    }


def stream_maker():
    """Makes streams and consumers, and asks how they are; never a daemon's."""
    return {"publish": {"allow": ["$JS.API.>"]}, "subscribe": {"allow": ["_INBOX.>"]}}


def uplink(name):
    """What a node's server may do in its account on the hub: hear the requests of the hub's stream, and answer them.

    Not publish events: those come through the stream alone, so that none comes twice and each under the node's own name.
    """
    return {
        "publish": {"allow": ["uplink.>", "$JSC.R.*"]},
        "subscribe": {"allow": [f"$JS.{name}.API.CONSUMER.>", f"$JS.FC.{STREAM}.>"]},
    }
