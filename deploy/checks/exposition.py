"""Metrics as our programs and the exporters show them, with made-up values that change: what Prometheus scrapes in the test.

Names, types and labels are those of the documentation; EXTRA adds what other programs show.
"""

import itertools
import math
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from exporters import EXPORTERS
from metrics import Metric, guess_type, known

PROGRAMS = (
    "metrics", "ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor", "websocket", "alerts", "connectivity-check",
    "archiver")
# Those that receive events; what connectivity-check publishes has names of its own.
TOOLS = ("metrics", "websocket", "alerts", "connectivity-check", "archiver")

# What every program of ours tells, after its prefix.
ACCOUNTS = (
    ("events_seen_total", ()), ("events_lost_total", (("reason", ("ring_full", "slow_consumer", "slow_client")),)), ("events_in_flight", ()),
    ("build_info", (("version", ("0.1.0",)),)))
PUBLISHER = (
    ("events_confirmed_total", ()), ("events_in_doubt_total", ()), ("events_reduced_total", ()),
    ("subject_events_total", (("subject", ("netmsg", "rpc")),)))

# Metrics that no table of our documentation lists: (program, name, labels).
EXTRA = (
    ("metrics", "peerobserver_metric_series_folded", (("metric", ()),)),
    ("node-exporter", "node_cpu_seconds_total", (("cpu", ("0", "1")), ("mode", ("idle", "user", "system", "iowait")))),
    ("node-exporter", "node_load1", ()),
    ("node-exporter", "node_memory_MemAvailable_bytes", ()),
    ("node-exporter", "node_memory_MemTotal_bytes", ()),
    ("node-exporter", "node_filesystem_avail_bytes", (("fstype", ("ext4",)), ("mountpoint", ("/",)))),
    ("node-exporter", "node_filesystem_size_bytes", (("fstype", ("ext4",)), ("mountpoint", ("/",)))),
    ("node-exporter", "node_disk_read_bytes_total", (("device", ("sda",)),)),
    ("node-exporter", "node_disk_written_bytes_total", (("device", ("sda",)),)),
    ("node-exporter", "node_network_receive_bytes_total", (("device", ("lo", "eth0")),)),
    ("node-exporter", "node_network_transmit_bytes_total", (("device", ("lo", "eth0")),)),
    ("process-exporter", "namedprocess_namegroup_cpu_seconds_total", (("groupname", ("bitcoind",)), ("mode", ("user", "system")))),
    (
        "process-exporter", "namedprocess_namegroup_thread_cpu_seconds_total",
        (("groupname", ("bitcoind",)), ("threadname", ("b-msghand", "b-net")), ("mode", ("user", "system")))),
    ("process-exporter", "namedprocess_namegroup_memory_bytes", (("groupname", ("bitcoind",)), ("memtype", ("resident",)))),
    ("process-exporter", "namedprocess_namegroup_worst_fd_ratio", (("groupname", ("bitcoind",)),)),
)

# Values of labels for which the documentation gives none, or only the first few.
VALUES = {
    "message": ("addrv2", "ping", "inv", "getdata", "tx", "notfound", "block", "headers", "cmpctblock", "getblocktxn", "blocktxn",
                "sendcmpct", "feefilter", "other"),
    "subject": ("netmsg", "netconn", "mempool", "validation", "rpc", "p2p-extractor", "log-extractor"),
    "category": ("unknown", "net", "validation"),
    "client": ("Satoshi", "Knots", "other"), "useragent": ("/Satoshi:29.0.0/", "other"), "services": ("0", "1033", "3081"),
    "feerate": ("100", "1000"), "rejectcommand": ("tx",), "reason": ("first", "second"), "id": ("7", "8"),
    "misbehavingmessage": ("invalid header received",), "list": ("linkinglion", "gmax"), "direction": ("inbound", "outbound"),
    "network": ("ipv4", "ipv6", "onion", "i2p", "cjdns"), "table": ("new", "tried", "total"), "property": ("limited", "reachable"),
    "transport_protocol_type": ("v1", "v2"), "connection_type": ("inbound", "outbound-full-relay", "block-relay-only"),
    "protocol_version": ("70015", "70016"), "ASN": ("24940", "16509"), "port": ("8333", "18333"), "service": ("1033",),
    "service_bit": ("1", "4", "11"), "subnet": ("192.0.2.0/24",), "addr": ("192.0.2.1:8333",), "thread": ("b-msghand", "b-net"),
    "metric": ("peerobserver_p2p_oldping_subnet",), "tracepoint": ("net:inbound_message", "net:outbound_message"),
    "outcome": ("submitted", "ring_full"), "kind": ("update_tip", "unknown"), "level": ("info", "warning", "error", "debug", "trace"),
    "rpc_method": ("getpeerinfo", "uptime"), "state": ("established", "handshake"), "type": ("inv", "other"),
}
PARTIAL = ("message", "subject", "services", "category", "client", "tracepoint")

