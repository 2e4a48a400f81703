"""Payloads as short lists of segments, so that fixtures of megabytes stay lines of text.

A segment is {"hex": H}, {"hex": H, "times": N} or {"seed": S, "length": L}: bytes, bytes repeated, or L bytes of
SplitMix64 started at state S, 8 bytes little-endian at a time, the last ones cut off.
"""

import functools
import struct

MASK = (1 << 64) - 1


@functools.lru_cache(maxsize=64)
def splitmix64(seed: int, length: int) -> bytes:
    words, state = [], seed
    for _ in range((length + 7) // 8):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        words.append(z ^ (z >> 31))
    return struct.pack(f"<{len(words)}Q", *words)[:length]


def expand(segments) -> bytes:
    parts = []
    for s in segments:
        if "hex" in s:
            parts.append(bytes.fromhex(s["hex"]) * s.get("times", 1))
        else:
            parts.append(splitmix64(s["seed"], s["length"]))
    return b"".join(parts)


class Payload:
    """Collects segments; knows its length without expanding them."""

    seeds = 0

    def __init__(self):
        self.segments = []
        self.length = 0

    def hex(self, data: bytes, times: int = 1):
        if data and times > 0:
            last = self.segments[-1] if self.segments else None
            if times == 1 and last and "hex" in last and "times" not in last:
                last["hex"] += data.hex()
            else:
                self.segments.append({"hex": data.hex()} | ({"times": times} if times > 1 else {}))
            self.length += len(data) * times
        return self

    def random(self, length: int, seed: int | None = None):
        if length > 0:
            if seed is None:
                Payload.seeds += 1
                seed = Payload.seeds
            self.segments.append({"seed": seed, "length": length})
            self.length += length
        return self

    def add(self, other: "Payload"):
        for s in other.segments:
            if "hex" in s:
                self.hex(bytes.fromhex(s["hex"]), s.get("times", 1))
            else:
                self.random(s["length"], s["seed"])
        return self

    def bytes(self) -> bytes:
        return expand(self.segments)

    def resize(self, length: int):
        """Exactly `length` bytes: cut off, or random bytes behind."""
        if self.length < length:
            return self.random(length - self.length)
        cut, room = Payload(), length
        for s in self.segments:
            if "seed" in s:
                cut.random(min(room, s["length"]), s["seed"])
            else:
                data, times = bytes.fromhex(s["hex"]), s.get("times", 1)
                whole = min(times, room // len(data))
                cut.hex(data, whole)
                if whole < times:
                    cut.hex(data[:room - whole * len(data)])
            room = length - cut.length
            if room == 0:
                break
        self.segments, self.length = cut.segments, cut.length
        return self
