"""Judges the wire codec with Python's protobuf. The codec's tests run it; it needs the Debian package python3-protobuf.

usage: judge.py generate DESCRIPTORS SEED COUNT OUT [no-zero]
                                                      random messages of every type of the contract; with no-zero, texts
                                                      hold no zero bytes, which end them for libprotobuf-c
       judge.py check DESCRIPTORS IN                  compares bytes and JSON with Python's reading of them
       judge.py upstream DESCRIPTORS IN               the same bytes through a schema without our additions
       judge.py arms DESCRIPTORS IN                   every arm and addition of the schema, and the arms of the records

DESCRIPTORS is what protoc --include_imports -o writes. Records are lines of tab-separated columns: type and hex; for
check also the message as JSON; for upstream and arms the subject in place of the type.
"""

import json
import math
import random
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as F

# `bytes` fields that hold a hash: 32 bytes, shown in display order. A second list on purpose: the plugin has its own.
HASHES = {
    "bitcoin_primitives.Transaction": {"txid", "wtxid"},
    "bitcoin_primitives.BlockHeader": {"prev_blockhash", "merkle_root", "hash"},
    "bitcoin_primitives.InventoryItem": {"transaction", "block", "wtx", "witness_transaction", "witness_block", "compact_block"},
    "bitcoin_primitives.UnknownItem": {"hash"},
    "ebpf_extractor.message.GetHeaders": {"locator_hashes", "stop_hash"},
    "ebpf_extractor.message.GetBlocks": {"locator_hashes", "stop_hash"},
    "ebpf_extractor.message.GetBlockTxn": {"block_hash"},
    "ebpf_extractor.message.BlockTxn": {"block_hash"},
    "ebpf_extractor.message.MerkleBlock": {"hashes"},
    "ebpf_extractor.message.GetCFCheckpt": {"stop_hash"},
    "ebpf_extractor.message.CFCheckpt": {"stop_hash", "filter_headers"},
    "ebpf_extractor.message.GetCFHeaders": {"stop_hash"},
    "ebpf_extractor.message.CFHeaders": {"stop_hash", "previous_filter_header", "filter_hashes"},
    "ebpf_extractor.message.GetCFilter": {"stop_hash"},
    "ebpf_extractor.message.CFilter": {"block_hash"},
    "ebpf_extractor.mempool.Added": {"txid"},
    "ebpf_extractor.mempool.Removed": {"txid"},
    "ebpf_extractor.mempool.Replaced": {"replaced_txid", "replacement_id"},
    "ebpf_extractor.mempool.Rejected": {"txid"},
    "ebpf_extractor.validation.BlockConnected": {"hash"},
    "ebpf_extractor.utxocache.Uncache": {"txid"},
    "ipc_extractor.BlockTip": {"hash"},
    "p2p_extractor.BlockAnnouncement": {"hash"},
}
SHORT_IDS = "ebpf_extractor.message.CompactBlock.short_ids"
TEXTS = ["", "a", "/Satoshi:29.0.0/", "ö€😀", "\0\n\x1b[2J\x7f", "\x9b\u202e\u2028\ufeff\uffff", '"\\', "{", "[:", ", =(", "x" * 300]
FLOATS = [0.0, -0.0, 1.5, 5e-324, 1.7976931348623157e308, -1e-7, 0.1, math.inf, -math.inf, math.nan, 1e16, 123456789.125]


def load(path, strip=None):
    """The descriptors by full name, and a way from a name to its class."""
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as source:
        files.ParseFromString(source.read())
    pool = descriptor_pool.DescriptorPool()
    names = []
    for file in files.file:
        if strip:
            strip(file)
        pool.Add(file)
        names += [f"{file.package}.{message.name}" for message in file.message_type]
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName(name)) for name in names}


def integer(rng, bits, signed):
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice([low, high, 0, 1, high - 1])
    if kind == 1:
        return max(low, min(high, (1 << rng.randrange(bits)) + rng.randrange(-1, 2)))
    value = rng.getrandbits(rng.randrange(1, bits + 1))
    return max(low, min(high, -value if signed and kind == 2 else value))


def scalar(rng, field):
    kind = field.type
    if kind in (F.TYPE_UINT32, F.TYPE_FIXED32):
        return integer(rng, 32, False)
    if kind in (F.TYPE_UINT64, F.TYPE_FIXED64):
        return integer(rng, 64, False)
    if kind in (F.TYPE_INT32, F.TYPE_SINT32):
        return integer(rng, 32, True)
    if kind in (F.TYPE_INT64, F.TYPE_SINT64):
        return integer(rng, 64, True)
    if kind == F.TYPE_DOUBLE:
        if rng.random() < 0.5:
            return rng.choice(FLOATS)
        value = struct.unpack("<d", rng.randbytes(8))[0]
        # protoc's text knows one NaN only.
        return value if value == value else float("nan")
    if kind == F.TYPE_BOOL:
        return rng.random() < 0.5
    if kind == F.TYPE_STRING:
        if rng.random() < 0.6:
            return rng.choice(TEXTS)
        points = [rng.choice([rng.randrange(0x80), rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)]) for _ in range(rng.randrange(40))]
        return "".join(map(chr, points))
    if kind == F.TYPE_BYTES:
        if field.name in HASHES.get(field.containing_type.full_name, ()):
            return rng.randbytes(32)
        if field.full_name == SHORT_IDS:
            return rng.randbytes(6)
        return rng.randbytes(rng.choice([0, 1, 2, 31, 32, 33, 79, 80, 81, 127, 128, 300, 20000]))
    if kind == F.TYPE_ENUM:
        return rng.choice(field.enum_type.values).number
    raise ValueError(field.full_name)


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def count(rng, depth):
    if depth > 2:
        return rng.randrange(3)
    return rng.choice([0, 0, 1, 2, 3, 3, 7, 40 if depth == 0 else 4, 300 if depth == 0 else 5])


