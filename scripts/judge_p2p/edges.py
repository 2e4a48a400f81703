"""Hand-made cases for each rule of docs/decoding.md."""

from .generate import (MAPPED, FILLED, addr, coinbase_tx, compact, header, legacy_tx, of, string, u32, u64, v1, v2,
                       witness_tx)
from .segments import Payload

NOTHING = b""


def long_forms(n: int):
    """The forms of a CompactSize that are not canonical."""
    if n < 0xFD:
        yield 3, b"\xfd" + n.to_bytes(2, "little")
    if n < 0x10000:
        yield 5, b"\xfe" + n.to_bytes(4, "little")
    if n < 0x100000000:
        yield 9, b"\xff" + n.to_bytes(8, "little")


def item(kind: int = 1):
    return of(u32(kind), 32)


# What stands before and behind a CompactSize in each message that has one, and its value there.
def compact_sites():
    yield "inv-count", "inv", of(), 1, item()
    yield "getdata-count", "getdata", of(), 1, item()
    yield "notfound-count", "notfound", of(), 1, item()
    yield "addr-count", "addr", of(), 1, v1(MAPPED, 4)
    yield "addrv2-count", "addrv2", of(), 1, v2(1, 4)
    yield "addrv2-services", "addrv2", of(b"\x01", u32(1)), 9, of(b"\x01\x04", 4, b"\x20\x8d")
    yield "addrv2-length", "addrv2", of(b"\x01", u32(1), b"\x09\x01"), 4, of(4, b"\x20\x8d")
    yield "getheaders-count", "getheaders", of(u32(70016)), 1, of(64)
    yield "getblocks-count", "getblocks", of(u32(70016)), 1, of(64)
    yield "headers-count", "headers", of(), 1, of(header(), b"\0")
    yield "headers-transactions", "headers", of(b"\x01", header()), 0, of()
    yield "block-count", "block", header(), 1, coinbase_tx()
    yield "tx-inputs", "tx", of(u32(2)), 1, of(36, b"\0", 4, b"\x01", 8, b"\0", 4)
    yield "tx-no-inputs", "tx", of(u32(2)), 0, of(b"\0", 4)
    yield "tx-script-sig", "tx", of(u32(2), b"\x01", 36), 2, of(2, 4, b"\x01", 8, b"\0", 4)
    yield "tx-outputs", "tx", of(u32(2), b"\x01", 36, b"\0", 4), 1, of(8, b"\0", 4)
    yield "tx-script-pub-key", "tx", of(u32(2), b"\x01", 36, b"\0", 4, b"\x01", 8), 3, of(3, 4)
    yield "tx-witness-inputs", "tx", of(u32(2), b"\x00\x01"), 1, of(36, b"\0", 4, b"\x01", 8, b"\0\x01\x01\x51", 4)
    yield "tx-witness-items", "tx", of(u32(2), b"\x00\x01\x01", 36, b"\0", 4, b"\x01", 8, b"\0"), 1, of(b"\x01\x51", 4)
    yield "tx-witness-length", "tx", of(u32(2), b"\x00\x01\x01", 36, b"\0", 4, b"\x01", 8, b"\0\x01"), 1, of(b"\x51", 4)
    yield "merkleblock-hashes", "merkleblock", of(header(), u32(1)), 1, of(32, b"\x01\x01")
    yield "merkleblock-flags", "merkleblock", of(header(), u32(1), b"\x01", 32), 1, of(b"\x01")
    yield "filterload-length", "filterload", of(), 2, of(2, u32(5), u32(7), b"\x01")
    yield "filteradd-length", "filteradd", of(), 2, of(2)
    yield "cfilter-length", "cfilter", of(b"\0", 32), 4, of(4)
    yield "cfheaders-count", "cfheaders", of(b"\0", 64), 1, of(32)
    yield "cfcheckpt-count", "cfcheckpt", of(b"\0", 32), 1, of(32)
    yield "cmpctblock-short-ids", "cmpctblock", of(header(), 8), 1, of(6, b"\0")
    yield "cmpctblock-prefilled", "cmpctblock", of(header(), 8, b"\x00"), 1, of(b"\0", legacy_tx())
    yield "cmpctblock-difference", "cmpctblock", of(header(), 8, b"\x00\x01"), 7, legacy_tx()
    yield "getblocktxn-count", "getblocktxn", of(32), 1, of(b"\x05")
    yield "getblocktxn-difference", "getblocktxn", of(32, b"\x02\x00"), 5, of()
    yield "blocktxn-count", "blocktxn", of(32), 1, legacy_tx()
    yield "alert-length", "alert", of(), 3, of(3)
    yield "reject-command", "reject", of(), 2, of(b"tx\x10", string(b"why"), 32)
    yield "reject-reason", "reject", of(b"\x02tx\x10"), 3, of(b"why", 32)
    yield "version-user-agent", "version", of(version_start(), version_sender()), 3, of(b"/x/", u32(5), b"\x01")
    yield "feature-id", "feature", of(), 4, of(b"abcd\x01\xff")
    yield "feature-data", "feature", of(b"\x04abcd"), 1, of(b"\xff")


