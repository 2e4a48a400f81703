"""As much of a NATS client as making streams needs: connects by nkey or password, publishes, subscribes, asks."""

import json
import secrets
import socket
import ssl
import time

from fleet.nkeys import public_key, sign
from fleet.text import printable


class ClientError(Exception):
    pass


class Client:
    def __init__(self, address, seed=None, user=None, password=None, authority=None, timeout=5):
        host, _, port = address.rpartition(":")
        self.timeout = timeout
        try:
            self.socket = socket.create_connection((host.strip("[]"), int(port)), timeout)
            self.buffer = b""
            self.messages = []
            self.subscriptions = 0
            self.errors = []
            info = json.loads(self.line().removeprefix(b"INFO "))
            if authority:
                # Whoever is on the way can have sent it, and it would be taken for what came through TLS.
                if self.buffer:
                    raise ClientError(f"{address}: there is more than the server's greeting in the clear, before TLS")
                self.socket = ssl.create_default_context(cafile=str(authority)).wrap_socket(
                    self.socket, server_hostname=host.strip("[]"))
            told = {"verbose": False, "pedantic": False, "lang": "python", "version": "1", "headers": True, "no_responders": True,
                    "name": "deploy/nats", "protocol": 1}
            if seed:
                told |= {"nkey": public_key(seed), "sig": sign(seed, info["nonce"].encode())}
            elif user:
                told |= {"user": user, "pass": password}
            self.send(f"CONNECT {json.dumps(told)}\r\n".encode())
            self.fence()
        except (OSError, KeyError, ValueError) as error:
            raise ClientError(f"{address}: {error}") from None
        if self.errors:
            raise ClientError(f"{address}: {self.errors[0]}")

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # The protocol

    def send(self, data):
        self.socket.sendall(data)

    def fill(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ClientError("; ".join(["the server has closed the connection", *self.errors]))
        self.buffer += piece

    def line(self):
        while b"\r\n" not in self.buffer:
            self.fill()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def payload(self, size):
        while len(self.buffer) < size + 2:
            self.fill()
        data, self.buffer = self.buffer[:size], self.buffer[size + 2:]
        return data

    def step(self):
        """Takes one operation of the server; True for the answer to a PING."""
        line = self.line()
        word, *rest = line.split()
        if word == b"MSG":
            self.messages.append((rest[0].decode(), self.payload(int(rest[-1])), b""))
        elif word == b"HMSG":
            data = self.payload(int(rest[-1]))
            self.messages.append((rest[0].decode(), data[int(rest[-2]):], data[:int(rest[-2])]))
        elif word == b"PING":
            self.send(b"PONG\r\n")
        elif word == b"-ERR":
            self.errors.append(printable(line[5:]).strip("'"))
        return word == b"PONG"

    def fence(self):
        """Returns when the server has seen all that was sent, and has told what it thinks of it."""
        self.send(b"PING\r\n")
        while not self.step():
            pass

    def subscribe(self, subject):
        self.subscriptions += 1
        self.send(f"SUB {subject} {self.subscriptions}\r\n".encode())

    def publish(self, subject, data, reply=""):
        self.send(f"PUB {subject} {reply} {len(data)}\r\n".encode() + data + b"\r\n")

    def receive(self, seconds):
        """The messages that come within this time, until none does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.messages:
            self.socket.settimeout(left)
            try:
                self.step()
            except TimeoutError:
                break
            finally:
                self.socket.settimeout(self.timeout)
        messages, self.messages = self.messages, []
        return messages

    # JetStream

    def ask(self, subject, question=None, prefix="$JS.API"):
        """JetStream's answer; None where what is asked for is not there."""
        inbox = f"_INBOX.{secrets.token_hex(11)}"
        self.subscribe(inbox)
        self.publish(f"{prefix}.{subject}", b"" if question is None else json.dumps(question).encode(), inbox)
        messages = self.receive(self.timeout)
        self.send(f"UNSUB {self.subscriptions}\r\n".encode())
        if not messages:
            raise ClientError(f"{subject}: no answer" + "".join(f": {error}" for error in self.errors))
        _, data, header = messages[0]
        if b" 503" in header.partition(b"\r\n")[0]:
            raise ClientError(f"{subject}: nobody answers there; is JetStream enabled?")
        answer = json.loads(data)
        if error := answer.get("error"):
            if error.get("code") == 404:
                return None
            raise ClientError(f"{subject}: {error.get('description')}")
        return answer
