"""The programs that the pages show: NATS server, demo-node, extractors, websocket. Everything on 127.0.0.1."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """A child process whose output goes to a file."""

    def __init__(self, name, arguments, log):
        self.name = name
        self.log = Path(log)
        with open(self.log, "wb") as output:
            # It ends with this script, whatever ends that.
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *arguments], stdout=output,
                                            stderr=subprocess.STDOUT)

    def wait_for(self, pattern, timeout=30):
        """The first match of a regular expression in the output."""
        deadline = time.monotonic() + timeout
        while True:
            found = re.search(pattern, self.log.read_text(errors="replace"))
            if found:
                return found
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name}: no '{pattern}' in:\n{self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Stack:
    def __init__(self, programs, pages=None, rate=300):
        self.bin = Path(programs)
        self.pages = ["--pages", pages] if pages else []
        self.rate = rate
        self.work = Path(tempfile.mkdtemp(prefix="peer-observer-pages."))
        self.running = []

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, name, *arguments, program=None):
        started = Program(name, [str(program or self.bin / name), *arguments], self.work / f"{name}.log")
        self.running.append(started)
        return started

    def start(self):
        server = os.environ.get("NATS_SERVER_BINARY") or shutil.which("nats-server") or "/usr/sbin/nats-server"
        config = self.work / "nats.conf"
        config.write_text('listen: "127.0.0.1:-1"\nmax_payload: 16MB\n')
        nats = self.run("nats-server", "-c", str(config), program=server)
        self.nats = nats.wait_for(r"Listening for client connections on ([0-9.:]+)")[1]
        nats.wait_for("Server is ready")
        self.bus = ["-a", self.nats]

        servers = self.work / "websockets.json"
        servers.write_text('{"here": "websocket", "the same again": "websocket?again"}')
        self.servers = str(servers)
        self.start_websocket("127.0.0.1:0")

        metrics = ["--prometheus-address", "127.0.0.1:0"]
        debug_log = self.work / "debug.log"
        debug_log.touch()
        p2p = self.run("p2p-extractor", *self.bus, *metrics, "--p2p-address", "127.0.0.1:0")
        address = p2p.wait_for(r"waiting for nodes on ([0-9.:]+)")[1]
        self.run("log-extractor", *self.bus, *metrics, "--debug-log", str(debug_log),
                 "--position-file", str(self.work / "position"), "--from-end").wait_for("connected to NATS")
        # With thresholds that the stand-in's traffic is above.
        self.run("alerts", *self.bus, *metrics, "--set", "ping-spam.alert=0", "--set", "addr-spam.alert=0",
                 "--update-interval", "1").wait_for("subscribed")
        demo = [f"--rate={self.rate}", "--burst-size=100", "--burst-every=10"]
        self.start_tracing(metrics, demo)
        node = self.run("demo-node", *demo, "--rpc-address", "127.0.0.1:0", "--rpc-cookie-file", str(self.work / "cookie"),
                        "--p2p-connect", address, "--p2p-block-every", "8", "--debug-log", str(debug_log),
                        "--debug-log-rate", "20")
        rpc = node.wait_for(r"RPCs on ([0-9.:]+)")[1]
        self.run("rpc-extractor", *self.bus, *metrics, "--rpc-host", rpc, "--rpc-cookie-file",
                 str(self.work / "cookie")).wait_for("connected to NATS")

    def start_tracing(self, metrics, demo):
        """eBPF where it can be used, else a recording of the same traffic, as scripts/demo shows one."""
        extractor = self.run("ebpf-extractor", *self.bus, *metrics, "--bitcoind-path", str(self.bin / "demo-node"),
                             "--utxocache-tracepoints")
        try:
            extractor.wait_for("attached to|waiting for the node")
        except RuntimeError:
            print("eBPF cannot be used here: a recording is shown instead", flush=True)
            records = str(self.work / "records")
            subprocess.run([str(self.bin / "demo-node"), *demo, "--seconds=900", "--records", records], check=True,
                           stdout=subprocess.DEVNULL)
            self.run("ebpf-extractor", *self.bus, *metrics, "--replay", records,
                     "--replay-in-time").wait_for("replaying")

    def start_websocket(self, address):
        self.websocket = self.run("websocket", *self.bus, "-w", address, "--websockets-json", self.servers,
                                  *self.pages)
        self.base = self.websocket.wait_for(r"serving websockets and pages on (http://[0-9.:]+)")[1]

    def stop_websocket(self):
        self.websocket.stop()
        self.running.remove(self.websocket)

    def publish(self, subject, text):
        """Publishes an event that is written in protobuf's text format."""
        payload = subprocess.run(
            ["protoc", f"--proto_path={ROOT / 'proto'}", "--encode=event.Event", "event.proto"], input=text.encode(),
            stdout=subprocess.PIPE, check=True).stdout
        host, port = self.nats.rsplit(":", 1)
        with socket.create_connection((host, int(port)), 5) as connection:
            connection.sendall(
                b'CONNECT {"verbose":false}\r\n' + f"PUB {subject} {len(payload)}\r\n".encode() + payload
                + b"\r\nPING\r\n")
            answer = b""
            while b"PONG" not in answer:
                piece = connection.recv(4096)
                if not piece or b"-ERR" in answer:
                    raise RuntimeError(f"NATS: {answer!r}")
                answer += piece

    def stop(self):
        for program in reversed(self.running):
            program.stop()
        self.running.clear()
        shutil.rmtree(self.work, ignore_errors=True)
