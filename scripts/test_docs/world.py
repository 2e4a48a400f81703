"""What the commands of the documents find: a network of their own, the programs, a server, a node, files."""
import array
import fcntl
import gzip
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .fleet import ADDRESSES, installed, name_hosts, wait_for_leaders
from .markdown import ROOT
from .mounts import mount_empty

sys.path.insert(0, str(ROOT / "Tests/Pages"))
from stack import Program  # noqa: E402

# What the program outside tells the one inside: its own namespaces, the scratch folder, whether it is root.
OUTSIDE = "TEST_DOCS_OUTSIDE"
# Folders of the host that documents name; an empty one is seen in the place of each, inside alone.
FOLDERS = ("/var/lib", "/usr/local/bin")
# Where pip finds, inside, what documents have it install.
WHEELS = ROOT / ".build/docs-wheels"
PACKAGES = ("pyarrow==26.0.1", "nats-py==2.16.0", "nkeys==0.2.1", "protobuf==7.36.2", "setuptools>=61", "wheel")
# The stand-in node under the names of the real one's programs, with what documents ask of them.
BITCOIND = """#!/bin/bash
set -eu
for argument; do
    case "$argument" in
        -addnode=*) set -- "$@" "--p2p-connect=${{argument#-addnode=}}" ;;
        *) echo "error: the stand-in node does not know $argument" >&2; exit 1 ;;
    esac
    shift
done
exec {node} "$@"
"""
BITCOIN_CLI = """#!/usr/bin/python3
import base64, json, os, sys, urllib.request
cookie = open(os.path.expanduser("~/.bitcoin/.cookie"), "rb").read().strip()
request = urllib.request.Request("http://127.0.0.1:8332/", json.dumps({"method": sys.argv[1], "params": sys.argv[2:], "id": 1}).encode())
request.add_header("Authorization", "Basic " + base64.b64encode(cookie).decode())
print(json.dumps(json.load(urllib.request.urlopen(request, timeout=10))["result"], indent=2))
"""
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
SERVER = os.environ.get("NATS_SERVER_BINARY") or shutil.which("nats-server") or "/usr/sbin/nats-server"


def namespaces():
    return [os.readlink(f"/proc/self/ns/{kind}") for kind in ("net", "mnt")]


def is_inside():
    """Whether network and mounts are this program's own: without, nothing may be mounted."""
    outside = os.environ.get(OUTSIDE, "").split()
    return len(outside) == 4 and not set(outside[:2]) & set(namespaces())