def fill(rng, message, depth=0):
    """Gives every field a value or, where it may, none."""
    descriptor = message.DESCRIPTOR
    for oneof in descriptor.oneofs:
        if rng.random() < 0.9:
            put(rng, message, rng.choice(oneof.fields), depth)
    for field in descriptor.fields:
        if field.containing_oneof is not None:
            continue
        target = getattr(message, field.name)
        if is_map(field):
            key, value = field.message_type.fields_by_number[1], field.message_type.fields_by_number[2]
            for _ in range(count(rng, depth)):
                name = scalar(rng, key)
                if value.message_type is not None:
                    fill(rng, target[name], depth + 1)
                else:
                    target[name] = scalar(rng, value)
        elif field.label == F.LABEL_REPEATED:
            for _ in range(count(rng, depth)):
                if field.message_type is not None:
                    fill(rng, target.add(), depth + 1)
                else:
                    target.append(scalar(rng, field))
        elif field.label == F.LABEL_REQUIRED or rng.random() < 0.5:
            put(rng, message, field, depth)


def put(rng, message, field, depth):
    if field.message_type is not None:
        inner = getattr(message, field.name)
        inner.SetInParent()
        fill(rng, inner, depth + 1)
    else:
        setattr(message, field.name, scalar(rng, field))


def drop_zeros(message):
    for field, value in message.ListFields():
        if field.message_type is not None and not is_map(field):
            for inner in value if field.label == F.LABEL_REPEATED else [value]:
                drop_zeros(inner)
        elif is_map(field):
            for key in [key for key in value if isinstance(key, str) and "\0" in key]:
                del value[key]
            for inner in value.values():
                if not isinstance(inner, int):
                    drop_zeros(inner)
        elif field.type == F.TYPE_STRING and field.label == F.LABEL_REPEATED:
            value[:] = [text.replace("\0", "0") for text in value]
        elif field.type == F.TYPE_STRING:
            setattr(message, field.name, value.replace("\0", "0"))


def shown(message):
    """What the JSON form must say, from Python's reading of the fields."""
    result = {}
    for field in message.DESCRIPTOR.fields:
        oneof = field.containing_oneof
        if oneof is not None:
            chosen = message.WhichOneof(oneof.name)
            result.setdefault(oneof.name, None)
            if chosen == field.name:
                case = "".join(word[:1].upper() + word[1:] for word in field.name.split("_"))
                result[oneof.name] = {case: value_shown(field, getattr(message, field.name))}
        elif is_map(field):
            value = field.message_type.fields_by_number[2]
            result[field.name] = {str(key): value_shown(value, item) for key, item in getattr(message, field.name).items()}
        elif field.label == F.LABEL_REPEATED:
            result[field.name] = [value_shown(field, item) for item in getattr(message, field.name)]
        elif message.HasField(field.name):
            result[field.name] = value_shown(field, getattr(message, field.name))
        else:
            result[field.name] = None
    return result


def value_shown(field, value):
    if field.message_type is not None:
        return shown(value)
    if field.type == F.TYPE_BYTES:
        return value[::-1].hex() if field.name in HASHES.get(field.containing_type.full_name, ()) else value.hex()
    if field.type == F.TYPE_DOUBLE and not math.isfinite(value):
        return None
    return value


def same(left, right):
    """Equal in kind too: 1 is not true, and 0.0 is not -0.0."""
    if isinstance(left, dict) and isinstance(right, dict):
        return sorted(left) == sorted(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if isinstance(left, float) and isinstance(right, (int, float)):
        return struct.pack("<d", left) == struct.pack("<d", right)
    return left == right


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"a name comes twice: {names}")
    return dict(pairs)


def records(path):
    with open(path, encoding="utf-8") as source:
        for line in source:
            yield line.rstrip("\n").split("\t")


def generate(types, seed, instances, out, options):
    rng = random.Random(seed)
    with open(out, "w", encoding="utf-8") as target:
        for name, prototype in types.items():
            for _ in range(instances):
                message = prototype()
                fill(rng, message)
                if "no-zero" in options:
                    drop_zeros(message)
                data = message.SerializeToString(deterministic=True)
                target.write(f"{name}\t{data.hex()}\n")


