"""The row `connectivity` of scripts/bench: connectivity-check tries 1,000 addresses a second, on the loopback.

Listeners on 6,000 addresses of 127.0.0.0/8, in 250 groups (/16): nine of ten answer with a version, one takes the connection and
never says a word, so that hundreds of attempts are under way all the time. A publisher sends `addrv2` events of ten addresses
each. Addresses are announced again after six seconds, when the silent ones have timed out, and nothing is remembered, so that each is an attempt.
"""

import hashlib
import re
import resource
import select
import socket
import struct
import threading
import time
import urllib.request

GROUPS, PORTS, RATE, EACH = 250, 24, 1000, 10
MAGIC = bytes.fromhex("fabfb5da")


def frame(command, payload):
    checksum = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    return MAGIC + command.ljust(12, b"\0") + struct.pack("<I", len(payload)) + checksum + payload


def version():
    nobody = struct.pack("<Q", 0) + b"\0" * 16 + struct.pack(">H", 0)
    agent = b"/Satoshi:31.0.0/"
    return frame(
        b"version",
        struct.pack("<iQq", 70016, 1033, int(time.time())) + nobody + nobody + struct.pack("<Q", 1) + bytes([len(agent)]) + agent
        + struct.pack("<i?", 900_000, True))


class Listeners(threading.Thread):
    """Answers connections until it is stopped."""

    def __init__(self):
        super().__init__(daemon=True)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1 << 16), hard))
        self.epoll, self.sockets, self.open = select.epoll(), {}, {}
        self.targets, self.stopping = [], False
        for group in range(GROUPS):
            for _ in range(PORTS):
                host = f"127.{group}.0.1"
                listening = socket.socket()
                listening.bind((host, 0))
                listening.listen(64)
                listening.setblocking(False)
                self.sockets[listening.fileno()] = listening
                self.targets.append((host, listening.getsockname()[1]))
                self.epoll.register(listening, select.EPOLLIN)

    def run(self):
        answer, count = version(), 0
        while not self.stopping:
            for descriptor, _ in self.epoll.poll(0.2):
                if descriptor in self.sockets:
                    try:
                        connection, _ = self.sockets[descriptor].accept()
                    except OSError:
                        continue
                    count += 1
                    if count % 10:
                        connection.send(answer)
                    self.open[connection.fileno()] = connection
                    self.epoll.register(connection, select.EPOLLIN)
                else:
                    connection = self.open[descriptor]
                    try:
                        ended = not connection.recv(4096)
                    except OSError:
                        ended = True
                    if ended:
                        self.epoll.unregister(descriptor)
                        self.open.pop(descriptor).close()

    def stop(self):
        self.stopping = True
        self.join()
        for each in [*self.sockets.values(), *self.open.values()]:
            each.close()


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def event(targets, peer):
    """An inbound addrv2 message with these addresses (proto/event.proto)."""
    now = time.time()
    addresses = b"".join(
        message(1, number(1, int(now)) + message(2, host.encode()) + number(9, 1033) + number(10, port)) for host, port in targets)
    meta = number(1, 7) + message(2, b"198.51.100.%d:50000" % peer) + number(3, 1) + message(4, b"addrv2") + number(5, 1) + number(6, 300)
    return message(1, message(1, message(1, meta) + message(9, addresses))) + number(10, int(now * 1000))


class Publisher(threading.Thread):
    """Announces the targets over and over, RATE a second, by plain NATS."""

    def __init__(self, address, targets):
        super().__init__(daemon=True)
        host, port = address.rsplit(":", 1)
        self.connection = socket.create_connection((host, int(port)))
        self.connection.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\n')
        # Of one group after the other, so that groups are met in turn.
        self.targets = [targets[group * PORTS + port] for port in range(PORTS) for group in range(GROUPS)]
        self.stopping = False

    def run(self):
        begun, sent = time.monotonic(), 0
        while not self.stopping:
            due = int((time.monotonic() - begun) * RATE)
            while sent + EACH <= due:
                start = sent % len(self.targets)
                payload = event(self.targets[start:start + EACH], sent // EACH % 50)
                self.connection.sendall(b"PUB netmsg %d\r\n" % len(payload) + payload + b"\r\n")
                sent += EACH
            time.sleep(0.005)

    def stop(self):
        self.stopping = True
        self.join()
        self.connection.close()


def measure(bench, cpu_seconds, status, seconds=20):
    """CPU time of an attempt, the process's peak memory, and what was tried."""
    address = bench.nats()
    listeners = Listeners()
    listeners.start()
    check = bench.start(
        "connectivity-check", f"{bench.bin}/connectivity-check", "-a", address, "-m", "127.0.0.1:0", "--network", "regtest",
        "--allow-private", "--rate", "2000", "--group-rate", "100", "--max-attempts", "5000", "--queue-size", "10000",
        "--success-lifetime", "0", "--failure-lifetime", "0", "--csv-directory", bench.folder, ready="trying announced")
    url = re.search(r"listening on (http://\S+)", check.text())[1]

    def scrape():
        values = {}
        for line in urllib.request.urlopen(url, timeout=10).read().decode().splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                family = name.split("{")[0].removeprefix("connectivitycheck_")
                values[family] = values.get(family, 0) + float(value)
                if 'outcome="success"' in name:
                    values["successes"] = float(value)
        return values

    publisher = Publisher(address, listeners.targets)
    publisher.start()
    time.sleep(6)
    before, first, most = cpu_seconds(check.pid), scrape(), 0
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        time.sleep(1)
        most = max(most, scrape()["attempts_in_flight"])
    after, values, elapsed = cpu_seconds(check.pid), scrape(), time.monotonic() - begun
    attempts = values["attempts_total"] - first["attempts_total"]
    publisher.stop()
    result = {
        "cpu": (after - before) / attempts * 1e6, "rate": attempts / elapsed, "rss": status(check.pid, "VmHWM") / 1024,
        "in_flight": most, "dropped": values["dropped_addresses_total"],
        "success": (values["successes"] - first["successes"]) / attempts,
    }
    bench.stop_all()
    listeners.stop()
    return result
