"""Records the getblocktxn messages that the node sends and receives (BIP-0152) as CSV."""
import argparse
import asyncio
import json

from peer_observer.bus import Subscriber, run_program, say
from peer_observer.csv_file import CSVFile
from peer_observer.events.bitcoin_primitives_pb2 import ConnType
from peer_observer.options import add_options

# The first four as upstream's script writes them.
COLUMNS = ["timestamp", "inbound", "block_hash", "tx_indexes", "node", "peer_id", "addr", "conn_type", "block"]


def row(event, node):
    """The cells for one event; None where it is no getblocktxn."""
    message = event.ebpf_extractor.message
    if message.WhichOneof("msg") != "getblocktxn":
        return None
    meta, request = message.meta, message.getblocktxn
    return [
        event.timestamp, meta.inbound, request.block_hash.hex(), json.dumps(list(request.tx_indexes)), node or "", meta.peer_id, meta.addr,
        meta.connection_type or ConnType.Name(meta.conn_type), request.block_hash[::-1].hex(),
    ]


def main() -> None:
    run_program(record)


def record() -> None:
    parser = argparse.ArgumentParser(prog="record_getblocktxn", description=__doc__)
    parser.add_argument("-o", "--output", default="getblocktxns.csv", help="the file that rows are appended to (default: %(default)s)")
    parser.add_argument("--header", action="store_true", help="begin a new file with the names of the columns")
    parser.add_argument("--quiet", action="store_true", help="do not print rows")
    add_options(parser)
    options = parser.parse_args()

    def handle(event, node):
        cells = row(event, node)
        if cells is not None:
            line = file.write(cells)
            if not options.quiet:
                print(line)

    subscriber = Subscriber(options, "record_getblocktxn", ["netmsg"], handle)
    file = CSVFile(options.output, COLUMNS, options.header)
    try:
        asyncio.run(subscriber.run(file.flush_if_due))
    finally:
        file.close()
        say(f"stopped: {file.rows} rows in {options.output}; {subscriber.told()}")


if __name__ == "__main__":
    main()
