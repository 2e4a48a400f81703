"""Two foreign decoders to hold the own one against: Bitcoin Core's test framework (imported from a checkout that the
user names) and python-bitcoinlib. Each is asked only what it knows."""

import importlib
import io
import ipaddress
import pathlib
import struct
import sys

from .decoder import INVENTORY, sha256d


class Short(Exception):
    """The judge wanted to read behind the end."""


class Strict(io.BytesIO):
    """The framework takes what a short read gives; here that is an error."""

    def read(self, n=-1):
        if n > len(self.getbuffer()) - self.tell():
            raise Short(n)
        return super().read(n)


class Skip(Exception):
    """The judge does not know this."""


def le256(n: int) -> bytes:
    return n.to_bytes(32, "little")


class Framework:
    """Bitcoin Core's test/functional/test_framework/messages.py."""

    name = "framework"

    def __init__(self, wire, core: pathlib.Path):
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(core / "test" / "functional"))
        self.m = importlib.import_module("test_framework.messages")
        self.wire = wire
        self.ids = {}

    def transaction_ids(self, raw: bytes, stripped: bytes):
        """txid and wtxid as the framework computes them from the raw transaction."""
        if raw not in self.ids:
            f = Strict(raw)
            tx = self.m.CTransaction()
            tx.deserialize(f)
            if f.tell() != len(raw) or tx.serialize() != raw or tx.serialize_without_witness() != stripped:
                raise AssertionError("the framework reads another transaction")
            if len(self.ids) > 2000:
                self.ids.clear()
            self.ids[raw] = (le256(tx.txid_int), le256(tx.wtxid_int))
        return self.ids[raw]

    def decode(self, command: str, payload: bytes):
        name = "on_" + command
        if not command.isalnum() or not hasattr(self, name):
            raise Skip
        kind = getattr(self.m, "msg_" + command)
        message = kind(b"") if command == "filteradd" else kind()
        f = Strict(payload)
        if command == "version":
            f = io.BytesIO(payload)  # Its last byte may be missing.
            if len(payload) < 85:
                raise Skip
        if command in ("ping", "addrv2") and not payload:
            raise Skip
        message.deserialize(f)
        event = self.wire.MessageEvent()
        getattr(self, name)(event, message)
        return event

    def tx(self, t, tx):
        t.txid, t.wtxid, t.raw = le256(tx.txid_int), le256(tx.wtxid_int), tx.serialize()

    def header(self, h, x):
        h.version, h.prev_blockhash, h.merkle_root = x.nVersion, le256(x.hashPrevBlock), le256(x.hashMerkleRoot)
        h.time, h.bits, h.nonce, h.hash = x.nTime, x.nBits, x.nNonce, le256(x.hash_int)

    def address(self, a, x):
        a.timestamp, a.services, a.port = x.time, x.nServices, x.port
        setattr(a, {x.NET_IPV4: "ipv4", x.NET_IPV6: "ipv6", x.NET_TORV3: "torv3", x.NET_I2P: "i2p",
                    x.NET_CJDNS: "cjdns"}[x.net], x.ip)

    def on_version(self, event, m):
        v = event.version
        v.version, v.services, v.timestamp = m.nVersion & 0xFFFFFFFF, m.nServices, m.nTime
        self.address(v.receiver, m.addrTo)
        self.address(v.sender, m.addrFrom)
        v.receiver.timestamp = v.sender.timestamp = 0
        v.nonce, v.user_agent, v.start_height, v.relay = m.nNonce, m.strSubVer, m.nStartingHeight, bool(m.relay)

    def on_addr(self, event, m):
        event.addr.SetInParent()
        for x in m.addrs:
            self.address(event.addr.addresses.add(), x)

    def on_addrv2(self, event, m):
        event.addrv2.SetInParent()
        for x in m.addrs:
            self.address(event.addrv2.addresses.add(), x)

    def inventory(self, target, vector):
        target.SetInParent()
        for x in vector:
            item = target.items.add()
            if x.type == 0:
                item.error = True
            elif x.type in INVENTORY:
                setattr(item, INVENTORY[x.type], le256(x.hash))
            else:
                item.unknown.inv_type, item.unknown.hash = x.type, le256(x.hash)

    def on_inv(self, event, m):
        self.inventory(event.inv, m.inv)

    def on_getdata(self, event, m):
        self.inventory(event.getdata, m.inv)

    def on_notfound(self, event, m):
        self.inventory(event.notfound, m.vec)

    def locator(self, target, m):
        # The framework drops the version; 0 is put back where compared.
        target.version = 0
        target.locator_hashes.extend(map(le256, m.locator.vHave))
        target.stop_hash = le256(m.hashstop)

    def on_getblocks(self, event, m):
        self.locator(event.getblocks, m)

    def on_getheaders(self, event, m):
        self.locator(event.getheaders, m)

    def on_tx(self, event, m):
        self.tx(event.tx.tx, m.tx)

    def on_block(self, event, m):
        self.header(event.block.header, m.block)
        for x in m.block.vtx:
            self.tx(event.block.transactions.add(), x)

    def on_headers(self, event, m):
        event.headers.SetInParent()
        for x in m.headers:
            self.header(event.headers.headers.add(), x)

    def on_ping(self, event, m):
        event.ping.value = m.nonce

    def on_pong(self, event, m):
        event.pong.value = m.nonce

    def on_merkleblock(self, event, m):
        target, tree = event.merkleblock, m.merkleblock.txn
        self.header(target.header, m.merkleblock.header)
        target.num_transactions = tree.nTransactions
        target.hashes.extend(map(le256, tree.vHash))
        target.bits.extend(tree.vBits)

    def on_filterload(self, event, m):
        t = event.filterload
        t.filter, t.hash_funcs, t.tweak = m.data, m.nHashFuncs, m.nTweak
        if m.nFlags > 2:
            raise Skip
        t.flags = m.nFlags

    def on_filteradd(self, event, m):
        event.filteradd.filter = m.data

    def on_getcfilters(self, event, m):
        t = event.getcfilter
        t.filter_type, t.start_height, t.stop_hash = m.filter_type, m.start_height, le256(m.stop_hash)

    def on_getcfheaders(self, event, m):
        t = event.getcfheaders
        t.filter_type, t.start_height, t.stop_hash = m.filter_type, m.start_height, le256(m.stop_hash)

    def on_cfilter(self, event, m):
        t = event.cfilter
        t.filter_type, t.block_hash, t.filter = m.filter_type, le256(m.block_hash), m.filter_data

    def on_cfheaders(self, event, m):
        t = event.cfheaders
        t.filter_type, t.stop_hash, t.previous_filter_header = m.filter_type, le256(m.stop_hash), le256(m.prev_header)
        t.filter_hashes.extend(map(le256, m.hashes))

    def on_getcfcheckpt(self, event, m):
        event.getcfcheckpt.filter_type, event.getcfcheckpt.stop_hash = m.filter_type, le256(m.stop_hash)

    def on_cfcheckpt(self, event, m):
        t = event.cfcheckpt
        t.filter_type, t.stop_hash = m.filter_type, le256(m.stop_hash)
        t.filter_headers.extend(map(le256, m.headers))

    def on_sendcmpct(self, event, m):
        event.sendcompact.send_compact, event.sendcompact.version = m.announce, m.version

    def on_cmpctblock(self, event, m):
        t, x = event.compactblock, m.header_and_shortids
        self.header(t.header, x.header)
        t.nonce = x.nonce
        t.short_ids.extend([s.to_bytes(6, "little") for s in x.shortids])
        for p in x.prefilled_txn:
            q = t.transactions.add()
            q.diff_index = p.index
            self.tx(q.tx, p.tx)

    def on_getblocktxn(self, event, m):
        t, x = event.getblocktxn, m.block_txn_request
        t.block_hash = le256(x.blockhash)
        t.tx_indexes.extend(x.to_absolute())

    def on_blocktxn(self, event, m):
        event.blocktxn.block_hash = le256(m.block_transactions.blockhash)
        for x in m.block_transactions.transactions:
            self.tx(event.blocktxn.transactions.add(), x)

    def on_feefilter(self, event, m):
        event.feefilter.fee = m.feerate - (1 << 64) * (m.feerate >> 63)

    def on_sendtxrcncl(self, event, m):
        event.sendtxrcncl.version, event.sendtxrcncl.salt = m.version, m.salt

    def on_feature(self, event, m):
        event.feature.feature_id, event.feature.feature_data = m.feature_id, m.feature_data


