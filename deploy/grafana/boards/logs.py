"""What the node writes into its debug.log."""

from board import Board, Row
from model import BLUE, GREY, ORANGE, PURPLE, RED, Query, bargauge, color_override, or_none, or_zero, timeseries

LEVELS = [
    color_override("error", RED), color_override("warning", ORANGE), color_override("info", BLUE), color_override("debug", GREY),
    color_override("trace", PURPLE),
]

BOARD = Board(
    "logs", "peer-observer: logs",
    "Lines of debug.log by category, level and kind; how far behind the log-extractor is.",
    [
        Row("Lines", [
            timeseries(
                "By category", "Lines a second.",
                Query("sum by (category) (rate(peerobserver_log_events{S}[R])) > 0", "{{category}}"), unit="ops", stack=True),
            timeseries(
                "By level", "Lines a second.",
                Query("sum by ($by, level) (rate(peerobserver_log_events{S}[R]))", "{{$by}} {{level}}"), unit="ops", overrides=LEVELS),
            timeseries(
                "Bytes by category", "Bytes a second.",
                Query("sum by (category) (rate(peerobserver_log_bytes{S}[R])) > 0", "{{category}}"), unit="Bps", stack=True),
            timeseries(
                "Warnings and errors", "Lines an hour.",
                Query(
                    or_none('sum by ($by, level) (increase(peerobserver_log_events{S, level=~"warning|error"}[1h]))', "level"),
                    "{{$by}} {{level}}"),
                unit="none", overrides=LEVELS, bars=True),
            timeseries(
                "What lines tell", "Lines a minute whose wording is known, the twelve most frequent kinds.",
                Query("topk(12, sum by (kind) (rate(peerobserver_log_details_total{S}[R])) * 60) > 0", "{{kind}}"), unit="cpm"),
            timeseries(
                "Not written", "Bytes an hour of lines that the node dropped because a place in its source wrote too much.",
                Query(or_zero("sum by ($by) (increase(peerobserver_log_dropped_bytes_total{S}[1h]))")), unit="bytes"),
            timeseries(
                "Blocks", "Lines an hour that tell of a block connected, and of one checked. With -debug=validation.",
                [
                    Query("sum by ($by) (increase(peerobserver_log_block_connected_events{S}[1h]))", "{{$by}} connected"),
                    Query("sum by ($by) (increase(peerobserver_log_block_checked_events{S}[1h]))", "{{$by}} checked"),
                ],
                unit="none"),
            timeseries(
                "Mutated blocks", "Blocks in a day whose transactions had been exchanged for others.",
                Query(or_none("sum by (status) (increase(peerobserver_log_mutated_blocks{S}[1d]))", "status"), "{{status}}"), unit="none"),
        ]),
        Row("log-extractor", [
            bargauge(
                "Kinds of lines", "Read in the last hour, by what they tell.",
                Query("topk(20, sum by (kind) (increase(logextractor_line_kinds_total{N}[1h]))) > 0", "{{kind}}"), unit="none", height=10),
            timeseries(
                "Not read yet", "Bytes of the log that wait to be read.",
                Query("max by (instance) (logextractor_lag_bytes{N})", "{{instance}}"), unit="bytes", height=10),
            timeseries(
                "Lines read", "A second, and lines that were too long and were cut.",
                [
                    Query("sum by (instance) (rate(logextractor_lines_total{N}[R]))", "{{instance}} read"),
                    Query("sum by (instance) (rate(logextractor_lines_cut_total{N}[R]))", "{{instance}} cut"),
                ],
                unit="ops"),
            timeseries(
                "Bytes read", "A second.",
                Query("sum by (instance) (rate(logextractor_bytes_total{N}[R]))", "{{instance}}"), unit="Bps"),
            timeseries(
                "The file", "Rotations, shrinks, places lost because the file was cut off, and positions that could not be written, a day.",
                [
                    Query(f"sum by (instance) (increase(logextractor_{name}_total{{N}}[1d]))", "{{instance}} " + title)
                    for name, title in (
                        ("rotations", "rotated"), ("shrinks", "shrunk"), ("truncations", "cut off"), ("position_failures", "position not written"))
                ],
                unit="none"),
        ]),
    ],
)
