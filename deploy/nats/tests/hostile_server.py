"""A server that is none, or somebody on the way to one: what deploy/nats makes of what it says."""

import json
import re
import socket
import subprocess
import threading

from fleet.authority import Authority
from fleet.client import Client, ClientError
from fleet.nkeys import new_seed
from processes import ROOT
from report import report

NATS = ROOT / "deploy" / "nats"
GREETING = b'INFO {"nonce": "abc"}\r\n'
# A title for the terminal, a line of its own, and what is no UTF-8.
HOSTILE = "\x1b]0;title\x07\r\nall is well\x9b2J"


class HostileServer:
    """Greets each connection, and answers each line that it sends with what `answers` has for its first word."""

    def __init__(self, greeting=GREETING, answers=None):
        self.greeting, self.answers = greeting, answers or {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection, connection.makefile("rwb") as lines:
            try:
                lines.write(self.greeting)
                lines.flush()
                for line in lines:
                    lines.write(self.answers.get(line.split(b" ")[0].strip(), b""))
                    lines.flush()
            except OSError:
                pass

    def close(self):
        # Only so is a thread woken that waits in accept.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def said_of(folder, server, tool):
    """What a tool prints of a server, with the folder of a node."""
    (folder / "keys").mkdir(parents=True, exist_ok=True)
    (folder / "keys" / "streams.nk").write_text(new_seed())
    (folder / "streams.json").write_text(json.dumps({
        "servers": [server.address], "monitors": [], "uplink": False, "authority": None,
        "accounts": [{"key": "keys/streams.nk", "streams": [{"name": "EVENTS"}], "consumers": []}]}))
    result = subprocess.run([NATS / tool, folder], capture_output=True, timeout=60)
    return result.returncode, result.stdout + result.stderr


def text_is_escaped(folder):
    refusal = f"-ERR '{HOSTILE}".encode("latin-1").replace(b"\r\n", b"\n") + b"'\r\n"
    answer = json.dumps({"error": {"code": 500, "description": HOSTILE}}).encode()
    # The inbox is the client's choice, and the message's subject is nothing that the client looks at.
    described = b"MSG inbox 1 %d\r\n%s\r\n" % (len(answer), answer)
    problems = []
    for what, answers in {
        "an error": {b"PING": refusal + b"PONG\r\n"},
        "JetStream's description": {b"PING": b"PONG\r\n", b"PUB": described},
    }.items():
        server = HostileServer(answers=answers)
        for tool in ("streams", "check"):
            code, said = said_of(folder / "node", server, tool)
            if code != 1 or rb"\x1b]0;title\x07" not in said:
                problems.append(f"{tool}, {what}: {code} {said!r}")
            if raw := re.search(rb"[^\n\x20-\x7e]|^all is well", said, re.MULTILINE):
                problems.append(f"{tool}, {what}: {raw[0]!r} reaches the terminal")
        server.close()
    report("a server's text is printable ASCII on the terminal", problems)


def nothing_comes_before_tls(folder):
    """What was sent in the clear behind the greeting is not taken for what came through TLS."""
    authority = Authority(folder / "authority")
    authority.ensure()
    server = HostileServer(greeting=GREETING + b"PONG\r\n")
    problems = []
    try:
        Client(server.address, seed=new_seed(), authority=authority.certificate_path).close()
        problems.append("it was taken")
    except ClientError as error:
        if "in the clear, before TLS" not in str(error):
            problems.append(str(error))
    server.close()
    report("what a server says in the clear before TLS ends the connection", problems)


def run(folder):
    text_is_escaped(folder)
    nothing_comes_before_tls(folder)