class BitcoinLib:
    """python-bitcoinlib."""

    name = "bitcoinlib"

    def __init__(self, wire):
        import bitcoin.messages
        self.m = bitcoin.messages
        self.wire = wire

    def decode(self, command: str, payload: bytes):
        name = "on_" + command
        if not command.isalnum() or not hasattr(self, name):
            raise Skip
        if command == "version" and (len(payload) < 85 or struct.unpack("<i", payload[:4])[0] < 70001):
            raise Skip  # It reads the fields of those versions differently.
        message = getattr(self.m, "msg_" + command).msg_deser(io.BytesIO(payload))
        event = self.wire.MessageEvent()
        getattr(self, name)(event, message)
        return event

    def tx(self, t, tx):
        t.txid, t.wtxid, t.raw = tx.GetTxid(), tx.GetHash(), tx.serialize()

    def address(self, a, x):
        a.timestamp, a.services, a.port = x.nTime, x.nServices, x.port
        setattr(a, "ipv6" if ":" in x.ip else "ipv4", x.ip)

    def on_version(self, event, m):
        v = event.version
        v.version, v.services, v.timestamp = m.nVersion & 0xFFFFFFFF, m.nServices, m.nTime
        self.address(v.receiver, m.addrTo)
        self.address(v.sender, m.addrFrom)
        v.nonce, v.user_agent = m.nNonce, m.strSubVer.decode(errors="replace")
        v.start_height, v.relay = m.nStartingHeight, bool(m.fRelay)

    def on_addr(self, event, m):
        event.addr.SetInParent()
        for x in m.addrs:
            self.address(event.addr.addresses.add(), x)

    def inventory(self, target, m):
        target.SetInParent()
        for x in m.inv:
            item = target.items.add()
            kind = x.type & 0xFFFFFFFF
            if kind == 0:
                item.error = True
            elif kind in INVENTORY:
                setattr(item, INVENTORY[kind], x.hash)
            else:
                item.unknown.inv_type, item.unknown.hash = kind, x.hash

    def on_inv(self, event, m):
        self.inventory(event.inv, m)

    def on_getdata(self, event, m):
        self.inventory(event.getdata, m)

    def on_notfound(self, event, m):
        self.inventory(event.notfound, m)

    def locator(self, target, m):
        target.version = m.locator.nVersion & 0xFFFFFFFF
        target.locator_hashes.extend(m.locator.vHave)
        target.stop_hash = m.hashstop

    def on_getblocks(self, event, m):
        self.locator(event.getblocks, m)

    def on_getheaders(self, event, m):
        self.locator(event.getheaders, m)

    def on_tx(self, event, m):
        self.tx(event.tx.tx, m.tx)

    def on_block(self, event, m):
        h, x = event.block.header, m.block
        h.version, h.prev_blockhash, h.merkle_root = x.nVersion, x.hashPrevBlock, x.hashMerkleRoot
        h.time, h.bits, h.nonce, h.hash = x.nTime, x.nBits, x.nNonce, sha256d(x.get_header().serialize())
        for tx in x.vtx:
            self.tx(event.block.transactions.add(), tx)

    def on_alert(self, event, m):
        event.alert.alert = m.alert.vchMsg

    def on_reject(self, event, m):
        event.reject.rejected_command = m.message.decode(errors="replace")
        event.reject.reason_details = m.reason.decode(errors="replace")


