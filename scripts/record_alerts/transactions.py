"""Scenes of transactions."""

import time

from record_rpc.bitcoin import ANYONE, TRUE
from test_framework import messages

from . import blocks
from .stage import Stage


def orphan_flood(stage: Stage):
    """1,000 transactions of 40 inputs from two peers, whose parents nobody has; the node keeps some 120 of them."""
    stage.ordinary()
    peers = [stage.join(f"240.{40 + number}.0.1").behave() for number in range(2)]
    for number in range(1000):
        orphan = messages.CTransaction()
        orphan.vin = [messages.CTxIn(messages.COutPoint((1 << 200) + number, index)) for index in range(40)]
        orphan.vout = [messages.CTxOut(10_000, b"\x00\x14" + bytes(20))]
        peers[number % 2].send(messages.msg_tx(orphan))
        time.sleep(0.03)
    time.sleep(3)


COINS = 1400


def prepare_uncache(stage: Stage):
    """Coins of which none is in the cache."""
    blocks.split_coins(stage, COINS)
    stage.restart()


def uncache_spike(stage: Stage):
    """Six transactions that spend 1,400 coins each and pay no fee."""
    stage.ordinary()
    peer = stage.join("240.40.0.1").behave()
    for number in range(6):
        spend = messages.CTransaction()
        spend.vin = [messages.CTxIn(messages.COutPoint(int(stage.split.txid, 16), index)) for index in range(COINS)]
        spend.vout = [messages.CTxOut(stage.value * COINS, ANYONE[:-1] + bytes([number]))]
        for _ in range(COINS):
            witness = messages.CTxInWitness()
            witness.scriptWitness.stack = [TRUE]
            spend.wit.vtxinwit.append(witness)
        peer.send(messages.msg_tx(spend))
        time.sleep(2)
