"""Every message type at payload sizes around the edges: filled with a valid message, and random."""

from .segments import Payload

SIZES = [0, 255, 256, 4095, 4096, 4097, 65536, 1_000_000, 4_000_000]

HEADER_TAIL = bytes.fromhex("29ab5f49ffff001d1dac2b7c")


def compact(n: int) -> bytes:
    if n < 0xFD:
        return bytes([n])
    if n < 0x10000:
        return b"\xfd" + n.to_bytes(2, "little")
    if n < 0x100000000:
        return b"\xfe" + n.to_bytes(4, "little")
    return b"\xff" + n.to_bytes(8, "little")


def u32(n: int) -> bytes:
    return n.to_bytes(4, "little")


def u64(n: int) -> bytes:
    return n.to_bytes(8, "little")


def string(data: bytes) -> bytes:
    return compact(len(data)) + data


def of(*parts) -> Payload:
    """bytes as they are, numbers as that many random bytes, payloads as they are."""
    p = Payload()
    for part in parts:
        if isinstance(part, Payload):
            p.add(part)
        elif isinstance(part, int):
            p.random(part)
        else:
            p.hex(part)
    return p


def header(version: bytes = b"\0\0\0\x20") -> Payload:
    return of(version, 64, HEADER_TAIL)


def v1(prefix: bytes, rest: int, services: int = 1033, time: int | None = 0x655C1A00) -> Payload:
    """An address of the old format: a prefix of 16 - rest bytes, then random ones; port 8333."""
    assert len(prefix) + rest == 16
    return of((b"" if time is None else u32(time)) + u64(services) + prefix, rest, b"\x20\x8d")


MAPPED = bytes(10) + b"\xff\xff"


def v2(network: int, length: int, services: bytes = b"\x09", prefix: bytes = b"", announced: int | None = None):
    return of(u32(0x655C1A00) + services + bytes([network]) + compact(length if announced is None else announced)
              + prefix, length - len(prefix), b"\x20\x8d")


def legacy_tx(script_sig: int = 107, outputs: int = 2) -> Payload:
    p = of(u32(2), b"\x01", 32, u32(1), compact(script_sig), script_sig, b"\xfd\xff\xff\xff", compact(outputs))
    for i in range(outputs):
        p.add(of(u64(1000 * (i + 1)), b"\x19\x76\xa9\x14", 20, b"\x88\xac"))
    return p.hex(u32(800_000))


def witness_tx(stacks=((71, 33),), outputs: int = 1) -> Payload:
    p = of(u32(2), b"\x00\x01", compact(len(stacks)))
    for i in range(len(stacks)):
        p.add(of(32, u32(i), b"\x00\xff\xff\xff\xff"))
    p.hex(compact(outputs))
    for i in range(outputs):
        p.add(of(u64(5000 + i), b"\x22\x51\x20", 32))
    for stack in stacks:
        p.hex(compact(len(stack)))
        for length in stack:
            p.add(of(compact(length), length))
    return p.hex(u32(0))


def coinbase_tx() -> Payload:
    return of(u32(1), b"\x00\x01\x01" + bytes(32) + b"\xff\xff\xff\xff", b"\x0d\x03\x00\x35\x0c", 9, b"\xff" * 4, b"\x02",
              u64(312_500_000), b"\x16\x00\x14", 20, u64(0), b"\x26\x6a\x24\xaa\x21\xa9\xed", 32,
              b"\x01\x20" + bytes(32), u32(0))


