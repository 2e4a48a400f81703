"""Events that the demo does not make, and a way to publish them without a client library."""
import socket

from peer_observer.events.event_pb2 import Event

# A key pair for tests, which guards nothing.
SEED = "SUAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H776Y"
PUBLIC_KEY = "UAB2CB576PHBBPQ5ODORRZ2LYCMWPZGWGCN2KDK7DXOIMZASKUY3RLKK"


class Publisher:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.connection = socket.create_connection((host, int(port)), 5)
        self.connection.sendall(b'CONNECT {"verbose":false}\r\n')

    def __call__(self, subject, payload):
        """Returns when the server has it."""
        self.connection.sendall(f"PUB {subject} {len(payload)}\r\n".encode() + payload + b"\r\nPING\r\n")
        answer = b""
        while b"PONG" not in answer:
            piece = self.connection.recv(4096)
            assert piece and b"-ERR" not in answer, answer
            answer += piece


def _event(command, inbound, addr="192.0.2.9:8333", peer=3, node=None, sequence=None, time=1_700_000_000_000_000_000):
    event = Event(timestamp=time // 1_000_000, source_time_ns=time)
    if node:
        event.node = node
    if sequence:
        event.stream_id, event.sequence = 9, sequence
    meta = event.ebpf_extractor.message.meta
    meta.peer_id, meta.addr, meta.conn_type, meta.command, meta.inbound, meta.size = peer, addr, 1, command, inbound, 8
    return event


def ping(value, **more):
    event = _event("ping", True, **more)
    event.ebpf_extractor.message.ping.value = value
    return event.SerializeToString()


def pong(value, **more):
    event = _event("pong", False, time=1_700_000_000_000_001_000, **more)
    event.ebpf_extractor.message.pong.value = value
    return event.SerializeToString()


def getblocktxn(block_hash, **more):
    event = _event("getblocktxn", True, **more)
    event.ebpf_extractor.message.getblocktxn.block_hash = block_hash
    return event.SerializeToString()


def version(agent, **more):
    event = _event("version", True, **more)
    found = event.ebpf_extractor.message.version
    found.version, found.services, found.timestamp, found.nonce = 70016, 0, 0, 1
    found.user_agent, found.start_height, found.relay = agent, 0, True
    for address in (found.receiver, found.sender):
        address.timestamp, address.port, address.services = 0, 0, 0
    return event.SerializeToString()