def version_start(number: int = 70016):
    return of(u32(number & 0xFFFFFFFF), u64(1033), u64(1_763_700_000), v1(MAPPED, 4, time=None))


def version_sender():
    return of(v1(bytes(16), 0, services=9, time=None), 8)


def compact_sizes():
    for name, command, before, value, after in compact_sites():
        yield f"compact-{name}-canonical", command, of(before, compact(value), after)
        for width, form in long_forms(value):
            yield f"compact-{name}-{width}-bytes", command, of(before, form, after)
        for label, bomb in [("2^16", 1 << 16), ("limit", 0x02000000), ("above-limit", 0x02000001), ("2^31", 1 << 31),
                            ("2^32-1", (1 << 32) - 1), ("2^32", 1 << 32), ("2^61", 1 << 61), ("2^63", 1 << 63),
                            ("2^64-1", (1 << 64) - 1)]:
            yield f"bomb-{name}-{label}", command, of(before, compact(bomb), after)
        for cut in (b"", b"\xfd", b"\xfd\xfd", b"\xfe\0\0\1", b"\xff" * 8):
            yield f"compact-{name}-cut-{cut.hex() or 'empty'}", command, of(before, cut)
    # Canonical at the least value of each form: 253 and 65536 items.
    for n in (252, 253, 65535, 65536):
        yield f"compact-inv-{n}", "inv", of(compact(n)).hex(item(5).bytes(), n)
        yield f"compact-inv-{n}-one-missing", "inv", of(compact(n)).hex(item(5).bytes(), n - 1).random(35)


def pings():
    for n in range(10):
        yield f"ping-{n}-bytes", "ping", of(n)
        yield f"pong-{n}-bytes", "pong", of(n)
        yield f"feefilter-{n}-bytes", "feefilter", of(n)
        yield f"sendcmpct-{n}-bytes", "sendcmpct", of(n)
    for v in (0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1):
        yield f"ping-{v:x}", "ping", of(u64(v))
        yield f"pong-{v:x}", "pong", of(u64(v))
        yield f"feefilter-{v:x}", "feefilter", of(u64(v))
        yield f"sendcmpct-version-{v:x}", "sendcmpct", of(b"\0", u64(v))
        yield f"sendtxrcncl-salt-{v:x}", "sendtxrcncl", of(u32(v & 0xFFFFFFFF), u64(v))
    for b in (0, 1, 2, 0x7F, 0x80, 0xFF):
        yield f"sendcmpct-announce-{b}", "sendcmpct", of(bytes([b]), u64(2))
    yield "sendcmpct-trailing", "sendcmpct", of(b"\1", u64(2), b"\xff")


def versions():
    start, sender = version_start(), version_sender()
    yield "version-45-bytes", "version", of(start).resize(45)
    yield "version-no-sender", "version", start
    for n in (1, 25, 26, 27, 33):
        yield f"version-sender-{n}-of-34", "version", of(start, sender).resize(46 + n)
    yield "version-no-user-agent", "version", of(start, sender)
    yield "version-empty-user-agent", "version", of(start, sender, b"\0")
    yield "version-user-agent-cut", "version", of(start, sender, b"\x10/Satoshi")
    yield "version-no-height", "version", of(start, sender, string(b"/Satoshi:31.99.0/"))
    for n in (1, 2, 3):
        yield f"version-height-{n}-of-4", "version", of(start, sender, string(b"/a/"), n)
    yield "version-no-relay", "version", of(start, sender, string(b"/a/"), u32(925_000))
    for b in (0, 1, 2, 255):
        yield f"version-relay-{b}", "version", of(start, sender, string(b"/a/"), u32(925_000), bytes([b]))
    yield "version-trailing", "version", of(start, sender, string(b"/a/"), u32(925_000), b"\x01", 20)
    rest = of(sender, string(b"/a/"))
    for v in (0, -1, 106, 208, 10300, 70000, -(1 << 31), (1 << 31) - 1):
        yield f"version-number-{v}", "version", of(version_start(v), rest, u32(1), b"\0")
    for h in (-1, 0, -(1 << 31), (1 << 31) - 1):
        yield f"version-height-{h}", "version", of(start, rest, u32(h & 0xFFFFFFFF), b"\0")
    for t in (0, -1, -(1 << 63), (1 << 63) - 1):
        yield f"version-time-{t}", "version", of(u32(70016), u64((1 << 64) - 1), u64(t & ((1 << 64) - 1)),
                                                 v1(MAPPED, 4, (1 << 64) - 1, None), rest, u32(1), b"\0")
    for name, a in [("ipv6", v1(b"\x20\x01", 14, time=None)), ("onion-cat", v1(ONION_CAT, 10, time=None)),
                    ("cjdns", v1(b"\xfc\x01", 14, time=None)), ("mapped", v1(MAPPED, 4, time=None)),
                    ("zero", v1(bytes(16), 0, 0, None))]:
        yield f"version-receiver-{name}", "version", of(u32(70016), u64(0), u64(0), a, rest, u32(1), b"\0")
        yield f"version-sender-{name}", "version", of(start, a, 8, string(b"/a/"), u32(1), b"\0")
    for name, agent in TEXTS.items():
        yield f"version-user-agent-{name}", "version", of(start, sender, string(agent), u32(1), b"\1")
    long = of(start, sender, compact(300)).hex(b"/abcd/", 50).hex(u32(1) + b"\1")
    yield "version-user-agent-300-bytes", "version", long


