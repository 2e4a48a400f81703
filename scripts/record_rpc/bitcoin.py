"""As much of Bitcoin's formats as a scene needs: transactions that anybody may spend, headers, P2P messages."""

import base64
import hashlib
import socket
import struct


def sha256d(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def compact_size(number: int) -> bytes:
    return bytes([number]) if number < 253 else b"\xfd" + struct.pack("<H", number)


def with_size(data: bytes) -> bytes:
    return compact_size(len(data)) + data


# P2WSH of OP_TRUE: standard, and spent without a signature.
TRUE = b"\x51"
ANYONE = b"\x00\x20" + hashlib.sha256(TRUE).digest()
BITCOIN = 100_000_000


class Transaction:
    """One input, spent with `witness`, and outputs of (satoshi, script)."""

    def __init__(self, txid: str, index: int, outputs: list[tuple[int, bytes]], witness: list[bytes] = [TRUE]):
        spent = b"\x01" + bytes.fromhex(txid)[::-1] + struct.pack("<I", index) + b"\x00" + b"\xfd\xff\xff\xff"
        made = compact_size(len(outputs)) + b"".join(struct.pack("<q", value) + with_size(to) for value, to in outputs)
        version, locktime = b"\x02\x00\x00\x00", b"\x00" * 4
        stack = compact_size(len(witness)) + b"".join(map(with_size, witness))
        self.txid = sha256d(version + spent + made + locktime)[::-1].hex()
        self.raw = version + b"\x00\x01" + spent + made + stack + locktime
        self.wtxid = sha256d(self.raw)[::-1].hex()


def header_on(tip: str, time: int) -> bytes:
    """A header with enough work for regtest: half of all hashes are."""
    start = struct.pack("<I", 0x20000000) + bytes.fromhex(tip)[::-1] + b"\x5a" * 32
    start += struct.pack("<II", time, 0x207FFFFF)
    nonce = 0
    while sha256d(start + struct.pack("<I", nonce))[31] >= 0x7F:
        nonce += 1
    return start + struct.pack("<I", nonce)


REGTEST = bytes.fromhex("fabfb5da")


def message(command: str, payload: bytes = b"") -> bytes:
    return REGTEST + struct.pack("<12sI4s", command.encode(), len(payload), sha256d(payload)[:4]) + payload


def net_address(address: str, port: int, services: int = 9) -> bytes:
    """Without the time; `address` is IPv4."""
    return struct.pack("<Q", services) + bytes(10) + b"\xff\xff" + socket.inet_aton(address) + struct.pack(">H", port)


def onion(seed: bytes) -> str:
    """A v3 address that nobody has the key of."""
    key = hashlib.sha256(seed).digest()
    checksum = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + checksum + b"\x03").decode().lower() + ".onion"


def i2p(seed: bytes) -> str:
    return base64.b32encode(hashlib.sha256(seed).digest()).decode().lower().rstrip("=") + ".b32.i2p"


def asmap_of_one(number: int) -> bytes:
    """An asmap file that gives every address one AS number from 32769 to 98304."""
    # RETURN; a number that is not of the 15-bit class but of the 16-bit class; its bits, highest first.
    bits = "0" + "10" + f"{number - 32769:016b}"
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[start : start + 8][::-1], 2) for start in range(0, len(bits), 8))