def check(types, path):
    """Parses what Swift encoded, and compares the fields with what Swift's JSON says of them."""
    seen = set()
    total = 0
    for name, text, as_json in records(path):
        data = bytes.fromhex(text)
        message = types[name]()
        message.ParseFromString(data)
        if not message.IsInitialized():
            sys.exit(f"{name}: required fields are missing: {message.FindInitializationErrors()}")
        found = json.loads(as_json, object_pairs_hook=unique)
        expected = shown(message)
        if not same(expected, found):
            sys.exit(f"{name}: the fields differ\nPython: {json.dumps(expected)[:2000]}\nSwift:  {json.dumps(found)[:2000]}")
        if message.SerializeToString(deterministic=True) != data:
            sys.exit(f"{name}: Python encodes the same message differently")
        seen.add(name)
        total += 1
    print(json.dumps({"records": total, "types": len(seen), "missing": sorted(set(types) - seen)}))


def without_additions(file):
    """The schema that upstream's programs were built with: no field numbers from 1000 on, no addrman, no ipc."""

    def is_ours(message, field):
        gone = {("event", "Event", 5), ("ebpf_extractor", "ebpf", 3)}
        return field.number >= 1000 or (file.package, message.name, field.number) in gone

    for message in file.message_type:
        for field in [field for field in message.field if is_ours(message, field)]:
            message.field.remove(field)
        used = sorted({field.oneof_index for field in message.field if field.HasField("oneof_index")})
        oneofs = [message.oneof_decl[index].name for index in used]
        del message.oneof_decl[:]
        for name in oneofs:
            message.oneof_decl.add(name=name)
        for field in message.field:
            if field.HasField("oneof_index"):
                field.oneof_index = used.index(field.oneof_index)


def arms_known(message, path):
    """Fails where a oneof on the way down has no arm that the reader knows."""
    arms = []
    for oneof in message.DESCRIPTOR.oneofs:
        arm = message.WhichOneof(oneof.name)
        if arm is None:
            sys.exit(f"{path}: no known arm in {message.DESCRIPTOR.full_name}.{oneof.name}")
        arms.append(arm)
    for field, value in message.ListFields():
        if field.message_type is None or is_map(field):
            continue
        for inner in value if field.label == F.LABEL_REPEATED else [value]:
            arms += arms_known(inner, f"{path}.{field.name}")
    return arms


def upstream(types, path):
    """Every record must decode with a known arm everywhere; prints the arms by subject."""
    subjects = {}
    for subject, text in records(path):
        message = types["event.Event"]()
        message.ParseFromString(bytes.fromhex(text))
        if not message.IsInitialized():
            sys.exit(f"{subject}: required fields are missing")
        subjects.setdefault(subject, set()).update(arms_known(message, subject))
    print(json.dumps({subject: sorted(arms) for subject, arms in subjects.items()}))


def is_choice(field):
    """Whether the arm leads to another oneof of an event, rather than to what it tells."""
    return field.message_type is not None and bool(field.message_type.oneofs) and field.message_type.file.package != "bitcoin_primitives"


def arms_of(message, choose, path=()):
    """The last arms on the way down, as tuples of fields; `choose` names the arms of a oneof with what they hold."""
    for oneof in message.oneofs:
        for field, value in choose(oneof):
            if is_choice(field):
                yield from arms_of(*value, (*path, field))
            else:
                yield (*path, field)


def additions(message, path=()):
    """Every field from 1000 on that is no arm."""
    for field in message.fields:
        if field.number >= 1000 and field.containing_oneof is None:
            yield (*path, field)
        if field.message_type is not None and field.number < 1000:
            yield from additions(field.message_type, (*path, field))


def row(path):
    return [".".join(field.name for field in path), ".".join(str(field.number) for field in path)]


def arms(types, path):
    def in_schema(descriptor):
        def choose(oneof):
            return [(field, (field.message_type, choose)) for field in oneof.fields]

        return arms_of(descriptor, choose)

    def in_message(message):
        def choose(oneof, message=message):
            name = message.WhichOneof(oneof.name)
            if name is None:
                return []
            value = getattr(message, name)
            field = message.DESCRIPTOR.fields_by_name[name]
            return [(field, (field.message_type, lambda oneof: choose(oneof, value)))]

        return arms_of(message.DESCRIPTOR, choose)

    samples = set()
    for subject, text in records(path):
        message = types["event.Event"]()
        message.ParseFromString(bytes.fromhex(text))
        samples.update((subject, *row(arm)) for arm in in_message(message))
    event = types["event.Event"].DESCRIPTOR
    result = {
        "schema": sorted(row(arm) for arm in in_schema(event)),
        "additions": sorted(row(field) for field in additions(event)),
        "samples": sorted(samples),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "generate":
        generate(load(arguments[0]), arguments[1], int(arguments[2]), arguments[3], arguments[4:])
    elif command == "check":
        check(load(arguments[0]), arguments[1])
    elif command == "upstream":
        upstream(load(arguments[0], without_additions), arguments[1])
    elif command == "arms":
        arms(load(arguments[0]), arguments[1])
    else:
        sys.exit(__doc__)