TEXTS = {
    "ascii": b"/Satoshi:31.99.0(testnode0)/", "two-bytes": "/ñandú/".encode(), "four-bytes": "/🚀:1.0/".encode(),
    "nul": b"/a\0b/", "controls": b"\x01\x1f\x7f\n\r\t", "bom": b"\xef\xbb\xbf/x/", "only-bom": b"\xef\xbb\xbf",
    "noncharacter": "\uffff\ufdd0".encode(), "replacement": "/\ufffd/".encode(), "combining": "e\u0301/é/".encode(),
    "highest": "\U0010ffff".encode(), "line-separators": "\u0085\u2028\u2029".encode(),
    "lone-continuation": b"/\x80/", "many-continuations": b"/\x80\x81\xbf/", "lone-lead-2": b"/\xc3/", "lone-lead-3": b"/\xe2/",
    "lone-lead-4": b"/\xf0/", "cut-3-of-2": b"/\xe2\x82/", "cut-4-of-2": b"/\xf0\x9f/", "cut-4-of-3": b"/\xf0\x9f\x9a/",
    "ends-2-cut": b"abc\xc3", "ends-3-cut": b"abc\xe2\x82", "ends-4-cut": b"abc\xf0\x9f\x9a",
    "overlong-2": b"/\xc0\xaf/", "overlong-2-c1": b"/\xc1\xbf/", "overlong-3": b"/\xe0\x80\xaf/", "overlong-3-high": b"/\xe0\x9f\xbf/",
    "overlong-4": b"/\xf0\x80\x80\xaf/", "overlong-4-high": b"/\xf0\x8f\xbf\xbf/", "overlong-nul": b"\xc0\x80",
    "surrogate": b"/\xed\xa0\x80/", "surrogate-pair": b"/\xed\xa0\xbd\xed\xb2\xa9/", "surrogate-last": b"/\xed\xbf\xbf/",
    "above-highest": b"/\xf4\x90\x80\x80/", "f5": b"/\xf5\x80\x80\x80/", "five-bytes": b"/\xf8\x88\x80\x80\x80/",
    "six-bytes": b"/\xfc\x84\x80\x80\x80\x80/", "fe-ff": b"\xfe\xff/\xff\xfe", "latin-1": "/café/".encode("latin-1"),
    "utf-16": "/x/".encode("utf-16"), "valid-after-cut": b"\xf0\x9f\xc3\xb1\xe2\x82A", "lead-then-lead": b"\xe2\xe2\x82\xac",
    "unicode-table-3-8": bytes.fromhex("c080f480 41".replace(" ", "")) + bytes.fromhex("61f18080e180c262806380bf64"),
    "mixed": b"\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64",
}

ONION_CAT = bytes.fromhex("fd87d87eeb43")

