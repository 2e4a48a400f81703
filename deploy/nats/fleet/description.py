"""What a fleet is made of, as `fleet.json` keeps it."""

import ipaddress
import json
import re
from dataclasses import asdict, dataclass, field

from fleet.files import write_text

# As --node takes it, for both are tokens of subjects; and names of files.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Those are accounts or folders of another kind.
RESERVED = {"FLEET", "TOOLS", "REPLAY", "SYS", "LOCAL", "UPLINK", "hub", "node", "tools", "admin", "authority"}
SIZES = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}


class FleetError(Exception):
    pass


@dataclass
class Hub:
    address: str
    client: int = 4222
    cluster: int = 6222
    leaf: int = 7422
    monitor: int = 8222

    @property
    def listen(self):
        """An address of the host itself where one was given, else all of them."""
        try:
            return str(ipaddress.ip_address(self.address))
        except ValueError:
            return "0.0.0.0"


@dataclass
class Node:
    client: int = 4222
    monitor: int = 8222


@dataclass
class Fleet:
    hubs: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)
    # Bounds of the streams: of a node on its host, of a node on the hub, and of all nodes on the hub.
    node_stream: int = 10 << 30
    hub_buffer: int = 1 << 30
    hub_stream: int = 100 << 30
    # Where a host's folder lies on the host; None for where it was made.
    installed_at: str | None = "/etc/peer-observer/nats"
    store: str = "/var/lib/nats"

    @property
    def replicas(self):
        return 3 if len(self.hubs) >= 3 else 1

    @staticmethod
    def load(path):
        if not path.exists():
            return Fleet()
        told = json.loads(path.read_text())
        told["hubs"] = {name: Hub(**hub) for name, hub in told["hubs"].items()}
        told["nodes"] = {name: Node(**node) for name, node in told["nodes"].items()}
        return Fleet(**told)

    def save(self, path):
        write_text(path, json.dumps(asdict(self), indent=4) + "\n")

    def folder(self, host):
        return self.installed_at or str(host)

    def check(self):
        if len(self.hubs) not in (1, 3, 5):
            raise FleetError(f"a hub has 1, 3 or 5 servers, not {len(self.hubs)}: give each with --hub NAME=ADDRESS")
        for name in [*self.hubs, *self.nodes]:
            if not NAME.fullmatch(name) or name in RESERVED:
                raise FleetError(f"'{name}' cannot be a name: 1 to 64 letters, digits, _ or -, and none of {', '.join(sorted(RESERVED))}")
        if both := set(self.hubs) & set(self.nodes):
            raise FleetError(f"a hub server and a node have the same name: {', '.join(sorted(both))}")


def ports(text, count):
    numbers = text.split(":") if text else []
    if len(numbers) > count or not all(number.isdigit() and 0 < int(number) < 65536 for number in numbers):
        raise FleetError(f"'{text}' is not a list of up to {count} ports, with colons between them")
    return [int(number) for number in numbers]


def parse_hub(text):
    """NAME=ADDRESS, or NAME=ADDRESS:CLIENT:CLUSTER:LEAF:MONITOR; an IPv6 address in brackets."""
    match = re.fullmatch(r"([^=]+)=(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([\d:]*))?", text)
    if not match:
        raise FleetError(f"--hub {text}: write NAME=ADDRESS")
    name, address, rest = match.groups()
    return name, Hub(address.strip("[]"), *ports(rest, 4))


def parse_node(text):
    """NAME, or NAME:CLIENT:MONITOR."""
    name, _, rest = text.partition(":")
    return name, Node(*ports(rest, 2))


def parse_size(text):
    match = re.fullmatch(r"(\d+)(|[KMGT]iB)", text)
    if not match or int(match[1]) == 0:
        raise FleetError(f"'{text}' is no size: write 500MiB or 10GiB")
    return int(match[1]) * SIZES[match[2]]
