"""From NATS to a function: events of some subjects, of one node or of a fleet, with what was lost on the way as a number."""
import argparse
import asyncio
import collections
import signal
import sys
from typing import Callable, Optional

import nats.aio.client
import nats.errors
from google.protobuf.message import DecodeError

from peer_observer.events.event_pb2 import Event
from peer_observer.options import OptionError, connection
from peer_observer.printable import printable

# What the client library holds for a handler that is too slow; what comes beyond it is lost, and seen as a gap.
_PENDING_BYTES = 64 << 20
_PENDING_MESSAGES = 1 << 17
# Streams that are remembered for their gaps, in all.
_STREAMS = 4096

Handler = Callable[[Event, Optional[str]], None]


class Subscriber:
    """Hands events to `handler(event, node)`: the node by its subject, None without one."""

    def __init__(self, options: argparse.Namespace, program: str, subjects: list[str], handler: Handler):
        self._arguments = connection(options)
        self._program = program
        self._subjects = subjects
        self._nodes = frozenset(options.node)
        self._handler = handler
        self._sequences: collections.OrderedDict[tuple, int] = collections.OrderedDict()
        self._failure: Optional[Exception] = None
        self.events = 0
        self.missed = 0
        self.undecodable = 0

    async def run(self, every_second: Callable[[], None]) -> None:
        """Until SIGINT or SIGTERM; then what has been received is still handed on."""
        self._stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        client = _Client()
        working = asyncio.create_task(self._work(client, every_second))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        stopping.cancel()
        try:
            await asyncio.wait_for(client.drain() if client.is_connected else client.close(), 10)
        except (nats.errors.Error, asyncio.TimeoutError, OSError):
            pass
        if not working.cancelled() and working.exception():
            raise working.exception()
        if self._failure:
            raise self._failure

    async def _work(self, client: "_Client", every_second: Callable[[], None]) -> None:
        await client.connect(
            name=self._program, max_reconnect_attempts=-1, reconnect_time_wait=1, ping_interval=5, max_outstanding_pings=2,
            error_cb=self._on_error, disconnected_cb=self._on_disconnected, reconnected_cb=self._on_reconnected, **self._arguments)
        for subject in self._subjects:
            # By name, never `>`: that has the traffic of others in it.
            names = [f"node.{node}.{subject}" for node in sorted(self._nodes)] or [subject, f"node.*.{subject}"]
            for name in names:
                await client.subscribe(
                    name, cb=self._on_message, pending_msgs_limit=_PENDING_MESSAGES, pending_bytes_limit=_PENDING_BYTES)
        await client.flush()
        say(f"subscribed to {', '.join(self._subjects)} on {client.connected_url.netloc}")
        while True:
            await asyncio.sleep(1)
            every_second()

    async def _on_message(self, message) -> None:
        if self._failure:
            return
        event = Event()
        try:
            event.ParseFromString(message.data)
        except (DecodeError, UnicodeDecodeError):
            self.undecodable += 1
            return
        self.events += 1
        self._count_gap(message.subject, event)
        tokens = message.subject.split(".")
        try:
            # The subject is guarded by the server's permissions, the field in the event is not.
            self._handler(event, tokens[1] if tokens[0] == "node" and len(tokens) > 2 else None)
        except Exception as error:
            # A full disk, say: to go on would be to lose rows without a word.
            self._failure = error
            self._stop.set()

    def _count_gap(self, subject: str, event: Event) -> None:
        if not event.HasField("stream_id") or not event.HasField("sequence"):
            return
        key = (subject, event.stream_id)
        last = self._sequences.pop(key, None)
        if last is not None and event.sequence > last + 1:
            self.missed += event.sequence - last - 1
        self._sequences[key] = max(event.sequence, last or 0)
        if len(self._sequences) > _STREAMS:
            self._sequences.popitem(last=False)

    async def _on_error(self, error: Exception) -> None:
        # A slow consumer's loss is in `missed`.
        if not isinstance(error, nats.errors.SlowConsumerError):
            say(f"NATS: {error or type(error).__name__}")

    async def _on_disconnected(self) -> None:
        if not self._stop.is_set():
            say("the connection to NATS is lost; trying again")

    async def _on_reconnected(self) -> None:
        say("connected to NATS again")

    def told(self) -> str:
        return f"{self.events} events read, {self.missed} missed, {self.undecodable} undecodable"


class _Client(nats.aio.client.Client):
    """nats-py's client, which otherwise sends a password in the clear where a server asks for no TLS."""

    def _connect_command(self) -> bytes:
        if self.options.get("tls") and not self._server_info.get("tls_required"):
            raise nats.errors.Error("TLS is asked for, but the server has none: nothing is sent to it")
        return super()._connect_command()


def say(text: str) -> None:
    # Much of it is a server's text.
    print(printable(text), file=sys.stderr, flush=True)


def run_program(main: Callable[[], None]) -> None:
    """A program's end: an error is one line and exit code 1, wrong options 64."""
    try:
        main()
    except OptionError as error:
        say(f"error: {error}")
        sys.exit(64)
    except (OSError, nats.errors.Error) as error:
        say(f"error: {error}")
        sys.exit(1)