IPV6 = {
    "any": "00000000000000000000000000000000", "loopback": "00000000000000000000000000000001",
    "compatible": "00000000000000000000000001020304", "compatible-low": "00000000000000000000000000000102",
    "compatible-group": "00000000000000000000000000010000", "mapped": "00000000000000000000ffff01020304",
    "mapped-zero": "00000000000000000000ffff00000000", "mapped-ones": "00000000000000000000ffffffffffff",
    "translated": "0000000000000000ffff000001020304", "nat64": "0064ff9b0000000000000000c0000221",
    "almost-mapped": "00000000000000000000fffe01020304", "mapped-one-bit": "00000000000000000001ffff01020304",
    "one-zero-group": "20010db8000000010001000100010001", "one-zero-group-middle": "20010db8000100010000000100010001",
    "single-zero-ends": "00000db8000100010001000100010000", "two-runs-equal": "20010db8000000000001000000000001",
    "two-runs-second-longer": "20010000000000010000000000000001", "two-runs-first-longer": "20010000000000000001000000000001",
    "run-at-start": "00000000000100020003000400050006", "run-at-end": "20010db8000100020003000400000000",
    "run-all-but-first": "20010000000000000000000000000000", "run-all-but-last": "0000000000000000000000000000abcd",
    "run-of-six-at-end": "20010db8000000000000000000000000", "three-single-zeros": "20010000000100000001000000010001",
    "starts-and-ends-equal": "00000000000100010001000100000000", "start-longer": "00000000000000010001000100000000",
    "leading-zeros": "20010db800010002000300040005000f", "lower-case": "abcdef01abcdefabcdefabcdefabcdef",
    "no-zero": "20010db8000100010001000100010001", "all-ones": "ffffffffffffffffffffffffffffffff",
    "link-local": "fe800000000000000000000000000001", "unique-local": "fd000000000000000000000000000001",
    "cjdns": "fc3217eae415c3bf9808149db5a2c9aa", "teredo": "200100000000000000000000f5ffffff",
    "6to4": "2002010203040000000000000000000a", "multicast": "ff020000000000000000000000000001",
    "onion-cat": "fd87d87eeb430102030405060708090a", "onion-cat-zero": "fd87d87eeb4300000000000000000000",
    "onion-cat-ones": "fd87d87eeb43ffffffffffffffffffff", "almost-onion-cat": "fd87d87eeb440102030405060708090a",
    "internal": "fd6b88c087241edd5f5ad22dba5d3bc4", "zeros-2-to-7": "00010000000000000000000000000001",
}


def addresses():
    yield "addr-empty-list", "addr", of(b"\0")
    yield "addr-empty", "addr", of()
    yield "addrv2-empty", "addrv2", of()
    yield "addrv2-empty-list", "addrv2", of(b"\0")
    yield "addrv2-empty-list-trailing", "addrv2", of(b"\0\1")
    for name, text in IPV6.items():
        ip = bytes.fromhex(text)
        yield f"addr-{name}", "addr", of(b"\1", v1(ip, 0))
        yield f"addrv2-ipv6-{name}", "addrv2", of(b"\1", v2(2, 16, prefix=ip))
        yield f"addrv2-cjdns-{name}", "addrv2", of(b"\1", v2(6, 16, prefix=ip))
    for name, ip in [("any", b"\0\0\0\0"), ("broadcast", b"\xff" * 4), ("loopback", b"\x7f\0\0\1"), ("plain", b"\xcb\0\x71\5")]:
        yield f"addr-ipv4-{name}", "addr", of(b"\1", v1(MAPPED + ip, 0))
        yield f"addrv2-ipv4-{name}", "addrv2", of(b"\1", v2(1, 4, prefix=ip))
    for p in (0, 1, 255, 256, 8333, 65535):
        port = p.to_bytes(2, "big")
        yield f"addr-port-{p}", "addr", of(b"\1", u32(7), u64(0), MAPPED + b"\1\2\3\4", port)
        yield f"addrv2-port-{p}", "addrv2", of(b"\1", u32(7), b"\0\1\4\1\2\3\4", port)
    for t in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        yield f"addr-time-{t}", "addr", of(b"\1", v1(MAPPED, 4, time=t))
        yield f"addrv2-time-{t}", "addrv2", of(b"\1", u32(t), b"\0\1\4\1\2\3\4\5\6")
    for s in (0, 0xFC, 0xFD, 0xFFFF, 0x10000, 0x02000000, 0x02000001, 0xFFFFFFFF, 1 << 32, 1 << 63, (1 << 64) - 1):
        yield f"addr-services-{s:x}", "addr", of(b"\1", v1(MAPPED, 4, services=s))
        yield f"addrv2-services-{s:x}", "addrv2", of(b"\1", v2(1, 4, compact(s)))
    lengths = {1: 4, 2: 16, 3: 10, 4: 32, 5: 32, 6: 16}
    for network, length in lengths.items():
        yield f"addrv2-network-{network}", "addrv2", of(b"\1", v2(network, length))
        yield f"addrv2-network-{network}-zeros", "addrv2", of(b"\1", v2(network, length, prefix=bytes(length)))
        yield f"addrv2-network-{network}-ones", "addrv2", of(b"\1", v2(network, length, prefix=b"\xff" * length))
        for wrong in sorted({0, 1, 4, 10, 16, 32, length - 1, length + 1, 512} - {length}):
            yield f"addrv2-network-{network}-length-{wrong}", "addrv2", of(b"\1", v2(network, wrong))
    for network in (0, 7, 8, 127, 128, 255):
        for length in (0, 1, 4, 32, 512):
            yield f"addrv2-network-{network}-length-{length}", "addrv2", of(b"\1", v2(network, length))
    for length in (513, 1000, 70_000):
        for network in (0, 1, 4, 255):
            yield f"addrv2-network-{network}-length-{length}", "addrv2", of(b"\1", v2(network, length))
    yield "addrv2-all-networks", "addrv2", of(b"\x08", *[v2(n, l) for n, l in lengths.items()], v2(0, 0), v2(99, 512))
    yield "addrv2-unknown-then-cut", "addrv2", of(b"\2", v2(99, 20), 10)
    yield "addrv2-trailing", "addrv2", of(b"\1", v2(4, 32), 9)
    yield "addrv2-bip155-torv3", "addrv2", of(b"\1", v2(4, 32, prefix=bytes.fromhex(
        "79bcc625184b05194975c28b66b66b0469f7f6556fb1ac3189a79b40dda32f1f")))
    yield "addr-trailing", "addr", addr(255)
    yield "addr-1001", "addr", of(compact(1001)).hex(v1(MAPPED, 4).bytes(), 1001)