def counted(size: int, before: Payload, heads: list, item: Payload, after: Payload | None = None,
            most: int | None = None) -> Payload:
    """before, a count, as many of the heads as fit, then the item as often as it fits, then after."""
    after = after or Payload()
    room = size - before.length - after.length

    def length(n):
        return len(compact(n)) + sum(h.length for h in heads[:n]) + max(0, n - len(heads)) * item.length
    n = max(0, room // item.length + len(heads)) if most is None else most
    n = min(n, max(0, room // item.length + len(heads)))
    while n > 0 and length(n) > room:
        n -= 1
    p = of(before, compact(n))
    for h in heads[:n]:
        p.add(h)
    if n > len(heads):
        p.hex(item.bytes(), n - len(heads))
    return p.add(after)


def stringed(size: int, before: Payload, after: Payload | None = None, fill=None) -> Payload:
    """before, a length-prefixed string that takes all the room, after."""
    after = after or Payload()
    n = max(0, size - before.length - after.length - 1)
    while n > 0 and before.length + len(compact(n)) + n + after.length > size:
        n -= 1
    p = of(before, compact(n))
    p.random(n) if fill is None else p.hex(fill, n // len(fill)).hex(fill[:n % len(fill)])
    return p.add(after)


def inventory(size: int) -> Payload:
    kinds = [1, 5, 2, 0x40000001, 0x40000002, 4, 3, 0, 6, 0x40000003, 0xFFFFFFFF]
    return counted(size, of(), [of(u32(k), 32) for k in kinds], of(u32(5), 32))


def locator(size: int) -> Payload:
    return counted(size, of(u32(70016)), [of(32), of(32)], of(32), of(bytes(32)))


def addr(size: int) -> Payload:
    heads = [v1(MAPPED, 4), v1(bytes.fromhex("fd87d87eeb43"), 10), v1(bytes.fromhex("2001"), 14), v1(b"\xfc", 15),
             v1(bytes.fromhex("20010db80000000000000000"), 4)]
    return counted(size, of(), heads, v1(MAPPED, 4))


def addrv2(size: int) -> Payload:
    heads = [v2(1, 4), v2(2, 16, b"\xfd\x09\x04"), v2(4, 32, b"\xfd\x09\x0c"), v2(5, 32), v2(6, 16, prefix=b"\xfc"),
             v2(3, 10), v2(7, 21), v2(2, 16, prefix=MAPPED), v2(255, 512, b"\xff" * 9)]
    return counted(size, of(), heads, v2(1, 4, b"\xfd\x09\x04"))


def version(size: int) -> Payload:
    before = of(u32(70016), u64(3081), u64(1_763_700_000), v1(MAPPED, 4, time=None), v1(bytes(16), 0, time=None), 8)
    return stringed(size, before, of(u32(925_000), b"\x01"), b"/Satoshi:31.99.0/")


def tx(size: int) -> Payload:
    if size < 4095:
        body = of(u32(2), b"\x01", 32, u32(1))
        return stringed(size, body, of(b"\xff" * 4, b"\x01", u64(1000), b"\x19\x76\xa9\x14", 20, b"\x88\xac", u32(0)))
    # A quarter of the size in a script of an input, a quarter in one of an output, the rest in witnesses.
    quarter = size // 4
    body = of(u32(2), b"\x00\x01\x02", 32, u32(0), compact(quarter), quarter, b"\xff" * 4, 32, u32(1), b"\x00", b"\xff" * 4,
              b"\x02", u64(600), compact(quarter)).hex(b"\x6a", quarter)
    body.add(of(u64(0), b"\x00", b"\x00\x03\x00", compact(71), 71))
    return stringed(size, body, of(u32(500_000)))


def some_txs() -> list:
    return [coinbase_tx(), legacy_tx(), witness_tx(), witness_tx(((), (64,))), legacy_tx(0, 5), witness_tx(((0, 0, 300),)),
            legacy_tx(300, 1)]


def block(size: int) -> Payload:
    if size < 4095:
        return counted(size, header(), [], legacy_tx(20, 1))
    return counted(size, header(), some_txs(), witness_tx() if size >= 1_000_000 else legacy_tx(20, 1))


def blocktxn(size: int) -> Payload:
    return counted(size, of(32), [] if size < 4095 else some_txs()[1:], legacy_tx(25, 1))


def cmpctblock(size: int) -> Payload:
    shorts = {255: 1, 256: 1}.get(size, min(50_000, size // 20))
    before = of(header(), 8)
    before.add(counted(10 ** 9, of(), [of(6), of(6)], of(6), most=shorts))
    heads = [of(b"\x00", coinbase_tx()), of(b"\x03", witness_tx()), of(b"\xfd\x00\x01", legacy_tx())]
    small = of(b"\x00", legacy_tx(200, 3))
    if size < 4095:
        return counted(size, of(header(), 8, b"\x01", 6), [of(b"\x00", legacy_tx(0, 1))], small)
    return counted(size, before, heads, small, most=15_000)


def getblocktxn(size: int) -> Payload:
    return counted(size, of(32), [of(b"\x02"), of(b"\x00"), of(b"\xfd\xfd\x00")], of(b"\x00"), most=65_000)


def headers(size: int) -> Payload:
    heads = [of(header(), b"\0"), of(header(b"\xff\xff\xff\xff"), b"\0")]
    return counted(size, of(), heads, of(header(), b"\0"))


def merkleblock(size: int) -> Payload:
    flags = 3 if size < 4095 else size // 1000
    return counted(size, of(header(), u32(size)), [of(32)], of(32), of(compact(flags), flags))


def reject(size: int) -> Payload:
    return stringed(size, of(b"\x02tx\x40"), of(32), b"non-standard because: ")


FILLED = {
    "version": version, "verack": lambda n: of(), "addr": addr, "addrv2": addrv2, "inv": inventory, "getdata": inventory,
    "notfound": inventory, "getblocks": locator, "getheaders": locator, "mempool": lambda n: of(), "tx": tx, "block": block,
    "headers": headers, "sendheaders": lambda n: of(), "getaddr": lambda n: of(), "ping": lambda n: of(8),
    "pong": lambda n: of(8), "merkleblock": merkleblock,
    "filterload": lambda n: stringed(n, of(), of(u32(11), 4, b"\x01")), "filteradd": lambda n: stringed(n, of()),
    "filterclear": lambda n: of(), "getcfilters": lambda n: of(b"\0", u32(925_000), 32),
    "cfilter": lambda n: stringed(n, of(b"\0", 32)), "getcfheaders": lambda n: of(b"\0", u32(925_000), 32),
    "cfheaders": lambda n: counted(n, of(b"\0", 32, 32), [of(32), of(32)], of(32)),
    "getcfcheckpt": lambda n: of(b"\0", 32), "cfcheckpt": lambda n: counted(n, of(b"\0", 32), [of(32), of(32)], of(32)),
    "sendcmpct": lambda n: of(b"\x01", u64(2)), "cmpctblock": cmpctblock, "getblocktxn": getblocktxn, "blocktxn": blocktxn,
    "alert": lambda n: stringed(n, of(), of(b"\x47", 71)), "reject": reject, "feefilter": lambda n: of(u64(1000)),
    "wtxidrelay": lambda n: of(), "sendaddrv2": lambda n: of(), "sendtxrcncl": lambda n: of(u32(1), 8),
    "feature": lambda n: stringed(n, of(string(b"org.example/1"))),
    "unknown": lambda n: of().hex(b"\xa5\x00\xff", n // 3), "xyzzyxyzzyxy": lambda n: of(),
}


def cases():
    Payload.seeds = 1_000_000
    for command, fill in FILLED.items():
        for size in SIZES:
            yield f"{command}-{size}-filled", command, fill(size).resize(size)
            if size:
                yield f"{command}-{size}-random", command, of(size)
