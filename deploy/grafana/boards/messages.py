"""P2P messages: how many, how large, which do not decode."""

from board import Board, Row
from model import CONNECTION_TYPES, DIRECTIONS, Query, bargauge, colors, or_none, timeseries


def by_message(direction, metric):
    return Query(
        f'topk(12, sum by (message) (rate({metric}{{S, direction="{direction}"}}[R]))) > 0', "{{message}}")


BOARD = Board(
    "messages", "peer-observer: messages",
    "P2P messages by type, direction and connection type; payloads that do not decode.",
    [
        Row("By type of message", [
            timeseries(
                "Received", "Messages a second that peers sent, the twelve most frequent types.",
                by_message("inbound", "peerobserver_p2p_message_count"), unit="ops", stack=True),
            timeseries(
                "Sent", "Messages a second that the node sent, the twelve most frequent types.",
                by_message("outbound", "peerobserver_p2p_message_count"), unit="ops", stack=True),
            timeseries(
                "Bytes received", "Payload bytes a second that peers sent, the twelve largest types.",
                by_message("inbound", "peerobserver_p2p_message_bytes"), unit="Bps", stack=True),
            timeseries(
                "Bytes sent", "Payload bytes a second that the node sent, the twelve largest types.",
                by_message("outbound", "peerobserver_p2p_message_bytes"), unit="Bps", stack=True),
        ]),
        Row("By type of connection", [
            timeseries(
                "Received, by connection type", "Messages a second that peers sent, by the node's own word for the connection.",
                Query(
                    'sum by ($by, connection_type) (rate(peerobserver_p2p_messages_total{S, direction="inbound"}[R])) > 0',
                    "{{$by}} {{connection_type}}"),
                unit="ops", overrides=CONNECTION_TYPES),
            timeseries(
                "Sent, by connection type", "Messages a second that the node sent, by the node's own word for the connection.",
                Query(
                    'sum by ($by, connection_type) (rate(peerobserver_p2p_messages_total{S, direction="outbound"}[R])) > 0',
                    "{{$by}} {{connection_type}}"),
                unit="ops", overrides=CONNECTION_TYPES),
            timeseries(
                "Bytes received, by connection type", "Payload bytes a second that peers sent.",
                Query(
                    'sum by ($by, connection_type) (rate(peerobserver_p2p_messages_bytes_total{S, direction="inbound"}[R])) > 0',
                    "{{$by}} {{connection_type}}"),
                unit="Bps", overrides=CONNECTION_TYPES),
            timeseries(
                "Bytes sent, by connection type", "Payload bytes a second that the node sent.",
                Query(
                    'sum by ($by, connection_type) (rate(peerobserver_p2p_messages_bytes_total{S, direction="outbound"}[R])) > 0',
                    "{{$by}} {{connection_type}}"),
                unit="Bps", overrides=CONNECTION_TYPES),
        ]),
        Row("Totals", [
            timeseries(
                "Bytes in 24 hours", "Payload bytes of messages in the last 24 hours.",
                Query("sum by ($by, direction) (increase(peerobserver_p2p_message_bytes{S}[1d]))", "{{$by}} {{direction}}"),
                unit="bytes", overrides=DIRECTIONS),
            timeseries(
                "Bytes on the wire", "All bytes a second, headers and encryption too, as getnettotals tells them.",
                [
                    Query("sum by ($by) (rate(peerobserver_rpc_nettotals_received_bytes_total{S}[R]))", "{{$by}} received"),
                    Query("sum by ($by) (rate(peerobserver_rpc_nettotals_sent_bytes_total{S}[R]))", "{{$by}} sent"),
                ],
                unit="Bps", overrides=colors("received", "sent")),
            timeseries(
                "Mean size", "Payload bytes of a message, on average.",
                Query(
                    "sum by ($by, direction) (rate(peerobserver_p2p_message_bytes{S}[R])) / "
                    "sum by ($by, direction) (rate(peerobserver_p2p_message_count{S}[R]))", "{{$by}} {{direction}}"),
                unit="bytes", overrides=DIRECTIONS),
            bargauge(
                "Share of bytes, last hour", "Payload bytes in the last hour by type, both directions.",
                Query("topk(12, sum by (message) (increase(peerobserver_p2p_message_bytes{S}[1h])))", "{{message}}"),
                unit="bytes"),
        ]),
        Row("Out of order", [
            timeseries(
                "Malformed", "Messages a minute whose payload does not decode, by type and reason: bugs of other clients, or probing.",
                Query(
                    or_none("sum by (message, reason) (rate(peerobserver_p2p_malformed_messages_total{S}[R])) * 60", "message"),
                    "{{message}} {{reason}}"),
                unit="cpm"),
            timeseries(
                "Bytes of malformed messages", "Payload bytes a second of messages that do not decode.",
                Query(
                    or_none("sum by (message, direction) (rate(peerobserver_p2p_malformed_message_bytes_total{S}[R]))", "message"),
                    "{{message}} {{direction}}"),
                unit="Bps"),
            timeseries(
                "Unknown types", "Messages a minute of types that Core does not know.",
                Query(
                    or_none('sum by ($by, direction) (rate(peerobserver_p2p_message_count{S, message="other"}[R])) * 60', "direction"),
                    "{{$by}} {{direction}}"),
                unit="cpm", overrides=DIRECTIONS),
            timeseries(
                "Rejects", "reject messages a minute; Core has not sent any since v0.20.",
                Query(
                    or_none(
                        "sum by (rejectcommand, rejectreason) (rate(peerobserver_p2p_reject_message{S}[R])) * 60", "rejectcommand"),
                    "{{rejectcommand}} {{rejectreason}}"),
                unit="cpm"),
        ]),
    ],
)
