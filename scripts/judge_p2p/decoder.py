"""An independent decoder of P2P payloads, written from docs/decoding.md alone."""

import base64
import hashlib
import struct

MAX_SIZE = 0x02000000


class Malformed(Exception):
    """The payload does not decode. `lax` names the rule where other implementations may be more lenient."""

    def __init__(self, reason: str, lax: str | None = None):
        super().__init__(reason)
        self.lax = lax


class Reader:
    def __init__(self, data: bytes):
        self.data = data
        self.pos = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.pos

    def take(self, n: int) -> bytes:
        if n > self.left:
            raise Malformed(f"truncated: needed {n}, available {self.left}")
        self.pos += n
        return self.data[self.pos - n:self.pos]

    def number(self, form: str) -> int:
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def u8(self):
        return self.number("<B")

    def u32(self):
        return self.number("<I")

    def i32(self):
        return self.number("<i")

    def u64(self):
        return self.number("<Q")

    def i64(self):
        return self.number("<q")

    def port(self):
        return self.number(">H")

    def hash(self) -> bytes:
        return self.take(32)

    def compact(self) -> int:
        """Any canonical CompactSize."""
        first = self.u8()
        if first < 0xFD:
            return first
        form, least = {0xFD: ("<H", 0xFD), 0xFE: ("<I", 0x10000), 0xFF: ("<Q", 0x100000000)}[first]
        value = self.number(form)
        if value < least:
            raise Malformed(f"CompactSize {value} is not canonical", "canonical")
        return value

    def size(self) -> int:
        """A canonical CompactSize within the limit of counts and lengths."""
        value = self.compact()
        if value > MAX_SIZE:
            raise Malformed(f"CompactSize {value} is too large", "range")
        return value

    def count(self) -> int:
        value = self.size()
        if value > self.left:
            raise Malformed(f"count {value} is more than the {self.left} bytes left")
        return value

    def string(self) -> bytes:
        return self.take(self.size())


