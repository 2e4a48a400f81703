"""Scenes of peers that send what they should not, or too much of it."""

import random
import time

from test_framework import messages

from .peer import addr
from .stage import Stage


def random_addresses(count: int) -> list[str]:
    numbers = random.Random(count)
    return [".".join(str(numbers.randrange(1, 255)) for _ in range(4)) for _ in range(count)]


def ping_spam(stage: Stage):
    """A ping a second."""
    stage.ordinary()
    peer = stage.join("240.40.0.1").behave()
    for number in range(50):
        peer.send(messages.msg_ping(number + 1))
        time.sleep(1)


def addr_spam(stage: Stage):
    """Two messages of few addresses a second."""
    stage.ordinary()
    peer = stage.join("240.40.0.1").behave()
    for number in range(30):
        peer.announce(f"240.41.0.{number + 1}")
        time.sleep(0.5)


def addr_flood(stage: Stage):
    """Three messages of 1,000 addresses each."""
    stage.ordinary()
    peer = stage.join("240.40.0.1")
    addresses = random_addresses(3000)
    for start in range(0, 3000, 1000):
        peer.send(addr(addresses[start : start + 1000]))
        time.sleep(2)


def unknown_messages(stage: Stage):
    """200 of them, from five peers."""
    stage.ordinary()
    peers = [stage.join(f"240.{40 + number}.0.1") for number in range(5)]
    for number in range(200):
        peers[number % 5].send_raw(["nosuchthing", "hello", "sendheaders3"][number % 3], bytes(number % 7))
        time.sleep(0.1)


def malformed_messages(stage: Stage):
    """200 of them, from five peers: cut off, or with more items than are there."""
    stage.ordinary()
    peers = [stage.join(f"240.{40 + number}.0.1") for number in range(5)]
    kinds = [("inv", b"\x05" + bytes(36)), ("addr", b"\x02\x01"), ("getdata", b"\xfd\x10"), ("feefilter", b"\x00"),
             ("tx", bytes(20)), ("headers", b"\x01" + bytes(40))]  # fmt: skip
    for number in range(200):
        peers[number % 5].send_raw(*kinds[number % len(kinds)])
        time.sleep(0.1)


def bloom_load(stage: Stage):
    """Five wallets, each with a filter and 100 filtered blocks."""
    stage.ordinary()
    blocks = [int(stage.node.call("getblockhash", height), 16) for height in range(1, 26)]
    # MSG_FILTERED_BLOCK
    request = messages.msg_getdata([messages.CInv(3, block) for block in blocks])
    for number in range(5):
        peer = stage.join(f"240.{40 + number}.0.1", agent="/bitcoinj:0.16.3/Bitcoin Wallet:10.18/", relay=False)
        peer.send(messages.msg_filterload(data=b"\xff" * 8, nHashFuncs=11, nTweak=number, nFlags=0))
        for _ in range(4):
            peer.send(request)
            time.sleep(1)


def misbehaviour_spike(stage: Stage):
    """30 peers, each of which breaks a rule and is disconnected."""
    stage.ordinary()
    # Headers that do not follow each other.
    headers = messages.msg_headers([stage.header(stage.tip()[0], 1), stage.header(1, 1)])
    filter_too_long = messages.msg_filteradd(bytes(521))
    for number in range(30):
        peer = stage.join(f"240.{40 + number}.0.1")
        match number % 3:
            case 0: peer.send_raw("sendcmpct", b"\x02" + bytes(8))
            case 1: peer.send(headers)
            case 2: peer.send(filter_too_long)
        time.sleep(0.5)


def getaddr_fingerprinting(stage: Stage):
    """28 visits, each from a network of its own, that take addresses and leave."""
    stage.ordinary()
    for number in range(28):
        peer = stage.join(f"240.{40 + number}.0.1")
        peer.send(messages.msg_getaddr())
        time.sleep(0.8)
        peer.close()


def fill_addrman(stage: Stage):
    stage.mine(1)
    for number in range(60):
        stage.node.call("addpeeraddress", f"240.{120 + number}.0.1", 8333)
