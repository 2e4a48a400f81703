import unittest

from peer_observer import ping_recorder, record_getblocktxn
from peer_observer.events.event_pb2 import Event


def message(command, inbound, peer=7, time=1_700_000_000_123_456_789, pid=None, **payload):
    event = Event(timestamp=time // 1_000_000, source_time_ns=time)
    if pid is not None:
        event.pid = pid
    found = event.ebpf_extractor.message
    meta = found.meta
    meta.peer_id, meta.addr, meta.conn_type, meta.command, meta.inbound, meta.size = peer, "192.0.2.1:8333", 1, command, inbound, 8
    for name, value in payload.items():
        setattr(getattr(found, command), name, value)
    return event


class GetBlockTxnTests(unittest.TestCase):
    def test_the_first_cells_are_upstreams(self):
        event = message("getblocktxn", True, block_hash=bytes(range(32)))
        event.ebpf_extractor.message.getblocktxn.tx_indexes.extend([1, 5])
        row = record_getblocktxn.row(event, "alpha")
        self.assertEqual(len(row), len(record_getblocktxn.COLUMNS))
        self.assertEqual(row[:4], [1_700_000_000_123, True, bytes(range(32)).hex(), "[1, 5]"])
        self.assertEqual(row[4:], ["alpha", 7, "192.0.2.1:8333", "Inbound", bytes(range(31, -1, -1)).hex()])

    def test_other_events_make_no_row(self):
        self.assertIsNone(record_getblocktxn.row(message("ping", True, value=1), None))
        self.assertIsNone(record_getblocktxn.row(Event(timestamp=1), None))


class PingTests(unittest.TestCase):
    def setUp(self):
        self.rows = ping_recorder.PingRows()

    def after(self, event, node=None):
        found = self.rows.row(event, node)
        return found and found[1][-1]

    def test_a_pong_tells_the_time_since_its_ping(self):
        self.assertEqual(self.after(message("ping", True, time=1_000_000_000, value=9)), "")
        self.assertEqual(self.after(message("pong", False, time=1_002_500_000, value=9)), 2_500_000)
        # Once.
        self.assertEqual(self.after(message("pong", False, time=1_003_000_000, value=9)), "")

    def test_peers_processes_and_nodes_are_kept_apart(self):
        self.after(message("ping", True, time=1_000_000_000, value=9), "alpha")
        for event, node in [
            (message("pong", False, value=9), "beta"), (message("pong", False, value=9), None),
            (message("pong", False, peer=8, value=9), "alpha"), (message("pong", False, pid=5, value=9), "alpha"),
            (message("pong", False, value=8), "alpha"),
        ]:
            self.assertEqual(self.after(event, node), "")
        self.assertEqual(self.after(message("pong", False, time=1_000_000_001, value=9), "alpha"), 1)

    def test_pings_of_the_same_nonce_are_answered_in_turn(self):
        for time in (1_000, 2_000):
            self.after(message("ping", True, time=time, value=0))
        self.assertEqual(self.after(message("pong", False, time=5_000, value=0)), 4_000)
        self.assertEqual(self.after(message("pong", False, time=5_000, value=0)), 3_000)

    def test_our_own_pings_are_not_recorded(self):
        self.assertIsNone(self.rows.row(message("ping", False, value=9), None))
        self.assertIsNone(self.rows.row(message("pong", True, value=9), None))

    def test_pings_without_a_pong_are_bounded(self):
        waiting = ping_recorder.Waiting(limit=3)
        for nonce in range(5):
            waiting.ping((nonce,), nonce)
        self.assertEqual(waiting.forgotten, 2)
        self.assertIsNone(waiting.pong((1,), 10))
        self.assertEqual([waiting.pong((nonce,), 10) for nonce in (2, 3, 4)], [8, 7, 6])
        # The same nonce over and over is bounded, too.
        for time in range(10):
            waiting.ping((0,), time)
        self.assertEqual(waiting.forgotten, 2 + 7)
        self.assertEqual(waiting.pong((0,), 10), 3)

    def test_a_time_without_the_kernels_is_the_events(self):
        event = message("ping", True, value=9)
        event.ClearField("source_time_ns")
        self.assertEqual(self.rows.row(event, None)[1][4:6], [1_700_000_000, 123_000])

    def test_versions_keep_the_user_agents_bytes(self):
        event = message("version", True, version=70016, services=0, timestamp=0, nonce=1, user_agent="/\ufffd/", start_height=0, relay=True)
        self.assertEqual(self.rows.row(event, None), (True, [7, "192.0.2.1:8333", 1, True, 1_700_000_000, 123_456, "version", "/\ufffd/", ""]))
        event.ebpf_extractor.message.version.raw_user_agent = b"/\xff/"
        self.assertEqual(self.rows.row(event, None)[1][7], b"/\xff/")


if __name__ == "__main__":
    unittest.main()
