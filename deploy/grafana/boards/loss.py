"""What became of every event: seen = confirmed (or handled) + lost + in doubt + in flight."""

from board import Board, Row
from model import GREEN, RED, YELLOW, Query, limit_line, or_none, or_zero, quantiles, right_axis, stat, table, thresholds, timeseries


def every(name, more=""):
    """A metric that each program has under its own prefix; the job tells which."""
    return f'{{__name__=~"[a-z0-9]+_{name}"{more}, $by=~"$node"}}'


# A browser tab that sleeps is too slow for its events; that is no fault of the program's.
LOST = every("events_lost_total", ', reason!="slow_client"')


BOARD = Board(
    "loss", "peer-observer: loss and health of the programs",
    "Every event is confirmed, handled, lost with a reason, in doubt, or in flight; these are the numbers, program by program. "
    "docs/architecture.md explains the reasons.",
    [
        Row("Now", [
            stat(
                "Lost in an hour", "By any program; not those that a client of the websocket tool was too slow for.",
                Query(f"sum(increase({LOST}[1h]))", "lost"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW), (1000, RED))),
            stat(
                "In doubt in an hour", "Sent on a connection that broke before NATS acknowledged them: they may have arrived.",
                Query(f"sum(increase({every('events_in_doubt_total')}[1h]))", "in doubt"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW))),
            stat(
                "Missing in an hour", "Gaps in the numbers of the events that the metrics tool received.",
                Query("sum(increase(peerobserver_events_missing_total{S}[1h])) or vector(0)", "missing"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW), (1000, RED))),
            stat(
                "In flight", "Neither delivered nor lost yet.", Query(f"sum({every('events_in_flight')})", "in flight"), unit="none",
                steps=thresholds((None, GREEN), (10000, YELLOW), (1000000, RED))),
            stat(
                "Tracepoints missing", "That the ebpf-extractor should observe and does not.",
                Query("count(ebpfextractor_tracepoint_attached{N} == 0) or vector(0)", "missing"), unit="none", sparkline=False,
                steps=thresholds((None, GREEN), (1, YELLOW))),
            stat(
                "Programs down", "Targets of Prometheus that do not answer.", Query("count(up{N} == 0) or vector(0)", "down"),
                unit="none", sparkline=False, steps=thresholds((None, GREEN), (1, RED))),
        ]),
        Row("Program by program", [
            table(
                "Accounts", "Of each program since its start. Lost and in doubt are worth a look when they grow.",
                [
                    ("Seen", f"sum by (job, instance) ({every('events_seen_total')})", "none", None),
                    ("Confirmed or handled", f"sum by (job, instance) ({every('events_(confirmed|handled)_total')})", "none", None),
                    ("Lost", f"sum by (job, instance) ({LOST})", "none", thresholds((None, GREEN), (1, RED))),
                    ("In doubt", f"sum by (job, instance) ({every('events_in_doubt_total')})", "none", thresholds((None, GREEN), (1, YELLOW))),
                    ("In flight", f"sum by (job, instance) ({every('events_in_flight')})", "none", None),
                    ("CPU", "sum by (job, instance) (rate(process_cpu_seconds_total{N}[R]))", "percentunit", None),
                    ("Memory", "sum by (job, instance) (process_resident_memory_bytes{N})", "bytes", None),
                ],
                width=24),
            timeseries(
                "Lost", "Events a second, by program; reasons where there are any.",
                Query(
                    f"sum by (job, reason) (rate({LOST}[R])) > 0 or "
                    f"sum by (job) (rate({LOST}[R]))", "{{job}} {{reason}}"),
                unit="ops"),
            timeseries(
                "Seen", "Events a second, by program.", Query(f"sum by (job) (rate({every('events_seen_total')}[R]))", "{{job}}"), unit="ops"),
            timeseries(
                "In flight", "Events neither delivered nor lost yet.",
                Query(f"sum by (job, instance) ({every('events_in_flight')})", "{{job}} {{instance}}"), unit="none"),
            timeseries(
                "In doubt", "Events a second that may or may not have arrived.",
                Query(f"sum by (job, instance) (rate({every('events_in_doubt_total')}[R]))", "{{job}} {{instance}}"), unit="ops"),
            timeseries(
                "Published by subject", "Events a second that extractors gave to NATS.",
                Query(f"sum by (job, subject) (rate({every('subject_events_total')}[R]))", "{{job}} {{subject}}"), unit="ops"),
            timeseries(
                "Reduced", "Events a second that went without raw bytes to fit the NATS server's max_payload.",
                Query(f"sum by (job) (rate({every('events_reduced_total')}[R]))", "{{job}}"), unit="ops"),
        ]),
        Row("What arrived at the metrics tool", [
            timeseries(
                "Events", "A second, by subject.",
                Query("sum by ($by, subject) (rate(peerobserver_events_total{S}[R])) > 0", "{{$by}} {{subject}}"), unit="ops"),
            timeseries(
                "Missing events", "A second, by subject: published, but not received.",
                Query(or_none("sum by ($by, subject) (rate(peerobserver_events_missing_total{S}[R]))", "subject"), "{{$by}} {{subject}}"), unit="ops"),
            timeseries(
                "Gaps, repeats and mismatches", "An hour: places where events are missing, events that came twice or late, and events that "
                "name another node than their subject.",
                [
                    Query(or_zero("sum by ($by) (increase(peerobserver_event_gaps_total{S}[1h]))"), "{{$by}} gaps"),
                    Query(or_zero("sum by ($by) (increase(peerobserver_events_repeated_total{S}[1h]))"), "{{$by}} repeated"),
                    Query(or_zero("sum by ($by) (increase(peerobserver_event_node_mismatches_total{S}[1h]))"), "{{$by}} mismatched"),
                ],
                unit="none"),
            timeseries(
                "Silence", "Time since the last event, by subject.",
                Query("time() - max by ($by, subject) (peerobserver_last_event_timestamp_seconds{S})", "{{$by}} {{subject}}"), unit="s"),
            timeseries(
                "Folded metrics", "1 where a metric has more label values than it may have series; the rest is counted under other.",
                Query("max by (metric) (peerobserver_metric_series_folded{S})", "{{metric}}"), unit="none"),
            timeseries(
                "Scrapes", "How long Prometheus took to read each program.", Query("max by (job, instance) (scrape_duration_seconds{N})", "{{job}} {{instance}}"),
                unit="s"),
        ]),
        Row("websocket", [
            timeseries(
                "Clients", "That are connected.", Query("sum by (instance) (websocket_clients{N})", "{{instance}}"), unit="none"),
            timeseries(
                "Missed by clients", "Events a second that clients wanted and did not get, because they were too slow or left; one count for each client.",
                Query("sum by (instance, reason) (rate(websocket_client_events_missed_total{N}[R]))", "{{instance}} {{reason}}"), unit="ops"),
            timeseries(
                "Sent to clients", "Events a second, one count for each client; and bytes.",
                [
                    Query("sum by (instance) (rate(websocket_client_events_sent_total{N}[R]))", "{{instance}} events"),
                    Query("sum by (instance) (rate(websocket_client_bytes_sent_total{N}[R]))", "{{instance}} bytes"),
                ],
                unit="ops", overrides=[right_axis("bytes", "Bps")]),
            timeseries(
                "Refused", "Handshakes in an hour, by reason.",
                Query("sum by (reason) (increase(websocket_refused_total{N}[1h]))", "{{reason}}"), unit="none"),
        ], collapsed=True),
        Row("ebpf-extractor", [
            timeseries(
                "Hits of tracepoints", "A second, by tracepoint.",
                Query('sum by (tracepoint) (rate(ebpfextractor_tracepoint_hits_total{N, outcome="submitted"}[R]))', "{{tracepoint}}"), unit="ops"),
            timeseries(
                "Hits that were lost", "A second, by tracepoint and outcome.",
                Query(
                    'sum by (tracepoint, outcome) (rate(ebpfextractor_tracepoint_hits_total{N, outcome!="submitted"}[R]))',
                    "{{tracepoint}} {{outcome}}"),
                unit="ops"),
            timeseries(
                "Ring buffer", "Bytes not read yet, and the size.",
                [
                    Query("max by (instance) (ebpfextractor_ring_unread_bytes{N})", "{{instance}} unread"),
                    Query("max by (instance) (ebpfextractor_ring_bytes{N})", "{{instance}} limit"),
                ],
                unit="bytes", overrides=[limit_line("limit")]),
            timeseries(
                "Records, attachments and clock steps", "Records a second; attachments to the node and steps of the clock in a day.",
                [
                    Query("sum by (instance) (rate(ebpfextractor_records_total{N}[R]))", "{{instance}} records"),
                    Query("sum by (instance) (increase(ebpfextractor_attachments_total{N}[1d]))", "{{instance}} attachments"),
                    Query("sum by (instance) (increase(ebpfextractor_clock_steps_total{N}[1d]))", "{{instance}} clock steps"),
                ],
                unit="short", overrides=[right_axis("attachments", "none"), right_axis("clock steps", "none")]),
        ], collapsed=True),
        Row("p2p-extractor", [
            quantiles(
                "Handshakes", "From a connection of the node to its verack.", "peerobserver_p2pextractor_handshake_seconds", window="[1d]"),
            timeseries(
                "Ended connections", "Of nodes, in a day, by reason.",
                Query(
                    or_none("sum by ($by, reason) (increase(peerobserver_p2pextractor_disconnections_total{S}[1d]))", "reason"),
                    "{{$by}} {{reason}}"),
                unit="none"),
            timeseries(
                "Connections", "Of nodes to the p2p-extractor, by state.",
                Query("sum by (instance, state) (p2pextractor_connections{N})", "{{instance}} {{state}}"), unit="none"),
            timeseries(
                "Come and gone", "An hour: connections, handshakes, handshakes of nodes seen before, pongs to no ping of ours.",
                [
                    Query(f"sum by (instance) (increase(p2pextractor_{name}_total{{N}}[1h]))", "{{instance}} " + title)
                    for name, title in (
                        ("connections", "connections"), ("handshakes", "handshakes"), ("reconnects", "reconnects"), ("unknown_pongs", "unknown pongs"))
                ],
                unit="none"),
            timeseries(
                "Disconnects", "An hour, by reason.",
                Query("sum by (reason) (increase(p2pextractor_disconnects_total{N}[1h]))", "{{reason}}"), unit="none"),
            timeseries(
                "Messages of nodes", "A second, by type; and bytes.",
                [
                    Query("sum by (type) (rate(p2pextractor_messages_total{N}[R]))", "{{type}}"),
                    Query("sum by (instance) (rate(p2pextractor_received_bytes_total{N}[R]))", "{{instance}} bytes"),
                ],
                unit="ops", overrides=[right_axis("bytes", "Bps")]),
        ], collapsed=True),
    ],
)
