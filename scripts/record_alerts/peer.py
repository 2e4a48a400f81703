"""A peer of the node, from whatever address, that does what it is told."""

import socket
import struct
import threading
import time

from record_rpc.bitcoin import message
from test_framework import messages

# The services of a node with all blocks, and witnesses.
SERVICES = 9


class Peer:
    def __init__(self, port: int, address: str, agent: str = "/Satoshi:29.0.0/", clock: int = 0, relay: bool = True):
        """Connects from `address`, and says that it is `clock` seconds later than it is."""
        self.address, self.agent, self.clock, self.relay = address, agent, clock, relay
        self.ready, self.closed = threading.Event(), threading.Event()
        self.answers: dict[bytes, object] = {}
        self.sending = threading.Lock()
        self.socket = socket.create_connection(("127.0.0.1", port), 30, source_address=(address, 0))
        self.socket.settimeout(None)

    def answer(self, command: bytes, how):
        """Calls `how` with the payload whenever the node sends such a message."""
        self.answers[command] = how

    def shake_hands(self) -> "Peer":
        self.send_version()
        threading.Thread(target=self.read, daemon=True).start()
        if not self.ready.wait(30):
            raise TimeoutError(f"the node does not shake hands with {self.address}")
        return self

    def send_version(self):
        version = messages.msg_version()
        version.nVersion, version.nServices, version.strSubVer = 70016, SERVICES, self.agent
        version.nTime, version.nStartingHeight, version.relay = int(time.time()) + self.clock, 0, self.relay
        self.send(version)

    def send(self, *what):
        """Sends messages of Bitcoin Core's Python classes, in one go."""
        self.send_bytes(b"".join(message(each.msgtype.decode(), each.serialize()) for each in what))

    def send_raw(self, command: str, payload: bytes = b""):
        self.send_bytes(message(command, payload))

    def send_bytes(self, data: bytes):
        try:
            with self.sending:
                self.socket.sendall(data)
        except OSError:
            # The node has closed the connection, as it may.
            self.closed.set()

    def read(self):
        try:
            with self.socket.makefile("rb") as stream:
                while len(header := stream.read(24)) == 24:
                    payload = stream.read(struct.unpack("<I", header[16:20])[0])
                    self.receive(header[4:16].rstrip(b"\0"), payload)
        except OSError:
            pass
        self.closed.set()

    def receive(self, command: bytes, payload: bytes):
        if command == b"version":
            self.send(messages.msg_wtxidrelay(), messages.msg_sendaddrv2(), messages.msg_verack())
        elif command == b"verack":
            self.ready.set()
        elif command == b"ping":
            self.send_raw("pong", payload)
        if how := self.answers.get(command):
            how(payload)

    def behave(self) -> "Peer":
        """What a node says behind the handshake."""
        self.send(messages.msg_sendcmpct(announce=False, version=2), messages.msg_feefilter(1000))
        return self

    def announce(self, *addresses: str):
        self.send(addr(addresses))

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


def addr(addresses, port: int = 8333) -> messages.msg_addr:
    """An addr message, of IPv4 addresses."""
    result = messages.msg_addr()
    for address in addresses:
        entry = messages.CAddress()
        entry.ip, entry.port, entry.nServices, entry.time = address, port, SERVICES, int(time.time()) - 600
        result.addrs.append(entry)
    return result
