"""Every scene, by the kind of alert that it is to raise.

`band` has none: it wants two hours of history and a counter to watch.
"""

from . import blocks, connections, messages, quiet, transactions
from .stage import Scene

SCENES = {
    "ping-spam": Scene(messages.ping_spam),
    "addr-spam": Scene(messages.addr_spam),
    "addr-flood": Scene(messages.addr_flood),
    "getaddr-fingerprinting": Scene(messages.getaddr_fingerprinting, prepare=messages.fill_addrman),
    "inbound-drop": Scene(connections.inbound_drop),
    "connection-flood": Scene(connections.connection_flood),
    "full-node": Scene(
        connections.full_node, settings=["maxconnections=20", "debug=net"], kinds=["log-extractor"],
        alert="connection-flood"),
    "eviction-churn": Scene(connections.eviction_churn, settings=["maxconnections=40"]),
    "short-visitors": Scene(connections.short_visitors),
    "spy-peers": Scene(connections.spy_peers),
    "bloom-load": Scene(messages.bloom_load, settings=["peerbloomfilters=1"], prepare=lambda stage: stage.mine(30)),
    "processing-backlog": Scene(connections.processing_backlog, ping=1),
    "invalid-headers": Scene(blocks.invalid_headers),
    "invalid-block": Scene(
        blocks.invalid_block, settings=["debug=validation"], kinds=["log-extractor"], alert="invalid-headers"),
    "misbehaviour-spike": Scene(messages.misbehaviour_spike, settings=["peerbloomfilters=1"]),
    "orphan-flood": Scene(transactions.orphan_flood, settings=["debug=txpackages"], kinds=["log-extractor"]),
    "block-stall": Scene(blocks.block_stall),
    "stale-tip": Scene(
        blocks.stale_tip, prepare=blocks.mine_hours_ago, options=["--set", "stale-tip.regtest=1"]),
    "slow-block": Scene(blocks.slow_block, settings=["par=1"], prepare=blocks.prepare_slow_block),
    "reconstruction-failures": Scene(
        blocks.reconstruction_failures,
        prepare=lambda stage: blocks.split_coins(stage, blocks.BLOCKS * blocks.TRANSACTIONS)),
    "uncache-spike": Scene(transactions.uncache_spike, prepare=transactions.prepare_uncache, kinds=["utxocache"]),
    "low-diversity": Scene(connections.low_diversity),
    "clock-offset": Scene(connections.clock_offset),
    "unknown-messages": Scene(messages.unknown_messages),
    "malformed-messages": Scene(messages.malformed_messages),
    "quiet": Scene(quiet.quiet, prepare=quiet.prepare),
}
