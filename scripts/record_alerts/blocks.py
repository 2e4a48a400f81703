"""Scenes of blocks and headers."""

import io
import time

from record_rpc.bitcoin import ANYONE, BITCOIN, Transaction
from record_rpc.node import wait_until
from test_framework import messages
from test_framework.blocktools import add_witness_commitment, create_block, create_coinbase
from test_framework.script import OP_2DUP, OP_CHECKSIG, OP_CODESEPARATOR, OP_DROP, CScript

from .stage import Stage


def block_on_tip(stage: Stage, transactions: list[messages.CTransaction], witness: bool = True) -> messages.CBlock:
    tip, height, ticks = stage.tip()
    block = create_block(tip, create_coinbase(height + 1), ntime=max(ticks + 1, int(time.time())), txlist=transactions)
    if witness:
        add_witness_commitment(block)
    block.solve()
    return block


# MARK: Headers

def invalid_headers(stage: Stage):
    """Four peers send the same headers: two of a wrong difficulty, two of a time before the last ones."""
    stage.ordinary()
    tip = stage.tip()[0]
    for number in range(4):
        header = stage.header(tip, 1, bits=0x207FFFFE) if number < 2 else stage.header(tip, -7200)
        stage.join(f"240.{40 + number}.0.1").behave().send(messages.msg_headers([header]))
        time.sleep(1)


def invalid_block(stage: Stage):
    """Five peers announce the same block, whose miner takes too much: the first one gives it, too."""
    stage.ordinary()
    block = block_on_tip(stage, [])
    block.vtx[0].vout[0].nValue += 1
    block.hashMerkleRoot = block.calc_merkle_root()
    block.solve()
    for number in range(5):
        peer = stage.join(f"240.{40 + number}.0.1").behave()
        peer.answer(b"getdata", lambda _, peer=peer: peer.send(messages.msg_block(block)))
        peer.send(messages.msg_headers([messages.CBlockHeader(block)]))
        time.sleep(1)


def block_stall(stage: Stage):
    """A peer sends a header and keeps its block."""
    stage.ordinary()
    peer = stage.join("240.40.0.1").behave()
    peer.send(messages.msg_headers([stage.header(stage.tip()[0], 1)]))
    time.sleep(50)


# MARK: Time

def mine_hours_ago(stage: Stage):
    """Four hours."""
    stage.node.call("setmocktime", int(time.time()) - 4 * 3600)
    stage.mine(3)
    stage.node.call("setmocktime", 0)


def stale_tip(stage: Stage):
    stage.ordinary(blocks=0)
    time.sleep(4)


# MARK: A slow block

# Signatures and outputs of the block: as many as 80,000 of sigops cost allow.
OUTPUTS, CHECKS, PADDING = 390, 50, 700_000


def prepare_slow_block(stage: Stage):
    """Outputs that have their spender hashed 50 times each: for signatures that do not hold, over different scripts."""
    coinbase = stage.node.call("getblock", stage.mine(101)[0])["tx"][0]
    script = CScript([b"\x02" + b"\x11" * 32, *[OP_2DUP, OP_CHECKSIG, OP_DROP, OP_CODESEPARATOR] * CHECKS])
    split = Transaction(coinbase, 0, [(BITCOIN // 10, script)] * OUTPUTS)
    stage.node.call("generateblock", f"raw({ANYONE.hex()})", [split.raw.hex()])
    spending = messages.CTransaction()
    # DER of two small numbers, SIGHASH_ALL.
    signature = CScript([bytes.fromhex("3006020101020101") + b"\x01"])
    outputs = [messages.COutPoint(int(split.txid, 16), index) for index in range(OUTPUTS)]
    spending.vin = [messages.CTxIn(output, signature) for output in outputs]
    spending.vout = [messages.CTxOut(BITCOIN, b"\x6a" + bytes(PADDING))]
    stage.slow = spending


def slow_block(stage: Stage):
    """A block of one transaction whose signatures take seconds: some 14 GB are hashed for it."""
    stage.ordinary()
    block = block_on_tip(stage, [stage.slow], witness=False)
    if (answer := stage.node.call("submitblock", block.serialize().hex())) is not None:
        raise RuntimeError(f"the block is not taken: {answer}")
    time.sleep(3)


# MARK: Compact blocks

BLOCKS, TRANSACTIONS = 3, 120


def split_coins(stage: Stage, outputs: int):
    """Outputs that anybody may spend, in a block."""
    coinbase = stage.node.call("getblock", stage.mine(101)[0])["tx"][0]
    stage.value = 49 * BITCOIN // outputs
    stage.split = Transaction(coinbase, 0, [(stage.value, ANYONE)] * outputs)
    stage.node.call("generateblock", f"raw({ANYONE.hex()})", [stage.split.raw.hex()])


def reconstruction_failures(stage: Stage):
    """Three compact blocks, of half of whose transactions the node has not heard."""
    stage.ordinary()
    peer = stage.join("240.40.0.1").behave()
    for number in range(BLOCKS):
        spends = [Transaction(stage.split.txid, number * TRANSACTIONS + index, [(stage.value - 1000, ANYONE)])
                  for index in range(TRANSACTIONS)]  # fmt: skip
        for spend in spends[::2]:
            peer.send_raw("tx", spend.raw)
        wait_until("half of the transactions", lambda: stage.node.call("getmempoolinfo")["size"] == len(spends[::2]))
        block = block_on_tip(stage, [messages.tx_from_hex(spend.raw.hex()) for spend in spends])
        short = messages.HeaderAndShortIDs()
        short.initialize_from_block(block, nonce=number, use_witness=True)
        peer.answer(b"getblocktxn", lambda payload, block=block: give_transactions(peer, block, payload))
        peer.send(messages.msg_cmpctblock(short.to_p2p()))
        wait_until("the block", lambda: stage.tip()[0] == block.hash_int)
        time.sleep(3)


def give_transactions(peer, block: messages.CBlock, payload: bytes):
    request = messages.msg_getblocktxn()
    request.deserialize(io.BytesIO(payload))
    answer = messages.msg_blocktxn()
    answer.block_transactions = messages.BlockTransactions(
        block.hash_int, [block.vtx[index] for index in request.block_txn_request.to_absolute()])
    peer.send(answer)
