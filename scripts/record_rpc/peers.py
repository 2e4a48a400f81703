"""What a node talks to: a peer of few words, and a proxy that makes one node appear at any address."""

import socket
import struct
import threading
import time

from . import bitcoin
from .bitcoin import message


class Peer:
    """An inbound peer that shakes hands and else sends what it is told to."""

    def __init__(self, port: int, agent: str, sees_node_at: str, answers_pings: bool):
        self.answers_pings = answers_pings
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.ready = threading.Event()
        self.send("version", struct.pack("<iQq", 70016, 9, int(time.time())) + bitcoin.net_address(sees_node_at, 18444)
                  + bitcoin.net_address("0.0.0.0", 0) + b"\x2a" * 8 + bitcoin.with_size(agent.encode())
                  + struct.pack("<i?", 0, True))
        threading.Thread(target=self.read, daemon=True).start()
        if not self.ready.wait(20):
            raise TimeoutError("the node does not shake hands")

    def send(self, command: str, payload: bytes = b""):
        self.socket.sendall(message(command, payload))

    def read(self):
        with self.socket.makefile("rb") as stream:
            while len(header := stream.read(24)) == 24:
                command = header[4:16].rstrip(b"\0")
                payload = stream.read(struct.unpack("<I", header[16:20])[0])
                if command == b"version":
                    for answer in ["wtxidrelay", "sendaddrv2", "verack"]:
                        self.send(answer)
                elif command == b"verack":
                    self.ready.set()
                elif command == b"ping" and self.answers_pings:
                    self.send("pong", payload)


class Proxy:
    """A SOCKS5 proxy: whatever it is asked to connect to, it connects to one port of this machine."""

    def __init__(self, target: int):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client: socket.socket):
        with client, client.makefile("rb") as stream:
            stream.read(stream.read(2)[1])
            client.sendall(b"\x05\x00")
            kind = stream.read(4)[3]
            stream.read({1: 4, 4: 16}.get(kind) or stream.read(1)[0])
            stream.read(2)
            client.sendall(b"\x05\x00\x00\x01" + bytes(6))
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                threading.Thread(target=self.pump, args=[server.recv, client], daemon=True).start()
                # What came with the request is in the stream's buffer.
                self.pump(stream.read1, server)

    @staticmethod
    def pump(read, to: socket.socket):
        try:
            while data := read(65536):
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)
        except OSError:
            pass
