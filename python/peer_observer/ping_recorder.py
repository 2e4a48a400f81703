"""Records the pings that the node receives and the time until its pong as CSV, and the user agents of version messages."""
import argparse
import asyncio
import collections

from peer_observer.bus import Subscriber, run_program, say
from peer_observer.csv_file import CSVFile
from peer_observer.options import add_options

# The first eight, and the names of the files, as upstream's script has them.
_COMMON = ["peer_id", "addr", "conn_type", "inbound", "timestamp", "timestamp_subsec_micros", "command"]
PING_COLUMNS = [*_COMMON, "value", "node", "pong_after_ns"]
VERSION_COLUMNS = [*_COMMON, "user_agent", "node"]

# Pings that wait for their pong, in all: a stranger may send any number.
WAITING = 100_000


class Waiting:
    """Pings by who sent them and their nonce; the oldest of the same nonce is answered first."""

    def __init__(self, limit: int = WAITING):
        self._limit = limit
        self._times: collections.OrderedDict[tuple, collections.deque] = collections.OrderedDict()
        self._count = 0
        self.forgotten = 0

    def ping(self, key: tuple, time: int) -> None:
        self._times.setdefault(key, collections.deque()).append(time)
        self._count += 1
        if self._count > self._limit:
            oldest, times = next(iter(self._times.items()))
            times.popleft()
            self._settle(oldest, times)
            self.forgotten += 1

    def pong(self, key: tuple, time: int):
        """The time since the ping; None where there was none."""
        times = self._times.get(key)
        if not times:
            return None
        began = times.popleft()
        self._settle(key, times)
        return time - began

    def _settle(self, key: tuple, times: collections.deque) -> None:
        self._count -= 1
        if not times:
            del self._times[key]


class PingRows:
    def __init__(self):
        self.waiting = Waiting()

    def row(self, event, node):
        """(whether it is a version, the cells) for one event; None where it is neither ping, pong nor version."""
        message = event.ebpf_extractor.message
        kind, meta = message.WhichOneof("msg"), message.meta
        time = event.source_time_ns or event.timestamp * 1_000_000
        common = [meta.peer_id, meta.addr, meta.conn_type, meta.inbound, time // 1_000_000_000, time // 1000 % 1_000_000, meta.command]
        # Ids of peers are a process's own.
        key = (node, event.pid, meta.peer_id)
        if kind == "ping" and meta.inbound:
            self.waiting.ping((*key, message.ping.value), time)
            return False, [*common, message.ping.value, node or "", ""]
        if kind == "pong" and not meta.inbound:
            after = self.waiting.pong((*key, message.pong.value), time)
            return False, [*common, message.pong.value, node or "", "" if after is None else after]
        if kind == "version" and meta.inbound:
            version = message.version
            agent = version.raw_user_agent if version.HasField("raw_user_agent") else version.user_agent
            return True, [*common, agent, node or ""]
        return None


def main() -> None:
    run_program(record)


def record() -> None:
    parser = argparse.ArgumentParser(prog="ping_recorder", description=__doc__)
    parser.add_argument("-o", "--output", default="pingpongs.csv", help="the file that pings and pongs are appended to (default: %(default)s)")
    parser.add_argument("--versions", default="versions.csv", help="the file that user agents are appended to (default: %(default)s)")
    parser.add_argument("--header", action="store_true", help="begin new files with the names of the columns")
    parser.add_argument("--quiet", action="store_true", help="do not print rows")
    add_options(parser)
    options = parser.parse_args()
    rows = PingRows()

    def handle(event, node):
        found = rows.row(event, node)
        if found is not None:
            line = (versions if found[0] else pings).write(found[1])
            if not options.quiet:
                print(line)

    def flush():
        pings.flush_if_due()
        versions.flush_if_due()

    subscriber = Subscriber(options, "ping_recorder", ["netmsg"], handle)
    pings = CSVFile(options.output, PING_COLUMNS, options.header)
    versions = CSVFile(options.versions, VERSION_COLUMNS, options.header)
    try:
        asyncio.run(subscriber.run(flush))
    finally:
        pings.close()
        versions.close()
        say(f"stopped: {pings.rows} rows in {options.output}, {versions.rows} in {options.versions}; {subscriber.told()}, "
            f"{rows.waiting.forgotten} pings forgotten")


if __name__ == "__main__":
    main()
