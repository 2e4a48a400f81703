"""What the alerts tool found, and whether that reached anybody."""

from board import Board, Row
from model import GREEN, RED, YELLOW, Query, or_zero, stat, table, thresholds, timeseries


def output(name, what):
    """Of one kind of output, what became of events in an hour."""
    return timeseries(
        what, "Events of alerts in an hour: taken, not taken, and without room.",
        [
            Query(f"sum by (instance) (increase(alerts_{name}_{fate}_total{{N}}[1h]))", "{{instance}} " + fate)
            for fate in ("sent", "failed", "dropped")
        ],
        unit="none")


BOARD = Board(
    "alerts", "peer-observer: alerts",
    "What the alerts tool found in the events: what goes on, what began when, and whether it reached anybody. docs/operating-alerts.md tells "
    "of each kind.",
    [
        Row("Now", [
            stat(
                "Critical", "Alerts that go on.", Query(or_zero('sum(alerts_active{N, severity="critical"})'), "critical"), unit="none",
                steps=thresholds((None, GREEN), (1, RED))),
            stat(
                "Warning", "Alerts that go on.", Query(or_zero('sum(alerts_active{N, severity="warning"})'), "warning"), unit="none",
                steps=thresholds((None, GREEN), (1, YELLOW))),
            stat(
                "Info", "Alerts that go on.", Query(or_zero('sum(alerts_active{N, severity="info"})'), "info"), unit="none",
                steps=thresholds((None, GREEN))),
            stat(
                "Began in a day", "Alerts of all kinds.", Query(or_zero("sum(increase(alerts_raised_total{N}[1d]))"), "alerts"), unit="none",
                steps=thresholds((None, GREEN))),
            stat(
                "Silenced in a day", "Events of alerts that silences held back.",
                Query(or_zero("sum(increase(alerts_silenced_total{N}[1d]))"), "silenced"), unit="none", steps=thresholds((None, GREEN))),
            stat(
                "Behind", "Age of the latest event that was looked at, of the node that is the furthest behind.",
                Query("time() - min(alerts_event_time_seconds{N})", "behind"), unit="s", steps=thresholds((None, GREEN), (300, YELLOW))),
        ]),
        Row("By kind", [
            timeseries(
                "Going on", "Alerts, by kind.", Query("sum by ($by, kind) (alerts_active{N})", "{{$by}} {{kind}}"), unit="none", stack=True, width=24),
            timeseries(
                "How near", "What detectors measure, as a share of the threshold above which they raise an alert.",
                Query("max by ($by, kind) (alerts_level{N} / (alerts_threshold{N} > 0))", "{{$by}} {{kind}}"), unit="percentunit", width=24),
            timeseries(
                "Began", "Alerts in an hour, by kind.",
                Query("sum by ($by, kind) (increase(alerts_raised_total{N}[1h])) > 0", "{{$by}} {{kind}}"), unit="none", bars=True),
            timeseries(
                "Cooling down", "Findings in an hour that raised nothing, since an alert of their kind had ended not long before.",
                Query("sum by ($by, kind) (increase(alerts_cooling_down_total{N}[1h])) > 0", "{{$by}} {{kind}}"), unit="none"),
            table(
                "By node and kind", "Alerts that began, and findings that raised nothing, in the last day.",
                [
                    ("Began", "sum by ($by, kind) (increase(alerts_raised_total{N}[1d])) > 0", "none", None),
                    ("Cooling down", "sum by ($by, kind) (increase(alerts_cooling_down_total{N}[1d])) > 0", "none", None),
                ],
                key=("$by", "kind"), width=24),
        ]),
        Row("Outputs", [
            output("alertmanager", "Alertmanagers"), output("webhook", "Webhook"), output("command", "Command"),
            timeseries(
                "Silences", "Lines of the file that hold, and that do not count.",
                [
                    Query("max by (instance) (alerts_silences{N})", "{{instance}} silences"),
                    Query("max by (instance) (alerts_silence_problems{N})", "{{instance}} wrong lines"),
                    Query("sum by (instance) (increase(alerts_file_reload_failures_total{N}[1h]))", "{{instance}} failed to read"),
                    Query("sum by (instance) (increase(alerts_file_reloads_total{N}[1h]))", "{{instance}} read again"),
                ],
                unit="none"),
        ]),
        Row("The tool itself", [
            timeseries(
                "Peers", "That it remembers, and in an hour those that were forgotten for want of room.",
                [
                    Query("sum by ($by) (alerts_peers{N})", "{{$by}}"),
                    Query("sum by ($by) (increase(alerts_peers_forgotten_total{N}[1h]))", "{{$by}} forgotten"),
                ],
                unit="none"),
            timeseries(
                "Events of too many nodes", "In an hour; they are not looked at.",
                Query("sum by (instance) (increase(alerts_other_node_events_total{N}[1h]))", "{{instance}}"), unit="none"),
        ], collapsed=True),
    ],
)