def inventories():
    for command in ("inv", "getdata", "notfound"):
        yield f"{command}-none", command, of(b"\0")
        yield f"{command}-no-bytes", command, of()
        for kind in (*range(8), 0x10, 0x40000000, 0x40000001, 0x40000002, 0x40000003, 0x40000004, 0x40000005, 0x80000001,
                     0xFFFFFFFF):
            yield f"{command}-type-{kind:x}", command, of(b"\1", item(kind))
        yield f"{command}-mixed", command, of(b"\x05", *[item(k) for k in (0, 5, 3, 1, 0)])
        yield f"{command}-same-twice", command, of(b"\2").hex(item(5).bytes(), 2)
        yield f"{command}-trailing", command, of(b"\1", item(1), 36)
        yield f"{command}-60000", command, of(compact(60_000)).hex(item(5).bytes(), 60_000)


def transactions():
    vin, vout = of(b"\1", 36, b"\x02", 2, b"\xff" * 4), of(b"\1", u64(5), b"\1\x51")
    cases = {
        "legacy": legacy_tx(), "witness": witness_tx(), "coinbase-witness": coinbase_tx(),
        "coinbase-legacy": of(u32(1), b"\1" + bytes(32) + b"\xff" * 4, b"\x04", 4, b"\xff" * 4, vout, u32(0)),
        "one-of-two-witnesses": witness_tx(((), (64,))), "empty-witness-item": witness_tx(((0,),)),
        "long-witness": witness_tx(((1, 0, 2, 252, 253, 300), ())), "ten-inputs": witness_tx(((64,),) * 10, 10),
        "trailing": of(legacy_tx(), 5), "witness-trailing": of(witness_tx(), b"\0"),
        "superfluous-witness": of(u32(2), b"\0\1", vin, vout, b"\0", u32(0)),
        "superfluous-witness-two-inputs": of(u32(2), b"\0\1\2", 36, b"\0", 4, 36, b"\0", 4, vout, b"\0\0", u32(0)),
        "witness-no-inputs": of(u32(2), b"\0\1\0", vout, u32(0)), "witness-nothing": of(u32(2), b"\0\1\0\0", u32(0)),
        "witness-no-outputs": of(u32(2), b"\0\1", vin, b"\0\1\1\x51", u32(0)),
        "no-outputs": of(u32(2), vin, b"\0", u32(0)),
        "no-inputs-no-outputs": of(u32(2), b"\0\0", u32(0)), "no-inputs-no-outputs-trailing": of(u32(2), b"\0\0", u32(0), 3),
        "no-inputs-one-output": of(u32(2), b"\0", vout, u32(0)),
        "no-inputs-two-outputs": of(u32(2), b"\0\2", u64(1), b"\0", u64(2), b"\0", u32(0)),
        "no-inputs-no-lock-time": of(u32(2), b"\0\0", 3), "only-version": of(u32(2)), "no-flag": of(u32(2), b"\0"),
        "lock-time-cut": of(u32(2), vin, vout, 3), "witness-lock-time-cut": of(u32(2), b"\0\1", vin, vout, b"\1\1\x51", 3),
        "negative-value": of(u32(2), vin, b"\1", b"\xff" * 8, b"\0", u32(0)),
        "negative-version": of(b"\xff" * 4, vin, vout, b"\xff" * 4),
        "witness-missing": of(u32(2), b"\0\1", vin, vout),
        "second-witness-missing": of(u32(2), b"\0\1\2", 36, b"\0", 4, 36, b"\0", 4, vout, b"\1\1\x51", u32(0)),
    }
    for flags in (2, 3, 4, 0x80, 0x81, 0xFE, 0xFF):
        cases[f"flags-{flags}"] = of(u32(2), bytes([0, flags]), vin, vout, b"\1\1\x51", u32(0))
        cases[f"flags-{flags}-no-witness"] = of(u32(2), bytes([0, flags]), vin, vout, u32(0))
        cases[f"flags-{flags}-nothing"] = of(u32(2), bytes([0, flags]), b"\0\0", u32(0))
    for name, tx in cases.items():
        yield f"tx-{name}", "tx", tx
        yield f"block-with-{name}", "block", of(header(), b"\2", tx, legacy_tx())
        yield f"blocktxn-with-{name}", "blocktxn", of(32, b"\1", tx)
        yield f"cmpctblock-with-{name}", "cmpctblock", of(header(), 8, b"\0\1\0", tx)
    yield "block-no-transactions", "block", of(header(), b"\0")
    yield "block-header-only", "block", header()
    yield "block-trailing", "block", of(header(), b"\1", coinbase_tx(), 10)
    yield "blocktxn-none", "blocktxn", of(32, b"\0")
    tiny = of(u32(2), b"\0\0", u32(0)).bytes()
    yield "block-tiny-transactions", "block", of(header(), compact(20_000)).hex(tiny, 20_000)
    yield "blocktxn-tiny-transactions", "blocktxn", of(32, compact(20_000)).hex(tiny, 20_000)
    inputs = of(36, b"\0", 4).bytes()
    yield "tx-many-inputs", "tx", of(u32(2), compact(20_000)).hex(inputs, 20_000).hex(b"\0" + u32(0))
    yield "tx-many-outputs", "tx", of(u32(2), vin, compact(60_000)).hex(u64(1) + b"\0", 60_000).hex(u32(0))
    yield "tx-many-witness-items", "tx", of(u32(2), b"\0\1", vin, vout, compact(300_000)).hex(b"\0", 300_000).hex(u32(0))
    yield "tx-many-empty-witnesses", "tx", of(u32(2), b"\0\1", compact(20_000)).hex(inputs, 20_000).add(vout) \
        .hex(b"\0", 20_000).hex(u32(0))
    yield "tx-many-empty-witnesses-but-one", "tx", of(u32(2), b"\0\1", compact(20_000)).hex(inputs, 20_000).add(vout) \
        .hex(b"\0", 19_999).hex(b"\1\0").hex(u32(0))


