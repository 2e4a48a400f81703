"""A node to which everything has happened that its RPCs tell of."""

import pathlib
import struct
import time

from . import bitcoin
from .bitcoin import ANYONE, BITCOIN, Transaction
from .node import Node, NodeError, free_port, wait_until
from .peers import Peer, Proxy

# Addresses that a node takes for public, and that are nobody's: 240.0.0.0/4 is reserved, 3fff::/20 for documentation.
FULL, BLOCKS, MANUAL, OWN = "240.0.0.2", "240.1.0.3", "240.2.0.4", "240.0.0.9"
BANNED = ["240.5.0.0/24", "3fff:5::/32"]
MINER = f"raw({ANYONE.hex()})"


class Scene:
    def __init__(self, bitcoind: str, folder: pathlib.Path):
        self.bitcoind, self.folder = bitcoind, folder
        self.nodes: list[Node] = []

    def start_nodes(self):
        folder = self.folder
        self.other = self.start("other", [])
        (folder / "asmap").write_bytes(bitcoin.asmap_of_one(64496))
        self.trusted_port, zmq = free_port(), f"tcp://127.0.0.1:{free_port()}"
        self.node = self.start("node", [
            f"proxy=127.0.0.1:{Proxy(self.other.p2p_port).port}", f"externalip={OWN}:18444", "cjdnsreachable=1",
            f"whitebind=noban,download@127.0.0.1:{self.trusted_port}", f"asmap={folder}/asmap", "maxuploadtarget=500",
            "txindex=1", "blockfilterindex=1", "coinstatsindex=1", "txospenderindex=1", "peerblockfilters=1",
            f"zmqpubrawblock={zmq}", f"zmqpubsequence={zmq}", f"zmqpubhashtx={zmq}", "zmqpubhashtxhwm=5000",
        ])  # fmt: skip

    def start(self, name: str, settings: list[str]) -> Node:
        node = Node(self.bitcoind, self.folder / name, settings)
        self.nodes.append(node)
        node.wait_until_ready()
        return node

    def stop(self):
        for node in self.nodes:
            node.stop()

    def play(self):
        self.start_nodes()
        self.mine_with_a_fork()
        self.connect_nodes()
        self.fill_mempool()
        self.connect_peers()
        self.fill_addrman()
        for banned in BANNED:
            self.node.call("setban", banned, "add", 86400)
        self.settle()

    def mine(self, count: int, descriptor: str = MINER) -> list[str]:
        return self.node.call("generatetodescriptor", count, descriptor)

    def mine_with_a_fork(self):
        self.mine(129)
        # Another script, another block.
        lost = self.mine(1, f"raw({bitcoin.TRUE.hex()})")[0]
        self.node.call("invalidateblock", lost)
        self.mine(2)
        self.node.call("reconsiderblock", lost)

    def connect_nodes(self):
        self.other.call("addnode", f"127.0.0.1:{self.node.p2p_port}", "onetry")
        self.wait_for_blocks(self.other, self.node)
        for address, kind in [(FULL, "outbound-full-relay"), (BLOCKS, "block-relay-only")]:
            where = f"{address}:18444"
            try:
                self.node.call_any("addconnection", [where, kind, True], [where, kind])
            except NodeError:
                # v0.21 has no such RPC.
                self.node.call("addnode", where, "onetry")
        self.node.call("addnode", f"{MANUAL}:18444", "onetry")
        wait_until("four connections", lambda: len(self.handshaken()) == 4)

    def handshaken(self) -> list[dict]:
        return [peer for peer in self.node.call("getpeerinfo") if peer["version"] > 0 and peer.get("pingtime")]

    def wait_for_blocks(self, late: Node, early: Node):
        tip = early.call("getbestblockhash")
        wait_until("the nodes have the same blocks", lambda: late.call("getbestblockhash") == tip)

    def fill_mempool(self):
        """Blocks with transactions of many fee rates, so that there are estimates, then some that stay unmined."""
        block = self.node.call("getblockhash", 1)
        coinbase = self.node.call("getblock", block)["tx"][0]
        value = 50 * BITCOIN // 125 - 10_000
        split = Transaction(coinbase, 0, [(value, ANYONE)] * 125)
        self.send(split)
        self.mine(1)
        outputs = iter(range(125))
        for height in range(25):
            for rate in [1, 3, 5 + height]:
                self.send(self.spend(split, next(outputs), value, rate))
            self.wait_for_transactions()
            self.mine(1)
        self.wait_for_blocks(self.other, self.node)
        self.other.call("generatetodescriptor", 2, MINER)
        self.wait_for_blocks(self.node, self.other)
        for rate in range(2, 12):
            self.send(self.spend(split, next(outputs), value, rate))
        # The node hears of these from the other one.
        for rate in range(12, 20):
            heard = self.spend(split, next(outputs), value, rate)
            self.send(heard, self.other)
        self.wait_for_transactions()
        self.send(self.spend(heard, 0, value - 100 * rate, 30))

    def spend(self, parent: Transaction, index: int, value: int, rate: int) -> Transaction:
        """About 100 virtual bytes at `rate` satoshi each."""
        return Transaction(parent.txid, index, [(value - 100 * rate, ANYONE)])

    def send(self, transaction: Transaction, to: Node | None = None):
        assert (to or self.node).call("sendrawtransaction", transaction.raw.hex()) == transaction.txid

    def wait_for_transactions(self):
        def sizes():
            return {node.call("getmempoolinfo")["size"] for node in self.nodes}

        wait_until("both nodes have the transactions", lambda: len(sizes()) == 1)

    def connect_peers(self):
        """Two inbound peers without a node: an orphan of both, a block that never comes, addresses, silence."""
        lively = Peer(self.node.p2p_port, "/record-rpc:1/", OWN, answers_pings=True)
        quiet = Peer(self.trusted_port, "/record-rpc(quiet):1/", OWN, answers_pings=False)
        self.peers = [lively, quiet]
        lively.send("feefilter", struct.pack("<q", 1000))
        orphan = Transaction("11" * 32, 0, [(5000, b"\x00\x14" + b"\x22" * 20)], [b"\x30" * 71, b"\x02" + b"\x33" * 32])
        lively.send("tx", orphan.raw)
        addresses = [struct.pack("<I", int(time.time()) - 600) + bitcoin.net_address(f"240.6.0.{last}", 8333)
                     for last in range(1, 6)]
        lively.send("addr", bytes([len(addresses)]) + b"".join(addresses))
        lively.send("nobodyknows", b"?")
        self.wait_for_orphan(orphan, 1)
        # MSG_WTX: the node asks another than the first for the parent, too.
        quiet.send("inv", b"\x01" + struct.pack("<I", 5) + bytes.fromhex(orphan.wtxid)[::-1])
        tip = self.node.call("getbestblockhash")
        header = bitcoin.header_on(tip, self.node.call("getblockheader", tip)["time"] + 1)
        lively.send("headers", b"\x01" + header + b"\x00")
        self.wait_for_orphan(orphan, 2)

    def wait_for_orphan(self, orphan: Transaction, announcers: int):
        def is_there():
            try:
                found = self.node.call("getorphantxs", 1)
            except NodeError:
                return True
            return any(each["txid"] == orphan.txid and len(each["from"]) >= announcers for each in found)

        wait_until(f"an orphan of {announcers}", is_there)

    def fill_addrman(self):
        new = [("240.7.0.1", 8333), ("240.8.0.1", 8333), ("3fff:7::1", 8333), (bitcoin.onion(b"new"), 8333),
               (bitcoin.i2p(b"new"), 0), ("fc00:7::1", 8333)]
        tried = [("240.9.0.1", 8333), ("3fff:9::1", 18333), (bitcoin.onion(b"tried"), 8333)]
        for address, port in new:
            self.add_address(address, port, False)
        for address, port in tried:
            self.add_address(address, port, True)

    def add_address(self, address: str, port: int, tried: bool):
        try:
            self.node.call_any("addpeeraddress", [address, port, tried], [address, port])
        except NodeError as error:
            print(f"without {address}: {error}")

    def settle(self):
        node = self.node
        wait_until("the indexes", lambda: all(each["synced"] for each in node.call("getindexinfo").values()))
        node.call("syncwithvalidationinterfacequeue")
        node.call("ping")
        wait_until("a block on its way", lambda: any(peer["inflight"] for peer in node.call("getpeerinfo")))
        wait_until("a ping without answer", lambda: any(peer.get("pingwait") for peer in node.call("getpeerinfo")))
        # The four connections to the other node, and the lively peer.
        wait_until("pings", lambda: len(self.handshaken()) == 5)
