"""The Python classes of proto/, from a descriptor set that protoc writes to a temporary file."""

import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Wire:
    """Message classes of the wire contract, by short name: Wire.MessageEvent, Wire.Address, ..."""

    def __init__(self, proto: pathlib.Path):
        with tempfile.TemporaryDirectory() as scratch:
            out = pathlib.Path(scratch) / "set"
            subprocess.run(["protoc", f"--proto_path={proto}", "--include_imports", f"--descriptor_set_out={out}",
                            "ebpf_extractor/message.proto"], check=True)
            files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        for file in files.file:
            for message in file.message_type:
                descriptor = pool.FindMessageTypeByName(f"{file.package}.{message.name}")
                setattr(self, message.name, message_factory.GetMessageClass(descriptor))


def serialize(event) -> bytes:
    """The event without its (required) metadata, fields in the order of their numbers."""
    return event.SerializePartialToString(deterministic=True)
