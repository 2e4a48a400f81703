"""A bitcoind of its own on regtest, and its RPCs."""

import base64
import http.client
import json
import pathlib
import socket
import subprocess
import time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(what: str, condition, seconds: float = 60):
    """The first true value of `condition`, which is tried often."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    raise TimeoutError(f"{what}: not within {seconds} s")


class NodeError(Exception):
    """The node's error; `body` is the answer as it came."""

    def __init__(self, method: str, status: int, body: bytes):
        self.status, self.body = status, body
        super().__init__(f"{method}: status {status}: {body.decode(errors='replace')[:300]}")


class Node:
    def __init__(self, bitcoind: str, folder: pathlib.Path, settings: list[str]):
        """`settings` are lines of bitcoin.conf; the node passes over those that its version does not know."""
        self.folder, self.rpc_port, self.p2p_port = folder, free_port(), free_port()
        folder.mkdir()
        lines = [
            "regtest=1", "[regtest]", "server=1", "rpcbind=127.0.0.1", "rpcallowip=127.0.0.1",
            f"rpcport={self.rpc_port}", "listen=1", f"bind=127.0.0.1:{self.p2p_port}", "connect=0", "dnsseed=0",
            "fixedseeds=0", "discover=0", "listenonion=0", "natpmp=0", "upnp=0", "printtoconsole=0", "dbcache=16",
            # Knots stops to work some time after its release, unless told not to.
            "softwareexpiry=0", *settings,
        ]  # fmt: skip
        (folder / "bitcoin.conf").write_text("\n".join(lines) + "\n")
        self.process = subprocess.Popen(
            [bitcoind, f"-datadir={folder}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def wait_until_ready(self):
        wait_until("the node starts", self.answers, 120)

    @property
    def cookie(self) -> pathlib.Path:
        return self.folder / "regtest/.cookie"

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"bitcoind ended: {self.process.stderr.read()}")
        try:
            self.call("getblockcount")
        except (NodeError, OSError):
            return False
        return True

    def raw(self, method: str, parameters: str = "[]") -> bytes:
        """The body of an answer without error, to the question that rpc-extractor asks."""
        body = f'{{"jsonrpc":"1.0","id":"peer-observer","method":"{method}","params":{parameters}}}'
        login = base64.b64encode(self.cookie.read_bytes()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.rpc_port, timeout=120)
        try:
            connection.request("POST", "/", body, {"Authorization": f"Basic {login}"})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise NodeError(method, answer.status, content)
        return content

    def call(self, method: str, *parameters):
        return json.loads(self.raw(method, json.dumps(parameters)))["result"]

    def call_any(self, method: str, *choices: list):
        """The result for the first list of parameters that this version takes."""
        for parameters in choices[:-1]:
            try:
                return self.call(method, *parameters)
            except NodeError:
                pass
        return self.call(method, *choices[-1])

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
