"""A minute in which nothing happens that anybody has to hear of."""

import time

from record_rpc.bitcoin import ANYONE, Transaction
from record_rpc.node import wait_until
from test_framework import messages

from . import blocks
from .stage import Stage


def prepare(stage: Stage):
    """Two more nodes: one that the node dials, one that dials it."""
    blocks.split_coins(stage, 100)
    stage.dialled, stage.dialling = [stage.start_node(name, []) for name in ("dialled", "dialling")]
    for early, late in [(stage.node, stage.dialled), (stage.dialling, stage.node)]:
        early.call("addnode", f"127.0.0.1:{late.p2p_port}", "onetry")
    wait_for_blocks(stage)


def wait_for_blocks(stage: Stage):
    wait_until("three nodes have the same blocks",
               lambda: len({node.call("getbestblockhash") for node in stage.nodes}) == 1)  # fmt: skip


def quiet(stage: Stage):
    peers = stage.ordinary(5)
    peers[0].send(messages.msg_getaddr())
    for step in range(10):
        node = stage.nodes[step % 3]
        for index in range(3):
            spend = Transaction(stage.split.txid, 3 * step + index, [(stage.value - 1000, ANYONE)])
            node.call("sendrawtransaction", spend.raw.hex())
        peers[step % 5].announce(f"240.{60 + step}.0.1")
        if step == 4:
            peers[1].send(messages.msg_ping(1))
            stage.join("240.20.0.1").behave()
        if step % 3 == 2:
            node.call("generatetodescriptor", 1, f"raw({ANYONE.hex()})")
            wait_for_blocks(stage)
        if step == 7:
            peers[2].close()
        time.sleep(5)
