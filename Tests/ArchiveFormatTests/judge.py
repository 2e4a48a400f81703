"""Reads an archive the way upstream's programs do: one zstd frame, lengths as varints, protobuf. Of our additions it knows
nothing. The tests of the archives run it; it needs the Debian packages python3-zstandard and python3-protobuf.

usage: judge.py DESCRIPTORS ARCHIVE     prints `created <seconds>`, then each event's bytes in hex, a line each
"""

import sys

import zstandard
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def classes(path, *names):
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as source:
        files.ParseFromString(source.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        for message in file.message_type:
            strip(message)
        pool.Add(file)
    found = [pool.FindMessageTypeByName(name) for name in names]
    if hasattr(message_factory, "GetMessageClass"):
        return [message_factory.GetMessageClass(descriptor) for descriptor in found]
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(descriptor) for descriptor in found]


def strip(message):
    """Leaves upstream's fields: those below 1000."""
    kept = [field for field in message.field if field.number < 1000]
    del message.field[:]
    message.field.extend(kept)
    # A oneof of ours alone stands last.
    used = {field.oneof_index for field in kept if field.HasField("oneof_index")}
    while message.oneof_decl and len(message.oneof_decl) - 1 not in used:
        del message.oneof_decl[-1]


def content(path):
    data = open(path, "rb").read()
    if not path.endswith(".zst"):
        return data
    # One frame, and no more: what stands behind it is not looked at.
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    decompressed = unpacker.decompress(data)
    if not unpacker.unused_data and not getattr(unpacker, "eof", True):
        sys.exit("the frame is not complete")
    if unpacker.unused_data:
        sys.exit(f"{len(unpacker.unused_data)} bytes behind the first frame")
    return decompressed


def messages(data):
    offset = 0
    while offset < len(data):
        length = shift = 0
        while True:
            byte = data[offset]
            offset += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if offset + length > len(data):
            sys.exit("cut off")
        yield data[offset : offset + length]
        offset += length


header_class, event_class = classes(sys.argv[1], "header.ArchiveHeader", "event.Event")
stream = messages(content(sys.argv[2]))
header = header_class()
header.ParseFromString(next(stream))
print("created", header.created)
for message in stream:
    event = event_class()
    event.ParseFromString(message)
    if not event.timestamp:
        sys.exit("an event without a time")
    print(message.hex())
