"""What archives hold, event for event, as the program archive gives it."""

import json
import subprocess

from processes import BUILD


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def events(folder, node, scratch):
    """The bytes of each event of a node, in order."""
    output = scratch / f"{node}.bin"
    subprocess.run(
        [BUILD / "archive", "cut", folder, "--node", node, "--compression-level", "0", "--force", "-o", output],
        check=True, capture_output=True)
    data, found, at = output.read_bytes(), [], 0
    while at < len(data):
        size, at = varint(data, at)
        found.append(data[at:at + size])
        at += size
    # Before the events stands the archive's header.
    return found[1:]


def sequences(folder, node):
    """Of each run of an extractor and kind of events, what `archive info` tells: first and last number, events, and those missing between."""
    told = subprocess.run([BUILD / "archive", "info", folder, "--json"], check=True, capture_output=True).stdout
    return {(stream["kind"], stream["stream_id"]): stream for stream in json.loads(told)["streams"] if stream["node"] == node}


def counted_lost(here, there):
    """Events that `there` has and `here` has not, by their numbers alone: in gaps; and before the first and behind the last that came."""
    gaps = sum(stream["missing"] for stream in here.values()) - sum(stream["missing"] for stream in there.values())
    ends = sum(
        stream["events"] if key not in here else stream["last"] - here[key]["last"] + here[key]["first"] - stream["first"]
        for key, stream in there.items())
    return gaps, ends


def without_ours(event):
    """An event as upstream's extractors publish it: without the fields from 1000 on, which name its stream and place."""
    kept, at = b"", 0
    while at < len(event):
        start = at
        key, at = varint(event, at)
        if key & 7 == 0:
            _, at = varint(event, at)
        elif key & 7 == 2:
            size, at = varint(event, at)
            at += size
        else:
            at += {1: 8, 5: 4}[key & 7]
        if key >> 3 < 1000:
            kept += event[start:at]
    return kept
