extension RedactionTable {
    /// proto/alerts.proto
    static let alerts: [MessageRules] = [
        MessageRules("alerts.alerts", .message(1, "alert", "alerts.Alert")),
        MessageRules(
            "alerts.Alert",
            .text(1, "kind"), .text(2, "id"), .keep(3, "severity"), .keep(4, "state"), .text(5, "summary"),
            .keep(6, "first_time"), .keep(7, "last_time"), .keep(8, "count"), .message(9, "peers", "alerts.AlertPeer"),
            .keep(10, "peer_count"), .message(11, "measures", "alerts.Measure"), .address(12, "addresses"),
            .message(13, "evidence", "alerts.Evidence")),
        MessageRules("alerts.AlertPeer", .keep(1, "id"), .address(2, "addr"), .text(3, "user_agent")),
        MessageRules("alerts.Measure", .text(1, "name"), .keep(2, "value"), .keep(3, "threshold")),
        MessageRules("alerts.Evidence", .text(1, "subject"), .keep(2, "stream_id"), .keep(3, "sequence")),
    ]
}