def blocks():
    yield "headers-none", "headers", of(b"\0")
    yield "headers-no-bytes", "headers", of()
    for v in (0, 1, -1, -(1 << 31), (1 << 31) - 1):
        yield f"headers-version-{v}", "headers", of(b"\1", header((v & 0xFFFFFFFF).to_bytes(4, "little")), b"\0")
    yield "headers-zeros", "headers", of(b"\1", bytes(81))
    yield "headers-ones", "headers", of(b"\1", b"\xff" * 80, b"\0")
    for n in (1, 252, 253, 65536, 0x02000000, 0x02000001, 1 << 40):
        yield f"headers-transactions-{n}", "headers", of(b"\1", header(), compact(n))
        yield f"headers-transactions-{n}-then-header", "headers", of(b"\2", header(), compact(n), header(), b"\0")
    yield "headers-last-count-missing", "headers", of(b"\2", header(), b"\0", header())
    yield "headers-2001", "headers", of(compact(2001)).hex(of(header(), b"\0").bytes(), 2001)
    yield "headers-trailing", "headers", of(b"\1", header(), b"\0", 81)
    for command in ("getheaders", "getblocks"):
        yield f"{command}-no-locator", command, of(u32(0xFFFFFFFF), b"\0", 32)
        yield f"{command}-no-stop", command, of(u32(70016), b"\1", 32)
        yield f"{command}-stop-cut", command, of(u32(70016), b"\1", 63)
        yield f"{command}-102", command, of(u32(70016), compact(102)).hex(of(32).bytes(), 102).random(32)
        yield f"{command}-trailing", command, of(u32(70016), b"\1", 64, 1)
    m = of(header(), u32(7))
    yield "merkleblock-empty", "merkleblock", of(header(), u32(0), b"\0\0")
    yield "merkleblock-bits", "merkleblock", of(m, b"\2", 64, b"\3\x01\x80\x1d")
    yield "merkleblock-padding-ones", "merkleblock", of(m, b"\1", 32, b"\1\xff")
    yield "merkleblock-no-flags", "merkleblock", of(m, b"\1", 32)
    yield "merkleblock-most", "merkleblock", of(header(), b"\xff" * 4, b"\0\1\0")
    yield "merkleblock-trailing", "merkleblock", of(m, b"\0\1\x55", 4)
    yield "merkleblock-60000-flag-bytes", "merkleblock", of(m, b"\0", compact(60_000)).hex(b"\x5a", 60_000)


