"""Processes of a test: servers with the configurations that make-fleet wrote, and programs of the build."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / ".build" / "debug"
given = set()


def nats_server():
    """The server's path, or None."""
    named = os.environ.get("NATS_SERVER_BINARY")
    return named or shutil.which("nats-server") or next(
        (path for path in ("/usr/sbin/nats-server", "/usr/local/bin/nats-server") if os.access(path, os.X_OK)), None)


def free_ports(count):
    """Ports for servers that have to know each other's before any of them runs: below those that outgoing connections take meanwhile."""
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = []
    while len(ports) < count:
        port = random.randrange(min(10_000, lowest // 2), lowest)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in given:
            given.add(port)
            ports.append(port)
    return ports


def eventually(what, condition, limit=30):
    """Waits until it holds; its last value."""
    end = time.monotonic() + limit
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {limit} s")
        time.sleep(0.1)
    return value


class Process:
    """A process with its output in a file."""

    running = []

    def __init__(self, command, log):
        self.command = [str(word) for word in command]
        self.log = log
        self.start()
        Process.running.append(self)

    def start(self):
        with open(self.log, "a") as output:
            # It ends with the test, whatever ends that.
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self.command], stdout=output, stderr=output, stdin=subprocess.DEVNULL)

    def output(self):
        return self.log.read_text(errors="replace")

    def wait_for(self, text, limit=30):
        def there():
            if self.process.poll() not in (None, 0):
                raise RuntimeError(f"{self.command[0]} has ended: {self.output()[-2000:]}")
            return text in self.output()
        eventually(f"{Path(self.command[0]).name} to say '{text}'", there, limit)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, limit=30):
        """Ends it as an operator would; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(limit)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    @classmethod
    def stop_all(cls):
        for process in reversed(cls.running):
            if process.process.poll() is None:
                process.kill()
        cls.running.clear()


class Server(Process):
    def __init__(self, name, configuration, monitor, log):
        self.name = name
        self.monitor = monitor
        super().__init__([nats_server(), "-c", configuration], log)

    def is_healthy(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.monitor}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False
