"""What a scene is played on: a node, what watches it, and peers."""

import pathlib
import subprocess
import time
from dataclasses import dataclass, field
from typing import Callable

from record_rpc.bitcoin import ANYONE
from record_rpc.node import Node, free_port, wait_until
from test_framework import messages

from .peer import Peer
from .program import Program

MINER = f"raw({ANYONE.hex()})"

# The RPCs that detectors look at.
RPCS = ["getpeerinfo", "getblockchaininfo", "getnetworkinfo", "getorphantxs"]
OTHER_RPCS = [
    "getmempoolinfo", "uptime", "getnettotals", "getmemoryinfo", "getaddrmaninfo", "estimatesmartfee",
    "getchaintxstats", "getrawaddrman", "getchaintips", "getindexinfo", "getzmqnotifications", "listbanned",
    "getdeploymentinfo", "getmininginfo",
]  # fmt: skip


@dataclass
class Scene:
    play: Callable[["Stage"], None]
    # Lines of bitcoin.conf.
    settings: list[str] = field(default_factory=list)
    # What happens before anybody watches.
    prepare: Callable[["Stage"], None] = lambda stage: stage.mine(1)
    # Kinds of events that are archived beside the usual ones.
    kinds: list[str] = field(default_factory=list)
    # What alerts is to raise, where it is not the scene's name.
    alert: str | None = None
    # Options of alerts.
    options: list[str] = field(default_factory=list)
    # Seconds between two pings of the p2p-extractor.
    ping: int = 10
    # Seconds between two answers of each RPC.
    rpc: int = 2


class Stage:
    def __init__(self, scene: Scene, core: pathlib.Path, programs: pathlib.Path, folder: pathlib.Path):
        self.scene, self.core, self.programs, self.folder = scene, core, programs, folder
        self.nodes: list[Node] = []
        self.peers: list[Peer] = []
        self.started: dict[str, Program] = {}

    def start(self):
        self.node = self.start_node("node", self.scene.settings)
        self.scene.prepare(self)
        nats = free_port()
        self.bus = ["--nats-address", f"127.0.0.1:{nats}"]
        self.run("nats-server", "nats-server", ["-a", "127.0.0.1", "-p", str(nats)], "Server is ready")
        kinds = ["messages", "connections", "mempool", "validation", "rpc", "p2p-extractor", *self.scene.kinds]
        self.run_ours("archiver", [
            "--output-dir", str(self.folder / "archives"), "--compression-level", "19", "--max-file-age", "0",
            *[f"--{kind}" for kind in kinds]], "subscribed")  # fmt: skip
        self.run_ours("alerts", self.scene.options, "subscribed")
        self.run_ours("ebpf-extractor", [
            "--bitcoind-path", str(self.bitcoind), "--bitcoind-pid", str(self.node.process.pid),
            *(["--utxocache-tracepoints"] if "utxocache" in kinds else [])], "attached to process")  # fmt: skip
        self.run_ours("rpc-extractor", [
            "--rpc-host", f"127.0.0.1:{self.node.rpc_port}", "--rpc-cookie-file", str(self.node.cookie),
            "--prometheus-address", f"127.0.0.1:{free_port()}", *[f"--disable-{method}" for method in OTHER_RPCS],
            *[word for method in RPCS for word in ("--interval", f"{method}={self.scene.rpc}")]],
            "the node answers")  # fmt: skip
        if "log-extractor" in kinds:
            self.run_ours("log-extractor", [
                "--debug-log", str(self.node.folder / "regtest/debug.log"), "--from-end",
                "--position-file", str(self.folder / "position")], "connected to NATS")  # fmt: skip
        p2p = f"127.0.0.1:{free_port()}"
        self.run_ours("p2p-extractor", [
            "--p2p-network", "regtest", "--p2p-address", p2p, "--ping-interval", str(self.scene.ping)],
            "waiting for nodes")  # fmt: skip
        self.node.call_any("addnode", [p2p, "onetry", False], [p2p, "onetry"])
        wait_until("the node talks to the p2p-extractor", lambda: any(
            peer["version"] for peer in self.node.call("getpeerinfo") if not peer["inbound"]))  # fmt: skip

    @property
    def bitcoind(self) -> pathlib.Path:
        return self.core / "build/bin/bitcoind"

    def start_node(self, name: str, settings: list[str]) -> Node:
        node = Node(str(self.bitcoind), self.folder / name, settings)
        self.nodes.append(node)
        node.wait_until_ready()
        return node

    def restart(self):
        """The node, as it was, with its caches empty."""
        self.node.stop()
        self.node.process = subprocess.Popen(
            self.node.process.args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.node.wait_until_ready()

    def run_ours(self, name: str, arguments: list[str], ready: str):
        self.run(name, self.programs / name, [*self.bus, *arguments], ready)

    def run(self, name: str, path: pathlib.Path | str, arguments: list[str], ready: str):
        self.started[name] = Program(path, arguments, self.folder / f"{name}.log", ready)

    def stop(self):
        """Those who publish first, then those who listen to them, the node and the bus."""
        for name in ["rpc-extractor", "p2p-extractor", "log-extractor", "ebpf-extractor"]:
            self.stop_program(name)
        # What they published last is on its way.
        time.sleep(1)
        for name in ["alerts", "archiver", "nats-server"]:
            self.stop_program(name)
        for node in self.nodes:
            node.stop()
        for peer in self.peers:
            peer.close()

    def stop_program(self, name: str):
        if name in self.started:
            self.started[name].stop()

    # MARK: What scenes are made of

    def peer(self, address: str, **arguments) -> Peer:
        """A new connection on which nothing was said."""
        peer = Peer(self.node.p2p_port, address, **arguments)
        self.peers.append(peer)
        return peer

    def join(self, address: str, **arguments) -> Peer:
        """A peer that has shaken hands."""
        return self.peer(address, **arguments).shake_hands()

    def ordinary(self, count: int = 4, seconds: float = 4, blocks: int = 1) -> list[Peer]:
        """Some ordinary peers, a block, and some seconds."""
        peers = [self.join(f"240.{10 + number}.0.1").behave() for number in range(count)]
        for peer in peers:
            peer.announce(peer.address)
        if blocks:
            self.mine(blocks)
        time.sleep(seconds)
        return peers

    def mine(self, count: int) -> list[str]:
        return self.node.call("generatetodescriptor", count, MINER)

    def tip(self) -> tuple[int, int, int]:
        """Hash, height and time of the best block."""
        header = self.node.call("getblockheader", self.node.call("getbestblockhash"))
        return int(header["hash"], 16), header["height"], header["time"]

    def header(self, parent: int, ticks: int, bits: int = 0x207FFFFF) -> messages.CBlockHeader:
        """A header with enough work, `ticks` seconds behind the best block's."""
        header = messages.CBlock()
        header.hashPrevBlock, header.nTime, header.nBits = parent, self.tip()[2] + ticks, bits
        header.nVersion, header.hashMerkleRoot = 0x20000000, 1
        header.solve()
        return header