def compact_blocks():
    base = of(header(), 8)
    yield "cmpctblock-nothing", "cmpctblock", of(base, b"\0\0")
    yield "cmpctblock-no-prefilled-count", "cmpctblock", of(base, b"\1", 6)
    yield "cmpctblock-short-id-cut", "cmpctblock", of(base, b"\2", 11)
    yield "cmpctblock-short-ids", "cmpctblock", of(base, b"\3", b"\xff" * 6, bytes(6), 6, b"\1\0", coinbase_tx())
    yield "cmpctblock-trailing", "cmpctblock", of(base, b"\0\0", 7)
    yield "cmpctblock-70000-short-ids", "cmpctblock", of(base, compact(70_000)).hex(of(6).bytes(), 70_000).hex(b"\0")
    for d in (0, 252, 253, 65534, 65535, 65536, 0x02000000, 0x02000001, 1 << 32, (1 << 64) - 1):
        yield f"cmpctblock-difference-{d}", "cmpctblock", of(base, b"\0\1", compact(d), legacy_tx())
        yield f"cmpctblock-second-difference-{d}", "cmpctblock", of(base, b"\0\2\1", legacy_tx(), compact(d), legacy_tx())
        yield f"getblocktxn-difference-{d}", "getblocktxn", of(32, b"\1", compact(d))
        yield f"getblocktxn-second-difference-{d}", "getblocktxn", of(32, b"\2\0", compact(d))
        yield f"getblocktxn-difference-{d}-then-0", "getblocktxn", of(32, b"\2", compact(d), b"\0")
    yield "cmpctblock-two-large-differences", "cmpctblock", of(base, b"\0\2", compact(65535), legacy_tx(), compact(65535),
                                                               legacy_tx())
    yield "getblocktxn-none", "getblocktxn", of(32, b"\0")
    yield "getblocktxn-some", "getblocktxn", of(32, b"\5\0\0\1\0\xfd\xfd\0")
    yield "getblocktxn-trailing", "getblocktxn", of(32, b"\1\1\1")
    yield "getblocktxn-sum-65535", "getblocktxn", of(32, b"\2", compact(32767), compact(32767))
    yield "getblocktxn-sum-65536", "getblocktxn", of(32, b"\2", compact(32767), compact(32768))
    yield "getblocktxn-all-65536", "getblocktxn", of(32, compact(65536)).hex(b"\0", 65536)
    yield "getblocktxn-all-65537", "getblocktxn", of(32, compact(65537)).hex(b"\0", 65537)


def filters():
    for flags in (0, 1, 2, 3, 4, 0x80, 0xFF):
        yield f"filterload-flags-{flags}", "filterload", of(b"\x02", 2, u32(11), u32(0xFFFFFFFF), bytes([flags]))
    yield "filterload-empty", "filterload", of(b"\0", u32(0xFFFFFFFF), u32(0), b"\0")
    yield "filterload-no-flags", "filterload", of(b"\0", u32(1), u32(0))
    yield "filterload-trailing", "filterload", of(b"\1", 1, u32(1), u32(0), b"\2", 5)
    yield "filterload-40000", "filterload", of(compact(40_000), 40_000, u32(50), u32(0), b"\1")
    yield "filteradd-empty", "filteradd", of(b"\0")
    yield "filteradd-no-bytes", "filteradd", of()
    yield "filteradd-521", "filteradd", of(compact(521), 521)
    yield "filteradd-trailing", "filteradd", of(b"\1", 2)
    for kind in (0, 1, 255):
        k = bytes([kind])
        yield f"getcfilters-type-{kind}", "getcfilters", of(k, b"\xff" * 4, 32)
        yield f"getcfheaders-type-{kind}", "getcfheaders", of(k, b"\xff" * 4, 32)
        yield f"getcfcheckpt-type-{kind}", "getcfcheckpt", of(k, 32)
        yield f"cfilter-type-{kind}", "cfilter", of(k, 32, b"\0")
        yield f"cfheaders-type-{kind}", "cfheaders", of(k, 64, b"\0")
        yield f"cfcheckpt-type-{kind}", "cfcheckpt", of(k, 32, b"\0")
    yield "getcfilters-36-bytes", "getcfilters", of(36)
    yield "getcfheaders-36-bytes", "getcfheaders", of(36)
    yield "getcfcheckpt-32-bytes", "getcfcheckpt", of(32)
    yield "cfheaders-2001", "cfheaders", of(b"\0", 64, compact(2001)).hex(of(32).bytes(), 2001)
    yield "cfilter-trailing", "cfilter", of(b"\0", 32, b"\2", 5)


