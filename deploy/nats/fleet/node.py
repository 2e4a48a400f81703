"""The configuration of a node's server, and its stream."""

from fleet.configuration import MAX_PAYLOAD, account, group, publishers, readers, replay, tls, user
from fleet.hub import consumer, host
from fleet.permissions import PUBLISHERS, STREAM, SUBJECTS, UPSTREAM_SUBJECTS, archiver, of_node, publisher, stream_maker, upstream_reader

HEAD = """\
# The server of the node {name}, made by deploy/nats/make-fleet: change the fleet there, not here.
server_name: "{name}"

# Daemons of this host connect here; nothing else can.
listen: "127.0.0.1:{node.client}"
# Metrics and states of the server, as deploy/nats/check reads them.
http: "127.0.0.1:{node.monitor}"
max_payload: {max_payload}
# A link that has stalled counts as broken after half a minute.
ping_interval: "10s"
ping_max: 2

# Keeps the events that the hub has not fetched yet, and drops the oldest beyond the stream's bound.
jetstream {{
    domain: "{name}"
    store_dir: "{store}"
    max_file_store: {max_file}
}}

# The hub; whichever of its servers answers.
leafnodes {{
    remotes: [{{
        account: UPLINK
        urls: [
{urls}
        ]
        {tls}
    }}]
}}

system_account: SYS
accounts {{
    SYS {{ users: [] }}

"""


def local_account(name, keys, password):
    """Extractors and tools of the host."""
    def own(program):
        return of_node(name, PUBLISHERS[program])

    users = [
        *publishers(keys, PUBLISHERS, own),
        *readers(keys),
        ("upstream's extractors", user("upstream-extractors", publisher(UPSTREAM_SUBJECTS), password("upstream-extractors"))),
        ("upstream's tools", user("upstream-tools", upstream_reader(), password("upstream-tools"))),
    ]
    exports = [f'{{stream: "{subject}", accounts: [UPLINK]}}' for subject in of_node(name, SUBJECTS)]
    return "# The daemons of this host.\n" + account("LOCAL", users, group("exports", exports))


def uplink_account(name, keys):
    """The stream, and the way to the hub: everything under the node's name, whether its daemon knows that name or not."""
    imports = [f'{{stream: {{account: LOCAL, subject: "{subject}"}}, prefix: "node.{name}"}}' for subject in SUBJECTS]
    imports += [f'{{stream: {{account: LOCAL, subject: "node.{name}.{subject}"}}}}' for subject in SUBJECTS]
    users = [
        ("archiver --jetstream", user(keys("archiver"), archiver())),
        ("deploy/nats/streams", user(keys("streams"), stream_maker())),
    ]
    return "# The stream that the hub fetches.\n" + account("UPLINK", users, group("imports", imports), jetstream=True)


def configuration(fleet, name, folder, uplink_password, keys, password):
    urls = [f'            "tls://{name}:{uplink_password}@{host(hub.address)}:{hub.leaf}"' for hub in fleet.hubs.values()]
    head = HEAD.format(
        name=name, node=fleet.nodes[name], max_payload=MAX_PAYLOAD, urls="\n".join(urls),
        store=fleet.store if fleet.installed_at else f"{folder}/store",
        tls=tls(fleet.folder(folder), verify=False), max_file=fleet.node_stream * 11 // 10)
    return head + "\n\n".join([local_account(name, keys, password), uplink_account(name, keys), replay(keys)]) + "\n}\n"


def streams(fleet, name):
    return [{
        "key": "keys/streams.nk",
        "streams": [{
            "name": STREAM, "subjects": [f"node.{name}.>"], "storage": "file", "retention": "limits", "discard": "old",
            "num_replicas": 1, "max_bytes": fleet.node_stream,
        }],
        "consumers": [{"stream": STREAM, **consumer()}],
    }]
