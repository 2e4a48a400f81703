"""The configuration of a hub server, and the streams of the hub."""

from fleet.configuration import MAX_PAYLOAD, account, group, publishers, readers, replay, tls, user
from fleet.permissions import ARCHIVER_CONSUMER, READING_PUBLISHERS, STREAM, archiver, on_hub, stream_maker, uplink

HEAD = """\
# A server of the hub, made by deploy/nats/make-fleet: change the fleet there, not here.
server_name: "{name}"

# Tools connect here, each with a key of its own.
listen: "{listen}:{hub.client}"
client_advertise: "{hub.address}:{hub.client}"
{client_tls}
# Metrics and states of the server, as deploy/nats/check reads them.
http: "127.0.0.1:{hub.monitor}"
max_payload: {max_payload}
# A link that has stalled counts as broken after half a minute.
ping_interval: "10s"
ping_max: 2

jetstream {{
    domain: hub
    store_dir: "{store}"
    max_file_store: {max_file}
}}

# The servers of the hub among themselves.
cluster {{
    name: hub
    listen: "{listen}:{hub.cluster}"
    cluster_advertise: "{hub.address}:{hub.cluster}"
    authorization {{ user: cluster, password: "{cluster_password}" }}
    {mutual_tls}
    routes: [
{routes}
    ]
}}

# The servers of the nodes: with a certificate of the fleet's authority, and the password of their account.
leafnodes {{
    listen: "{listen}:{hub.leaf}"
    # The nodes have the addresses of all servers.
    no_advertise: true
    {mutual_tls}
}}

system_account: SYS
accounts {{
    SYS {{ users: [] }}

"""


def host(address):
    return f"[{address}]" if ":" in address else address


def tools_account(keys):
    """What tools subscribe to: the events of the stream, as they come into it."""
    users = [*readers(keys), *publishers(keys, READING_PUBLISHERS, on_hub)]
    imports = ['{stream: {account: FLEET, subject: "live.node.>"}, to: "node.>"}']
    return "# The events of all nodes as they come, for tools.\n" + account("TOOLS", users, group("imports", imports))


def fleet_account(fleet, tools, admin):
    imports = []
    for name in fleet.nodes:
        source = f"account: NODE_{name}"
        imports += [
            f'{{service: {{{source}, subject: "$JS.API.CONSUMER.>"}}, to: "JS.{name}.API.CONSUMER.>"}}',
            f'{{service: {{{source}, subject: "$JS.FC.{name}.>"}}}}',
            f'{{stream: {{{source}, subject: "sync.{name}.>"}}}}',
        ]
    users = [
        ("archiver --jetstream", user(tools("archiver"), archiver())),
        ("deploy/nats/streams", user(admin("FLEET"), stream_maker())),
    ]
    exports = group("exports", ['{stream: "live.>", accounts: [TOOLS]}'])
    return "# The stream of all nodes.\n" + account("FLEET", users, [*group("imports", imports), *exports], jetstream=True)


def node_account(name, password, admin):
    """What one node's server reaches: its own events, whatever it may send."""
    exports = [
        '{service: "$JS.API.CONSUMER.>", accounts: [FLEET]}',
        f'{{service: "$JS.FC.{name}.>", accounts: [FLEET]}}',
        f'{{stream: "sync.{name}.>", accounts: [FLEET]}}',
    ]
    return account(f"NODE_{name}", [
        (f"the server of {name}", user(name, uplink(name), password)),
        ("deploy/nats/streams", user(admin(name), stream_maker())),
    ], group("exports", exports), jetstream=True)


def configuration(fleet, name, folder, secrets, tools, admin):
    """`secrets` gives passwords; `tools` and `admin` public keys, by name."""
    hub = fleet.hubs[name]
    routes = [
        f'        "nats-route://cluster:{secrets("cluster")}@{host(other.address)}:{other.cluster}"'
        for other_name, other in fleet.hubs.items() if other_name != name
    ]
    head = HEAD.format(
        name=name, hub=hub, listen=host(hub.listen), max_payload=MAX_PAYLOAD, cluster_password=secrets("cluster"),
        store=fleet.store if fleet.installed_at else f"{folder}/store", routes="\n".join(routes),
        client_tls=tls(fleet.folder(folder), verify=False), mutual_tls=tls(fleet.folder(folder), verify=True),
        # A tenth more: the servers reserve what streams may take.
        max_file=(fleet.hub_stream + len(fleet.nodes) * fleet.hub_buffer) * 11 // 10)
    if len(fleet.hubs) == 1:
        before, rest = head.split("# The servers of the hub among themselves.")
        head = before + rest[rest.index("# The servers of the nodes"):]
    accounts = [fleet_account(fleet, tools, admin), tools_account(tools), replay(tools)]
    accounts += [node_account(node, secrets(f"uplink/{node}"), admin) for node in fleet.nodes]
    return head + "\n\n".join(accounts) + "\n}\n"


def streams(fleet):
    """What `deploy/nats/streams` is to make: of each account, the key to use and the streams."""
    limits = {"storage": "file", "retention": "limits", "discard": "old", "num_replicas": fleet.replicas}
    made = [{
        "key": f"keys/{name}.nk",
        "streams": [{
            "name": name, **limits, "max_bytes": fleet.hub_buffer,
            "sources": [{
                "name": STREAM, "filter_subject": f"node.{name}.>",
                "external": {"api": f"$JS.{name}.API", "deliver": "uplink"},
            }],
        }],
        "consumers": [],
    } for name in fleet.nodes]
    made.append({
        "key": "keys/FLEET.nk",
        "streams": [{
            "name": STREAM, **limits, "max_bytes": fleet.hub_stream,
            # The filter is what holds a node to its name: the hub's own server applies it.
            "sources": [{
                "name": name, "filter_subject": f"node.{name}.>",
                "external": {"api": f"JS.{name}.API", "deliver": f"sync.{name}"},
            } for name in fleet.nodes],
            # For tools that subscribe. nats-server 2.9 wants a subject of the stream's own before it publishes again; nobody may use this one.
            "subjects": ["unused"],
            "republish": {"src": ">", "dest": "live.>"},
        }],
        "consumers": [{"stream": STREAM, **consumer()}],
    })
    return made


def consumer():
    """The archiver's, as it would make it itself."""
    return {
        "durable_name": ARCHIVER_CONSUMER, "ack_policy": "explicit", "deliver_policy": "all", "ack_wait": 30_000_000_000,
        "max_ack_pending": 20_000, "replay_policy": "instant",
    }