def comparable(event, judge: str):
    """A copy without what that judge cannot know."""
    e = type(event)()
    e.CopyFrom(event)
    addresses = [e.version.receiver, e.version.sender] if e.HasField("version") else list(e.addr.addresses)
    for a in addresses:
        kind = a.WhichOneof("address")
        if judge == "framework" and kind != "ipv4" or kind == "torv2":
            a.unknown.id, a.unknown.address = 0, b""  # The framework knows only IPv4 here, bitcoinlib no OnionCat.
    if judge == "framework":
        for field in ("getblocks", "getheaders"):
            if e.HasField(field):
                getattr(e, field).version = 0
        if e.WhichOneof("detail"):
            e.ClearField("unknown")
    elif e.HasField("version"):
        e.version.ClearField("raw_user_agent")
    elif e.HasField("reject"):
        e.reject.ClearField("reason")
        e.reject.ClearField("hash")
    return e


def same(own, other, judge: str) -> bool:
    a, b = comparable(own, judge), other
    addresses = [(a.version.receiver, b.version.receiver), (a.version.sender, b.version.sender)] \
        if a.HasField("version") and b.HasField("version") else list(zip(a.addr.addresses, b.addr.addresses))
    for x, y in addresses:
        if x.WhichOneof("address") == "unknown":
            y.unknown.CopyFrom(x.unknown)
    return a == b


def dotted_tail(own, other, judge: str) -> bool:
    """Whether the two differ only in IPv6 texts that name the same address."""
    def canon(m):
        m = comparable(m, judge) if m is own else m
        for a in list(m.addr.addresses) + list(m.addrv2.addresses) + [m.version.receiver, m.version.sender]:
            kind = a.WhichOneof("address")
            if kind in ("ipv6", "cjdns"):
                setattr(a, kind, ipaddress.IPv6Address(getattr(a, kind)).exploded)
        return m
    return own.WhichOneof("msg") == other.WhichOneof("msg") and same(canon(own), canon(other), judge)