def run_inside(arguments):
    """Runs this program again with a network and mounts of its own, and gives its exit code."""
    own = ["unshare", "--net", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        own.insert(1, "--map-root-user")
    # Processes too, where that goes: `peer-observer up` looks among them for a node.
    processes = ["--pid", "--fork", "--kill-child", "--mount-proc"]
    if subprocess.run([*own, *processes, "true"], stderr=subprocess.DEVNULL).returncode == 0:
        own += processes
    elif subprocess.run([*own, "true"], stderr=subprocess.DEVNULL).returncode:
        print("➜ skipped: the commands of the documents: there can be no network of its own here", flush=True)
        return 0
    fetch_wheels()
    # It is made and removed out here, where nothing is mounted in it or elsewhere.
    with tempfile.TemporaryDirectory(prefix="peer-observer-docs.") as work:
        os.chmod(work, 0o755)
        told = " ".join([*namespaces(), work, "root" if os.geteuid() == 0 else "user"])
        return subprocess.run([*own, sys.executable, *arguments], env=os.environ | {OUTSIDE: told}).returncode


def fetch_wheels():
    """The packages that documents install with pip; inside there is no network. Without one outside either, there are none."""
    wanted = WHEELS / "wanted"
    if wanted.exists() and wanted.read_text() == " ".join(PACKAGES):
        return
    shutil.rmtree(WHEELS, ignore_errors=True)
    if not os.access(ROOT / ".build/python/bin/python", os.X_OK):
        return
    fetched = subprocess.run(
        [str(ROOT / ".build/python/bin/python"), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(WHEELS), *PACKAGES],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if fetched.returncode == 0:
        wanted.write_text(" ".join(PACKAGES))


class World:
    """`path` is PATH, `folder` a copy of the repository's small files where a document's commands run, `home` the reader's home."""

    def __init__(self, programs):
        assert is_inside(), "the commands of the documents are run in namespaces of their own only"
        self.programs = Path(programs).resolve()
        self.running = {}
        self.folder = None
        _, _, work, user = os.environ[OUTSIDE].split()
        self.work, self.is_root = Path(work), user == "root"

    def __enter__(self):
        try:
            loopback_up()
            self.lay_out()
            self.start("nats-4222")
            self.archives()
            self.node()
            self.logs()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in list(self.running):
            self.stop(name)

    def lay_out(self):
        self.home, self.pristine, bin_folder = self.work / "home", self.work / "pristine", self.work / "bin"
        for folder in (self.home, self.pristine / ".build", bin_folder):
            folder.mkdir(parents=True)
        for name in ("deploy", "scripts", "proto", "docs", "python"):
            shutil.copytree(ROOT / name, self.pristine / name, symlinks=True)
        (self.pristine / ".build/release").symlink_to(self.programs)
        for program in ("ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor", "metrics", "websocket", "alerts", "connectivity-check",
                        "archiver", "replayer", "archive", "logger", "peer-observer"):
            (bin_folder / program).symlink_to(self.programs / program)
        (bin_folder / "nats-server").symlink_to(SERVER)
        # Whoever runs this is root already, or has no right to become it.
        (bin_folder / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
        (bin_folder / "bitcoin-cli").write_text(BITCOIN_CLI)
        # Not among the programs: documents look at bitcoind itself, too.
        (self.work / "dialling").mkdir()
        (self.work / "dialling/bitcoind").write_text(BITCOIND.format(node=self.programs / "demo-node"))
        for script in (bin_folder / "sudo", bin_folder / "bitcoin-cli", self.work / "dialling/bitcoind"):
            script.chmod(0o755)
        # A process is taken for a node by the name of its file, which a symbolic link does not change.
        self.bitcoind = self.work / "node-bin/bitcoind"
        self.bitcoind.parent.mkdir()
        try:
            os.link(self.programs / "demo-node", self.bitcoind)
        except OSError:
            shutil.copy2(self.programs / "demo-node", self.bitcoind)
        for folder in FOLDERS:
            mount_empty(folder)
        name_hosts(self.work)
        for name in ("bitcoind", "peer-observer"):
            Path("/var/lib", name).mkdir()
        Path("/usr/local/bin/bitcoind").symlink_to(self.bitcoind)
        (self.home / ".bitcoin").symlink_to("/var/lib/bitcoind")
        # Debian's Python before any other: its packages are those that the documents name.
        self.path = ":".join([str(bin_folder), "/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin", str(ROOT / ".build/python/bin")])
        self.has_wheels = (WHEELS / "wanted").exists()

    def for_document(self, path):
        """A folder with nothing in it of what other documents made."""
        folder = self.work / ("in-" + str(path.relative_to(ROOT)).replace("/", "-"))
        if folder != self.folder:
            self.stop_fleet()
        self.folder = folder
        if not self.folder.exists():
            shutil.copytree(self.pristine, self.folder, symlinks=True)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if name in ("LANG", "LC_ALL", "TMPDIR", "USER")}
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        return {**kept, **pip, "HOME": str(self.home), "PATH": self.path, "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self, name):
        """A service by its name: `nats-PORT`, `metrics`, `hub`, or `node/NAME` of a fleet."""
        if name in self.running:
            return
        if name == "hub":
            for server, address in ADDRESSES.items():
                self.start(f"hub/{server}")
            wait_for_leaders(ADDRESSES.values())
            return
        if name.startswith(("hub/", "node/")):
            address = ADDRESSES.get(name[4:], "127.0.0.1")
            configuration = installed(self.folder / "fleet" / name, address, self.work)
            self.running[name] = Program(name, [SERVER, "-c", str(configuration)], self.work / f"{name.replace('/', '-')}.log")
            self.running[name].wait_for("Server is ready")
            return
        if name.startswith("nats-"):
            self.running[name] = Program(name, [SERVER, "-c", str(self.nats_configuration(name[5:]))], self.work / f"{name}.log")
            self.running[name].wait_for("Server is ready")
        else:
            self.running[name] = Program(name, [str(self.programs / name)], self.work / f"{name}.log")
            self.running[name].wait_for("connected to NATS")
            # A scrape of its own makes before.txt, as the document says.
            (self.folder / "before.txt").write_text("# TYPE peerobserver_runtime_start_timestamp gauge\n")

    def has_heard(self, name, pattern):
        """Whether a service says so, now or soon."""
        try:
            return bool(self.running[name].wait_for(pattern))
        except RuntimeError:
            return False

    def nats_configuration(self, port):
        path = self.work / f"nats-{port}.conf"
        path.write_text(f'listen: "127.0.0.1:{port}"\nmax_payload: 16MB\njetstream {{ store_dir: "{self.work}/jetstream-{port}" }}\n')
        return path

    def lay_keys(self, host):
        """A host's keys, where its programs are started."""
        shutil.copytree(self.folder / "fleet" / host / "keys", self.folder / "keys", dirs_exist_ok=True)
        if (self.folder / "fleet" / host / "ca.pem").exists():
            shutil.copy(self.folder / "fleet" / host / "ca.pem", self.folder)

    def stop_fleet(self, of=("hub/", "node/")):
        for name in [name for name in self.running if name.startswith(of)]:
            self.stop(name)

    def stop(self, name):
        if program := self.running.pop(name, None):
            program.stop()

    def node(self):
        """The stand-in node, with the name, the ports and the files of a real one."""
        self.running["node"] = Program("demo-node", [
            "/usr/local/bin/bitcoind", "--rate=50", "--pid-file=/var/lib/bitcoind/bitcoind.pid", "--rpc-address=127.0.0.1:8332", "--rpc-cookie-file=/var/lib/bitcoind/.cookie",
            "--p2p-connect=127.0.0.1:9333", "--debug-log=/var/lib/bitcoind/debug.log", "--debug-log-rate=50"], self.work / "node.log")
        self.running["node"].wait_for("running")

    def archives(self):
        """Archives by the names that the documents give them, and a key."""
        records, out = self.work / "records", self.pristine / "archives"
        run = lambda *command: subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run(self.programs / "demo-node", "--rate=300", "--seconds=4", "--records", records)
        archiver = Program("archiver", [str(self.programs / "archiver"), "-o", str(out)], self.work / "archiver.log")
        archiver.wait_for("subscribed")
        run(self.programs / "ebpf-extractor", "--replay", records)
        archiver.stop()
        (made,) = out.glob("*.bin.zst")
        for name in ("here", "there"):
            shutil.copytree(out, self.pristine / name)
        shutil.copytree(out, "/var/lib/peer-observer/archives")
        whole = made.read_bytes()
        (self.pristine / "broken.bin.zst").write_bytes(whole[: len(whole) * 2 // 3])
        run(self.programs / "archive", "convert", made, "--seekable", "-o", self.pristine / "seekable.bin.zst")
        (self.pristine / "redaction.key").write_text("00" * 32 + "\n")

    def logs(self):
        """Old logs of the node."""
        log = Path("/var/lib/bitcoind/debug.log")
        deadline = time.monotonic() + 10
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        (self.pristine / "old-logs").mkdir()
        shutil.copy(log, self.pristine / "old-logs/debug.log.1")
        (self.pristine / "debug.log.gz").write_bytes(gzip.compress(log.read_bytes()))


def loopback_up():
    """As `ip link set lo up`. Where it is up already, this is no network of our own, and nothing else may be done here."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = array.array("B", b"lo".ljust(40, b"\0"))
        fcntl.ioctl(any_socket, SIOCGIFFLAGS, request)
        assert not request[16] & IFF_UP, "the loopback device is up: these are not namespaces of our own"
        request[16] |= IFF_UP
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)