def rejects():
    start = of(b"\x02tx")
    names = [0x01, 0x10, 0x11, 0x12, 0x40, 0x41, 0x42, 0x43]
    for code in (*names, 0x00, 0x02, 0x0F, 0x13, 0x3F, 0x44, 0x50, 0x51, 0xFF):
        yield f"reject-code-{code:02x}-with-hash", "reject", of(start, bytes([code]), string(b"why"), 32)
        yield f"reject-code-{code:02x}", "reject", of(start, bytes([code]), string(b"why"))
    for n in (1, 5, 31, 32, 33, 64):
        yield f"reject-{n}-bytes-left", "reject", of(start, b"\x10", string(b"why"), n)
    yield "reject-zero-hash", "reject", of(start, b"\x10\0", bytes(32))
    yield "reject-empty-texts", "reject", of(b"\0\x01\0")
    yield "reject-no-reason", "reject", of(start, b"\x10")
    yield "reject-no-code", "reject", start
    yield "reject-no-bytes", "reject", of()
    yield "reject-long-texts", "reject", of(compact(300)).hex(b"x", 300).hex(b"\x40" + compact(500)).hex("ü".encode(), 250)
    for name, text in TEXTS.items():
        yield f"reject-command-{name}", "reject", of(string(text), b"\x12", string(b"why"))
        yield f"reject-reason-{name}", "reject", of(string(b"block"), b"\x12", string(text), 32)


def others():
    yield "alert-empty", "alert", of(b"\0")
    yield "alert-no-bytes", "alert", of()
    yield "alert-no-signature", "alert", of(b"\x05", 5)
    yield "alert-signature", "alert", of(compact(300), 300, b"\x47", 71)
    yield "alert-signature-cut", "alert", of(b"\x05", 5, b"\x47", 3)
    yield "alert-cut", "alert", of(b"\x05", 4)
    for n in (0, 1, 4, 11, 12, 13):
        yield f"sendtxrcncl-{n}-bytes", "sendtxrcncl", of(n)
    yield "feature-no-bytes", "feature", of()
    yield "feature-empty", "feature", of(b"\0\0")
    yield "feature-short-id", "feature", of(string(b"abc"), string(b"x"))
    yield "feature-long", "feature", of(compact(81)).hex(b"a", 81).hex(compact(513)).random(513)
    yield "feature-no-data", "feature", of(string(b"abcd"))
    yield "feature-data-cut", "feature", of(string(b"abcd"), b"\x03", 2)
    yield "feature-id-cut", "feature", of(b"\x05abcd")
    yield "feature-trailing", "feature", of(string(b"abcd"), string(b"x"), 3)
    for name, text in TEXTS.items():
        yield f"feature-id-{name}", "feature", of(string(text), string(text))
    for command in ("verack", "sendheaders", "getaddr", "mempool", "wtxidrelay", "sendaddrv2", "filterclear"):
        yield f"{command}-trailing", command, of(1)
    for command in ("", "INV", "Ping", "ping ", "inv2", "getcfilter", "cfilters", "compactblock", "sendcompact", "oldping",
                    "emptyaddrv2", "unknown", "malformed", "reqrecon", "sendpackages", "authchallenge"[:12], "a.b.c", "*",
                    "é", "123456789012"):
        yield f"unknown-type-{command}", command, of(20)
        yield f"unknown-type-{command}-empty", command, of()
    # Every type with no bytes, and with bytes that are all zeros or all ones.
    for command in FILLED:
        for n in (1, 32, 100, 300):
            yield f"{command}-{n}-zeros", command, of().hex(b"\0", n)
            yield f"{command}-{n}-ones", command, of().hex(b"\xff", n)


def cases():
    Payload.seeds = 2_000_000
    for part in (compact_sizes, pings, versions, addresses, inventories, transactions, blocks, compact_blocks, filters, rejects,
                 others):
        yield from part()
