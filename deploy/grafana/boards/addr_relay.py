"""How addresses of nodes are passed on."""

from board import Board, Row
from model import ANNOUNCED_NETWORKS, DIRECTIONS, Query, bargauge, colors, heatmap, or_none, or_zero, timeseries


def of_both(by, expression):
    """The sum of what `addr` and `addrv2` messages have, also where there is only one of them; TYPE stands for it."""
    each = " or ".join(
        f'label_replace({expression.replace("TYPE", name)}, "version", "{name}", "", "")' for name in ("addr", "addrv2"))
    return f"sum by ({by}) ({each})"


BOARD = Board(
    "addr-relay", "peer-observer: addr relay",
    "addr and addrv2 messages: addresses, their age and services, self-announcements, rate limits.",
    [
        Row("Addresses", [
            timeseries(
                "Addresses received and sent", "Addresses a second in addr and addrv2 messages.",
                Query(
                    of_both("$by, direction", "rate(peerobserver_p2p_TYPE_addresses_sum{S}[R])"), "{{$by}} {{direction}}"),
                unit="ops", overrides=DIRECTIONS),
            timeseries(
                "Messages", "addr and addrv2 messages a second.",
                [
                    Query("sum by (direction) (rate(peerobserver_p2p_addr_addresses_count{S}[R]))", "addr {{direction}}"),
                    Query("sum by (direction) (rate(peerobserver_p2p_addrv2_addresses_count{S}[R]))", "addrv2 {{direction}}"),
                ],
                unit="ops"),
            heatmap(
                "Addresses of one received addrv2 message",
                "1,000 is the answer to a getaddr, 10 and fewer are relay. Many messages of a few hundred are someone filling address managers.",
                'sum by (le) (increase(peerobserver_p2p_addrv2_addresses_bucket{S, direction="inbound"}[R]))'),
            heatmap(
                "Addresses of one received addr message", "The same for the older message.",
                'sum by (le) (increase(peerobserver_p2p_addr_addresses_bucket{S, direction="inbound"}[R]))'),
        ]),
        Row("Whose addresses", [
            timeseries(
                "Self-announcements", "Addresses a minute that peers announce of themselves, by network.",
                Query(
                    or_none(
                        'sum by (network) (rate(peerobserver_p2p_address_selfannouncements{S, direction="inbound"}[R])) * 60', "network"),
                    "{{network}}"),
                unit="cpm", overrides=ANNOUNCED_NETWORKS),
            timeseries(
                "Announcements of neighbours", "Addresses a minute in the peer's own /24 (IPv4) or /64 (IPv6), its own address aside.",
                Query(
                    or_none(
                        'sum by (network) (rate(peerobserver_p2p_address_subnetannouncements{S, direction="inbound"}[R])) * 60', "network"),
                    "{{network}}"),
                unit="cpm", overrides=ANNOUNCED_NETWORKS),
            timeseries(
                "Age of received addresses", "How long ago an address was last seen, as the message says: median, and the tenth that is oldest.",
                [
                    Query(
                        f"histogram_quantile({q}, " + of_both(
                            "$by, le", "rate(peerobserver_p2p_TYPE_timestamp_offset_seconds_bucket"
                            '{S, direction="inbound", timestamp_offset="past"}[R])') + ")", "{{$by}} " + name)
                    for q, name in ((0.5, "p50"), (0.9, "p90"))
                ],
                unit="s", overrides=colors("p50", "p90")),
            timeseries(
                "Addresses from the future", "Addresses a minute whose time is later than now.",
                Query(
                    or_zero(of_both(
                        "$by", "rate(peerobserver_p2p_TYPE_timestamp_offset_seconds_count"
                        '{S, direction="inbound", timestamp_offset="future"}[R]) * 60'))),
                unit="cpm"),
            bargauge(
                "Services of received addresses", "Addresses in the last hour by the sum of their service bits.",
                Query(
                    "topk(12, " + of_both("services", 'increase(peerobserver_p2p_TYPE_services{S, direction="inbound"}[1h])') + ")",
                    "{{services}}"),
                unit="none"),
            heatmap(
                "Service bits of received addresses", "Numbers of the bits that are set, in addrv2 messages.",
                'sum by (le) (increase(peerobserver_p2p_addrv2_services_bits_bucket{S, direction="inbound"}[R]))'),
        ]),
        Row("Rate limits", [
            timeseries(
                "Peers with rate-limited addresses", "Connected peers of which the node dropped addresses.",
                Query("sum by ($by) (peerobserver_rpc_peer_info_addr_ratelimited_peers{S})"), unit="none"),
            timeseries(
                "Rate-limited addresses", "Addresses of connected peers that the node dropped, as a share of all.",
                Query(
                    "sum by ($by) (peerobserver_rpc_peer_info_addr_ratelimited_total{S}) / "
                    "clamp_min(sum by ($by) (peerobserver_rpc_peer_info_addr_processed_total{S} + peerobserver_rpc_peer_info_addr_ratelimited_total{S}), 1)"),
                unit="percentunit"),
            timeseries(
                "Addresses of connected peers", "Taken and dropped addresses, summed over the peers that are connected now.",
                [
                    Query("sum by ($by) (peerobserver_rpc_peer_info_addr_processed_total{S})", "{{$by}} processed"),
                    Query("sum by ($by) (peerobserver_rpc_peer_info_addr_ratelimited_total{S})", "{{$by}} rate-limited"),
                ],
                unit="none"),
            timeseries(
                "Peers with addr relay", "Peers that the node relays addresses with, as a share of all.",
                Query(
                    "sum by ($by) (peerobserver_rpc_peer_info_addr_relay_enabled_peers{S}) / "
                    "clamp_min(sum by ($by) (peerobserver_rpc_peer_info_num_peers{S}), 1)"),
                unit="percentunit", defaults={"max": 1}),
        ]),
        Row("As the p2p-extractor hears it", [
            timeseries(
                "Addresses the node announces", "Addresses a minute that the node relays to the p2p-extractor, by network.",
                Query(
                    "sum by (network) (rate(peerobserver_p2pextractor_addrv2relay_addresses{S}[R])) * 60", "{{network}}"),
                unit="cpm", overrides=ANNOUNCED_NETWORKS),
            timeseries(
                "addrv2 messages of the node", "All, and those of at most ten addresses, an hour.",
                [
                    Query("sum by ($by) (increase(peerobserver_p2pextractor_addrv2relay_messages{S}[1h]))", "{{$by}} all"),
                    Query(
                        "sum by ($by) (increase(peerobserver_p2pextractor_addrv2relay_messages_10_or_less_entries{S}[1h]))",
                        "{{$by}} at most ten"),
                ],
                unit="none"),
        ]),
    ],
)
