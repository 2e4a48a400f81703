"""The servers of docs/fleet.md: with what make-fleet wrote, each on a loopback address of its own that has the name of its host."""
import json
import time
import urllib.request

from .mounts import mount_on

ADDRESSES = {"one": "127.0.0.2", "two": "127.0.0.3", "three": "127.0.0.4"}
NAMES = {"hub1.example.org": "127.0.0.2", "hub2.example.org": "127.0.0.3", "hub3.example.org": "127.0.0.4"}


def name_hosts(work):
    """Has names of the documents lead to the loopback device, in the place of the host's own list of names."""
    names = work / "hosts"
    names.write_text("127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for name, address in NAMES.items()))
    mount_on("/etc/hosts", names)


def installed(host, address, work):
    """A host's configuration as its server reads it: with its folder, and listening, where the host would be."""
    path = work / f"{host.name}.conf"
    text = (host / "nats-server.conf").read_text()
    for before, after in {
        "/etc/peer-observer/nats": str(host), "/var/lib/nats": f"{host}/store",
        '"0.0.0.0:': f'"{address}:', 'http: "127.0.0.1:': f'http: "{address}:',
    }.items():
        text = text.replace(before, after)
    path.write_text(text)
    return path


def wait_for_leaders(addresses, seconds=40):
    """Until each server of the hub knows who leads the hub and every stream: before, nobody answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if all(leader for address in addresses for leader in leaders(state(address))):
                return
        except (OSError, KeyError, ValueError):
            pass
        time.sleep(0.2)
    raise RuntimeError("the hub, or a stream of it, has no leader")


def leaders(told):
    streams = [stream for account in told.get("account_details", []) for stream in account.get("stream_detail", [])]
    return [told["meta_cluster"].get("leader"), *(stream["cluster"].get("leader") for stream in streams)]


def state(address):
    with urllib.request.urlopen(f"http://{address}:8222/jsz?streams=1", timeout=5) as answer:
        return json.load(answer)