def sha256d(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def ipv4_text(b: bytes) -> str:
    return ".".join(str(x) for x in b)


MAPPED = bytes(10) + b"\xff\xff"
ONION_CAT = bytes.fromhex("fd87d87eeb43")


def ipv6_text(b: bytes) -> str:
    """RFC 5952."""
    if b[:12] == MAPPED:
        return "::ffff:" + ipv4_text(b[12:])
    groups = struct.unpack(">8H", b)
    best_start, best_length, start = 0, 0, None
    for i, g in enumerate(groups + (1,)):
        if g == 0:
            start = i if start is None else start
        elif start is not None:
            if i - start > best_length:
                best_start, best_length = start, i - start
            start = None
    words = [f"{g:x}" for g in groups]
    if best_length < 2:
        return ":".join(words)
    return ":".join(words[:best_start]) + "::" + ":".join(words[best_start + best_length:])


def base32(b: bytes) -> str:
    return base64.b32encode(b).decode().lower().rstrip("=")


def torv3_text(key: bytes) -> str:
    checksum = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base32(key + checksum + b"\x03") + ".onion"


REJECT_CODES = {0x01: 0, 0x10: 1, 0x11: 2, 0x12: 3, 0x40: 4, 0x41: 5, 0x42: 6, 0x43: 7}
ADDRV2_LENGTHS = {1: 4, 2: 16, 3: 10, 4: 32, 5: 32, 6: 16}
INVENTORY = {1: "transaction", 2: "block", 4: "compact_block", 5: "wtx", 0x40000001: "witness_transaction",
             0x40000002: "witness_block"}
EMPTY = ["verack", "sendheaders", "getaddr", "mempool", "wtxidrelay", "sendaddrv2", "filterclear"]


class Decoder:
    """`transaction_ids(raw, stripped)` gives txid and wtxid; by default this module hashes itself."""

    def __init__(self, wire, transaction_ids=None):
        self.wire = wire
        self.transaction_ids = transaction_ids or (lambda raw, stripped: (sha256d(stripped), sha256d(raw)))

    def decode(self, command: str, payload: bytes):
        """The MessageEvent without metadata; raises Malformed."""
        event = self.wire.MessageEvent()
        r = Reader(payload)
        if command in EMPTY:
            setattr(event, command, True)
        elif method := getattr(self, "on_" + command, None) if command.isalnum() else None:
            method(event, r)
        else:
            self.unknown(event, command, payload)
        return event

    def unknown(self, event, command, payload):
        event.unknown.command = command
        event.unknown.payload = payload

    # Parts.

    def header(self, h, r: Reader):
        raw = r.take(80)
        h.version, h.prev_blockhash, h.merkle_root, h.time, h.bits, h.nonce = struct.unpack("<i32s32sIII", raw)
        h.hash = sha256d(raw)

    def transaction(self, t, r: Reader):
        start = r.pos
        version = r.take(4)
        body = r.pos

        def inputs() -> int:
            n = r.count()
            for _ in range(n):
                r.take(36)
                r.string()
                r.take(4)
            return n

        def outputs():
            for _ in range(r.count()):
                r.take(8)
                r.string()

        flags = 0
        n = inputs()
        if n == 0:
            flags = r.u8()
            if flags != 0:
                body = r.pos
                n = inputs()
                outputs()
            # Without flags this byte was the count of outputs: none.
        else:
            outputs()
        core = r.data[body:r.pos]
        if flags & 1:
            any_witness = False
            for _ in range(n):
                items = r.count()
                any_witness = any_witness or items > 0
                for _ in range(items):
                    r.string()
            if not any_witness:
                raise Malformed("superfluous witness", "witness")
        if flags & ~1:
            raise Malformed(f"unknown transaction flags {flags}", "flags")
        lock_time = r.take(4)
        t.raw = r.data[start:r.pos]
        t.txid, t.wtxid = self.transaction_ids(t.raw, version + core + lock_time)

    def transactions(self, target, r: Reader):
        for _ in range(r.count()):
            self.transaction(target.add(), r)

    def hashes(self, target, r: Reader):
        target.extend([r.hash() for _ in range(r.count())])

    def address_v1(self, a, r: Reader, timestamp: bool):
        a.timestamp = r.u32() if timestamp else 0
        a.services = r.u64()
        ip = r.take(16)
        if ip[:12] == MAPPED:
            a.ipv4 = ipv4_text(ip[12:])
        elif ip[:6] == ONION_CAT:
            a.torv2 = base32(ip[6:]) + ".onion"
        else:
            a.ipv6 = ipv6_text(ip)
        a.port = r.port()

    def address_v2(self, a, r: Reader):
        a.timestamp = r.u32()
        a.services = r.compact()
        network = r.u8()
        length = r.size()
        if length > 512:
            raise Malformed(f"address of {length} bytes")
        if ADDRV2_LENGTHS.get(network, length) != length:
            raise Malformed(f"address of {length} bytes in network {network}")
        address = r.take(length)
        match network:
            case 1: a.ipv4 = ipv4_text(address)
            case 2: a.ipv6 = ipv6_text(address)
            case 3: a.torv2 = base32(address) + ".onion"
            case 4: a.torv3 = torv3_text(address)
            case 5: a.i2p = base32(address) + ".b32.i2p"
            case 6: a.cjdns = ipv6_text(address)
            case _: a.unknown.id, a.unknown.address = network, address
        a.port = r.port()

    def inventory(self, items, r: Reader):
        for _ in range(r.count()):
            kind, value = r.u32(), r.hash()
            item = items.add()
            if kind == 0:
                item.error = True
            elif kind in INVENTORY:
                setattr(item, INVENTORY[kind], value)
            else:
                item.unknown.inv_type, item.unknown.hash = kind, value

    # Messages.

    def on_version(self, event, r):
        v = event.version
        v.version, v.services, v.timestamp = r.u32(), r.u64(), r.i64()
        self.address_v1(v.receiver, r, timestamp=False)
        v.sender.ipv6, v.sender.timestamp, v.sender.services, v.sender.port = "::", 0, 0, 0
        v.nonce, v.user_agent, v.start_height, v.relay = 0, "", 0, True
        if r.left:
            self.address_v1(v.sender, r, timestamp=False)
            v.nonce = r.u64()
        if r.left:
            agent = r.string()
            v.user_agent = text(agent)
            if not is_text(agent):
                v.raw_user_agent = agent
        if r.left:
            v.start_height = r.i32()
        if r.left:
            v.relay = r.u8() != 0

    def on_addr(self, event, r):
        event.addr.SetInParent()
        for _ in range(r.count()):
            self.address_v1(event.addr.addresses.add(), r, timestamp=True)

    def on_addrv2(self, event, r):
        if not r.left:
            event.emptyaddrv2 = True
            return
        event.addrv2.SetInParent()
        for _ in range(r.count()):
            self.address_v2(event.addrv2.addresses.add(), r)

    def on_inv(self, event, r):
        event.inv.SetInParent()
        self.inventory(event.inv.items, r)

    def on_getdata(self, event, r):
        event.getdata.SetInParent()
        self.inventory(event.getdata.items, r)

    def on_notfound(self, event, r):
        event.notfound.SetInParent()
        self.inventory(event.notfound.items, r)

    def locator(self, m, r):
        m.version = r.u32()
        self.hashes(m.locator_hashes, r)
        m.stop_hash = r.hash()

    def on_getblocks(self, event, r):
        self.locator(event.getblocks, r)

    def on_getheaders(self, event, r):
        self.locator(event.getheaders, r)

    def on_tx(self, event, r):
        self.transaction(event.tx.tx, r)

    def on_block(self, event, r):
        self.header(event.block.header, r)
        self.transactions(event.block.transactions, r)

    def on_headers(self, event, r):
        event.headers.SetInParent()
        for _ in range(r.count()):
            self.header(event.headers.headers.add(), r)
            r.size()

    def on_ping(self, event, r):
        if r.left:
            event.ping.value = r.u64()
        else:
            event.oldping = True

    def on_pong(self, event, r):
        event.pong.value = r.u64()

    def on_merkleblock(self, event, r):
        m = event.merkleblock
        self.header(m.header, r)
        m.num_transactions = r.u32()
        self.hashes(m.hashes, r)
        m.bits.extend([byte >> i & 1 == 1 for byte in r.string() for i in range(8)])

    def on_filterload(self, event, r):
        m = event.filterload
        m.filter, m.hash_funcs, m.tweak, flags = r.string(), r.u32(), r.u32(), r.u8()
        if flags > 2:
            raise Malformed(f"bloom flags {flags}", "bloom flags")
        m.flags = flags

    def on_filteradd(self, event, r):
        event.filteradd.filter = r.string()

    def filter_request(self, m, r):
        m.filter_type, m.start_height, m.stop_hash = r.u8(), r.u32(), r.hash()

    def on_getcfilters(self, event, r):
        self.filter_request(event.getcfilter, r)

    def on_cfilter(self, event, r):
        m = event.cfilter
        m.filter_type, m.block_hash, m.filter = r.u8(), r.hash(), r.string()

    def on_getcfheaders(self, event, r):
        self.filter_request(event.getcfheaders, r)

    def on_cfheaders(self, event, r):
        m = event.cfheaders
        m.filter_type, m.stop_hash, m.previous_filter_header = r.u8(), r.hash(), r.hash()
        self.hashes(m.filter_hashes, r)

    def on_getcfcheckpt(self, event, r):
        event.getcfcheckpt.filter_type, event.getcfcheckpt.stop_hash = r.u8(), r.hash()

    def on_cfcheckpt(self, event, r):
        m = event.cfcheckpt
        m.filter_type, m.stop_hash = r.u8(), r.hash()
        self.hashes(m.filter_headers, r)

    def on_sendcmpct(self, event, r):
        event.sendcompact.send_compact, event.sendcompact.version = r.u8() != 0, r.u64()

    def on_cmpctblock(self, event, r):
        m = event.compactblock
        self.header(m.header, r)
        m.nonce = r.u64()
        m.short_ids.extend([r.take(6) for _ in range(r.count())])
        for _ in range(r.count()):
            p = m.transactions.add()
            difference = r.size()
            if difference > 0xFFFF:
                raise Malformed(f"prefilled difference {difference}", "index")
            p.diff_index = difference
            self.transaction(p.tx, r)

    def on_getblocktxn(self, event, r):
        m = event.getblocktxn
        m.block_hash = r.hash()
        index = -1
        for _ in range(r.count()):
            index += r.size() + 1
            if index > 0xFFFF:
                raise Malformed(f"index {index}", "index")
            m.tx_indexes.append(index)

    def on_blocktxn(self, event, r):
        event.blocktxn.block_hash = r.hash()
        self.transactions(event.blocktxn.transactions, r)

    def on_alert(self, event, r):
        event.alert.alert = r.string()

    def on_reject(self, event, r):
        m = event.reject
        m.rejected_command = text(r.string())
        code = r.u8()
        if code not in REJECT_CODES:
            raise Malformed(f"reject code {code}", "reject code")
        m.reason = REJECT_CODES[code]
        m.reason_details = text(r.string())
        m.hash = r.hash() if r.left else b""

    def on_feefilter(self, event, r):
        event.feefilter.fee = r.i64()

    def on_sendtxrcncl(self, event, r):
        self.unknown(event, "sendtxrcncl", r.data)
        try:
            version, salt = r.u32(), r.u64()
        except Malformed:
            return
        event.sendtxrcncl.version, event.sendtxrcncl.salt = version, salt

    def on_feature(self, event, r):
        self.unknown(event, "feature", r.data)
        try:
            feature_id, feature_data = r.string(), r.string()
        except Malformed:
            return
        event.feature.feature_id, event.feature.feature_data = text(feature_id), feature_data