# Values of gauges where it matters.
GAUGES = {
    "initial_block_download": 0, "warnings": 0, "node_reachable": 1, "tracepoint_attached": 1, "network_active": 1, "series_folded": 0,
    "_blocks": 900_000, "_headers": 900_001, "_build_info": 1, "lag_bytes": 1000,
}


def label_values(labels):
    for name, given in labels:
        values = VALUES.get(name, ("value",)) if name in PARTIAL or not given else given
        yield [(name, value) for value in values]


def gauge(name, number, now, started):
    # Made up so that what boards mark happens: a node that is started anew every 5 s, and a block every 2 s.
    if name.endswith("_rpc_uptime"):
        return (now - started) % 5
    if name.endswith("_latest_height"):
        return 900_000 + int((now - started) / 2)
    for ending, value in GAUGES.items():
        if name.endswith(ending):
            return value
    if "timestamp" in name or "start_time" in name:
        return now - 100
    return 50 + number % 7 + 5 * math.sin(now / 10 + number)


def lines(metric, now, started, node):
    """The lines of one metric, with the label `node` where there is one."""
    elapsed = now - started + 1
    fixed = [("node", node)] if node else []
    for number, labels in enumerate(itertools.product(*label_values(metric.labels))):
        pairs = fixed + list(labels)

        def line(suffix, value, more=()):
            text = ",".join(f'{name}="{value}"' for name, value in [*pairs, *more])
            return f"{metric.name}{suffix}{{{text}}} {value}\n"

        rate = 1 + number % 5
        if metric.type == "histogram":
            bounds = (0.001, 0.01, 0.1, 1, 10, 1000)
            for index, bound in enumerate(bounds):
                yield line("_bucket", round(rate * elapsed * (index + 1)), [("le", str(bound))])
            yield line("_bucket", round(rate * elapsed * 6), [("le", "+Inf")])
            yield line("_sum", rate * elapsed * 3)
            yield line("_count", round(rate * elapsed * 6))
        elif metric.type == "counter":
            yield line("", rate * elapsed)
        else:
            yield line("", gauge(metric.name, number, now, started))


def programs():
    """The metrics of each program."""
    result = {program: [] for program in (*PROGRAMS, *EXPORTERS)}
    prefixes = {program.replace("-", ""): program for program in PROGRAMS}
    names = set()

    def add(program, name, type, labels):
        if name not in names:
            names.add(name)
            result[program].append(Metric(name, type, labels, "", program))

    for metric in known().values():
        prefix = metric.name.split("_")[0]
        if prefix == "process":
            continue
        program = "metrics" if prefix == "peerobserver" else prefixes.get(prefix)
        if program:
            add(program, metric.name, metric.type, metric.labels)
    for prefix, program in prefixes.items():
        accounts = ACCOUNTS + ((("events_handled_total", ()),) if program in TOOLS else PUBLISHER)
        for name, labels in accounts:
            add(program, f"{prefix}_{name}", "counter" if name.endswith("_total") else "gauge", labels)
    for program in PROGRAMS:
        for name, type in (("process_cpu_seconds_total", "counter"), ("process_resident_memory_bytes", "gauge")):
            result[program].append(Metric(name, type, (), "", program))
    for program, name, labels in EXTRA:
        add(program, name, guess_type(name), labels)
    return result


class Exposition:
    """Serves /<program>/<node>,<node>… at a free port of the loopback device; no nodes for one without a name."""

    def __init__(self):
        started = time.time()
        metrics = programs()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                program, nodes = self.path.strip("/").split("/")
                now = time.time()
                body = []
                for metric in metrics[program]:
                    body.append(f"# TYPE {metric.name} {metric.type}\n")
                    named = metric.name.startswith("peerobserver_")
                    for node in nodes.split(",") if named and nodes != "-" else [""]:
                        body.extend(lines(metric, now, started, node))
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write("".join(body).encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
