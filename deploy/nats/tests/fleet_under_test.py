"""A fleet on the loopback: real servers with the configurations that make-fleet writes, stand-in nodes, extractors, archivers."""

import re
import subprocess

from fleet.client import Client, ClientError
from fleet.permissions import ARCHIVER_CONSUMER, STREAM
from link import Link
from processes import BUILD, ROOT, Process, Server, eventually, free_ports

NATS = ROOT / "deploy" / "nats"
HUBS = ["hub1", "hub2", "hub3"]


class FleetUnderTest:
    def __init__(self, folder, nodes, hubs=HUBS, **sizes):
        self.folder = folder / "fleet"
        self.logs = folder / "logs"
        self.archives = folder / "archives"
        self.logs.mkdir()
        self.hub_ports = {name: free_ports(4) for name in hubs}
        self.node_ports = {}
        self.servers = {}
        self.programs = {}
        self.links = {}
        sizes = [word for name, size in sizes.items() for word in (f"--{name.replace('_', '-')}", size)]
        servers = [word for name, ports in self.hub_ports.items()
                   for word in ("--hub", f"{name}=127.0.0.1:{':'.join(map(str, ports))}")]
        self.make("--installed-at", ".", *sizes, *servers, *self.node_words(nodes))

    def node_words(self, names):
        self.node_ports |= {name: free_ports(2) for name in names}
        return [word for name in names for word in ("--node", f"{name}:{':'.join(map(str, self.node_ports[name]))}")]

    def make(self, *words):
        return subprocess.run([NATS / "make-fleet", self.folder, *words], check=True, capture_output=True, text=True).stdout

    def streams(self, host, *words):
        return subprocess.run([NATS / "streams", self.folder / host, *words], check=True, capture_output=True, text=True).stdout

    def tries_streams(self, host):
        """The same, or None while the hub's servers are still choosing who leads."""
        try:
            return self.streams(host)
        except subprocess.CalledProcessError:
            return None

    def check(self, host):
        """What deploy/nats/check prints."""
        return subprocess.run([NATS / "check", self.folder / host], capture_output=True, text=True).stdout

    # Servers

    def start_hub(self, name):
        self.servers[name] = Server(name, self.hidden(name), self.hub_ports[name][3], self.logs / f"{name}.log")

    def hidden(self, name):
        """A hub server's configuration in which it tells nodes another address of its own: they would get round a link that is cut."""
        path = self.folder / "hub" / name / "nats-server.conf"
        path.write_text(path.read_text().replace("    no_advertise: true\n", '    no_advertise: true\n    advertise: "127.0.0.1:1"\n', 1))
        return path

    def start_node(self, name):
        self.servers[name] = Server(
            name, self.folder / "node" / name / "nats-server.conf", self.node_ports[name][1], self.logs / f"{name}.log")

    def through_link(self, name):
        """Has a node reach the hub through a link that can be cut: the ports of the hub are all that changes in its configuration."""
        link = self.links[name] = Link([ports[2] for ports in self.hub_ports.values()])
        path = self.folder / "node" / name / "nats-server.conf"
        text = path.read_text()
        for port, replacement in link.replacements.items():
            text = re.sub(rf'(@127\.0\.0\.1:){port}"', rf'\g<1>{replacement}"', text)
        path.write_text(text)

    def wait_until_healthy(self, names):
        eventually(f"{', '.join(names)} to be healthy", lambda: all(self.servers[name].is_healthy() for name in names), 40)

    # Clients

    def seed(self, path):
        return (self.folder / path).read_text().strip()

    def node_client(self, node, key):
        return Client(f"127.0.0.1:{self.node_ports[node][0]}", seed=self.seed(f"node/{node}/keys/{key}.nk"))

    def upstream_client(self, node, user):
        return Client(f"127.0.0.1:{self.node_ports[node][0]}", user=user, password=self.seed(f"node/{node}/passwords/{user}"))

    def hub_client(self, key, hub="hub2"):
        return Client(
            f"127.0.0.1:{self.hub_ports[hub][0]}", seed=self.seed(f"{key}.nk"), authority=self.folder / "tools" / "ca.pem", timeout=10)

    def hub_stream(self, account, stream, hub="hub2"):
        """What the hub tells of a stream, once it has a leader."""
        def ask():
            try:
                with self.hub_client(f"admin/keys/{account}", hub) as client:
                    return client.ask(f"STREAM.INFO.{stream}")
            except ClientError:
                return None
        return eventually(f"the hub to tell of {stream}", ask, 60)

    def leaf_stream(self, node):
        with self.node_client(node, "streams") as client:
            return client.ask(f"STREAM.INFO.{STREAM}")

    # Programs

    def options_on(self, node, key):
        return ["-a", f"127.0.0.1:{self.node_ports[node][0]}", "--nats-nkey-file", self.folder / f"node/{node}/keys/{key}.nk"]

    def upstream_options_on(self, node):
        return ["-a", f"127.0.0.1:{self.node_ports[node][0]}", "-u", "upstream-extractors",
                "-f", self.folder / f"node/{node}/passwords/upstream-extractors"]

    def options_on_hub(self, key):
        servers = ",".join(f"127.0.0.1:{ports[0]}" for ports in self.hub_ports.values())
        return ["-a", servers, "--nats-nkey-file", self.folder / f"tools/keys/{key}.nk", "--nats-tls-ca", self.folder / "tools/ca.pem"]

    def run(self, name, program, *words):
        process = self.programs[name] = Process([BUILD / program, *words], self.logs / f"{name}.log")
        return process

    def start_archiver(self, name, options):
        archiver = self.run(
            f"archiver-{name}", "archiver", *options, "--output-dir", self.archives / name, "--jetstream", STREAM, "--block-interval", "1s")
        archiver.wait_for("reading the stream")

    def wait_until_archived(self, ask, what, limit=60):
        """Until the archiver has nothing left to fetch or to acknowledge."""
        def done():
            consumer = ask(f"CONSUMER.INFO.{STREAM}.{ARCHIVER_CONSUMER}")
            return consumer["num_pending"] == 0 and consumer["num_ack_pending"] == 0
        eventually(f"{what} to be archived", done, limit)

    def close(self):
        Process.stop_all()
        for link in self.links.values():
            link.close()

