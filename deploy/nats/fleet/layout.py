"""Writes a fleet: a folder for each host, and one for whoever makes streams. What is there already stays."""

import json
import secrets
import shutil

from fleet import hub, node
from fleet.authority import Authority
from fleet.files import kept_secret, write_secret, write_text
from fleet.nkeys import new_seed, public_key


def new_password():
    return secrets.token_hex(32)


class Layout:
    def __init__(self, fleet, folder):
        self.fleet = fleet
        self.folder = folder
        self.authority = Authority(folder / "authority")

    def keys(self, host):
        """The public key of a name, whose seed is kept in the host's folder."""
        return lambda name: public_key(kept_secret(host / "keys" / f"{name}.nk", new_seed))

    def secret(self, name):
        return kept_secret(self.folder / "authority" / "passwords" / name, new_password)

    def write(self):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.authority.ensure()
        self.write_nodes()
        tools, admin = self.folder / "tools", self.folder / "admin"
        for name, server in self.fleet.hubs.items():
            host = self.folder / "hub" / name
            self.authority.ensure_certificate(host / "tls", name, [server.address])
            write_secret(host / "nats-server.conf", hub.configuration(
                self.fleet, name, host, self.secret, self.keys(tools), self.keys(admin)))
        for host in (tools, admin):
            write_text(host / "ca.pem", self.authority.certificate)
        servers = [f"{hub.host(server.address)}:{server.client}" for server in self.fleet.hubs.values()]
        write_text(admin / "streams.json", json.dumps(
            {"servers": servers, "monitors": [], "uplink": False, "authority": "ca.pem", "accounts": hub.streams(self.fleet)}, indent=4) + "\n")
        self.fleet.save(self.folder / "fleet.json")

    def write_nodes(self):
        for name, server in self.fleet.nodes.items():
            host = self.folder / "node" / name
            self.authority.ensure_certificate(host / "tls", name, [name])
            write_secret(host / "nats-server.conf", node.configuration(
                self.fleet, name, host, self.secret(f"uplink/{name}"), self.keys(host),
                lambda user, host=host: kept_secret(host / "passwords" / user, new_password)))
            write_text(host / "streams.json", json.dumps({
                "servers": [f"127.0.0.1:{server.client}"], "monitors": [f"127.0.0.1:{server.monitor}"], "uplink": True,
                "authority": None, "accounts": node.streams(self.fleet, name),
            }, indent=4) + "\n")

    def forget(self, name):
        """Removes the secrets of a node, a hub server, `tools` or `admin`, so that writing makes new ones."""
        for path in [
            self.folder / "node" / name / "keys", self.folder / "node" / name / "passwords", self.folder / "node" / name / "tls",
            self.folder / "hub" / name / "tls", self.folder / name / "keys",
        ]:
            if name not in ("node", "hub", "authority"):
                shutil.rmtree(path, ignore_errors=True)
        (self.folder / "authority" / "passwords" / "uplink" / name).unlink(missing_ok=True)

    def remove_node(self, name):
        self.forget(name)
        (self.folder / "admin" / "keys" / f"{name}.nk").unlink(missing_ok=True)
        shutil.rmtree(self.folder / "node" / name, ignore_errors=True)
