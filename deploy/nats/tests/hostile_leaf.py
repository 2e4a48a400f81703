"""A node's server in the hands of somebody else: it has the node's certificate and password, and says what it likes."""

import json
import socket
import ssl
import time

from fleet.client import ClientError


class HostileLeaf:
    def __init__(self, port, folder, user, password, authority=None):
        """`folder` holds a certificate; None for none."""
        context = ssl.create_default_context(cafile=str(authority or folder / "ca.pem"))
        if folder:
            context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        plain = socket.create_connection(("127.0.0.1", port), 10)
        self.buffer = b""
        self.socket = plain
        self.line()
        try:
            self.socket = context.wrap_socket(plain, server_hostname="127.0.0.1")
            self.send("CONNECT " + json.dumps({
                "user": user, "pass": password, "tls_required": True, "name": user, "server_id": user, "domain": user,
                "jetstream": True, "headers": True, "no_responders": True}))
            self.send("PING")
            self.until(lambda line: line.startswith("PONG"))
        except OSError as error:
            raise ClientError(str(error)) from None

    def close(self):
        self.socket.close()

    def send(self, line, payload=None):
        self.socket.sendall(line.encode() + b"\r\n" + (b"" if payload is None else payload + b"\r\n"))

    def fill(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ClientError("the hub has closed the connection")
        self.buffer += piece

    def line(self):
        while b"\r\n" not in self.buffer:
            self.fill()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode()

    def until(self, wanted, seconds=20):
        """The first line that is wanted, and its payload where it is a message."""
        end = time.monotonic() + seconds
        self.socket.settimeout(seconds)
        while time.monotonic() < end:
            line, payload = self.line(), b""
            if line.startswith("-ERR"):
                raise ClientError(line[5:])
            if line.startswith("PING"):
                self.send("PONG")
            if line.split(" ")[0] in ("LMSG", "HMSG"):
                size = int(line.split()[-1]) + 2
                while len(self.buffer) < size:
                    self.fill()
                payload, self.buffer = self.buffer[:size - 2], self.buffer[size:]
                if line.startswith("HMSG"):
                    payload = payload[int(line.split()[-2]):]
            if wanted(line):
                return line, payload
        raise ClientError("it did not come")

    def serve_stream(self, node, forged_subject, events):
        """Makes believe that the node's stream holds events of another node's subject."""
        self.send(f"LS+ $JS.{node}.API.CONSUMER.>")
        line, payload = self.until(lambda line: f"$JS.{node}.API.CONSUMER.CREATE." in line)
        reply = line.split()[2]
        config = json.loads(payload)["config"]
        name = config.get("name") or "forged"
        answer = {
            "type": "io.nats.jetstream.api.v1.consumer_create_response", "stream_name": "EVENTS", "name": name,
            "created": "2026-01-01T00:00:00Z", "config": config, "delivered": {"consumer_seq": 0, "stream_seq": 0},
            "ack_floor": {"consumer_seq": 0, "stream_seq": 0}, "num_ack_pending": 0, "num_redelivered": 0, "num_waiting": 0,
            "num_pending": len(events),
        }
        self.respond(reply, json.dumps(answer).encode())
        for number, event in enumerate(events, 1):
            place = f"$JS.ACK.EVENTS.{name}.1.{number}.{number}.{time.time_ns()}.{len(events) - number}"
            self.send(f"LMSG {config['deliver_subject']} {place}@{forged_subject} {len(event)}", event)

    def respond(self, subject, payload):
        self.send(f"LMSG {subject} {len(payload)}", payload)
