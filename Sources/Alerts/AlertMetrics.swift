import Daemon
import PeerObserver

/// What a scrape shows of alerts.
enum AlertMetrics {
    static func write(_ table: borrowing NodeTable, to writer: inout MetricsWriter, prefix: String) {
        let nodes = table.nodes
        writer.metric("\(prefix)active", .gauge, "1 for each alert that goes on, by kind, severity and node.")
        for node in nodes {
            for alert in node.book.current {
                writer.sample(
                    "\(prefix)active", labels(node, alert.kind) + [("severity", alert.severity.word)], UInt64(1))
            }
        }
        write(nodes, to: &writer, "\(prefix)raised_total", "Alerts that began, by kind and node.") { $0.raised }
        write(
            nodes, to: &writer, "\(prefix)cooling_down_total",
            "Findings within the cool-down after an alert of their kind, by kind and node."
        ) { $0.coolingDown }
        write(
            nodes, to: &writer, "\(prefix)overlooked_total",
            "What a detector had no room to remember, and so did not look at, by kind and node."
        ) { $0.overlooked }
        writer.metric("\(prefix)level", .gauge, "What a detector measures now, by kind and node.")
        for node in nodes {
            for (kind, level) in node.detectors.levels where node.book.isWanted(kind) {
                writer.sample("\(prefix)level", labels(node, kind.alertKind ?? ""), level.value)
            }
        }
        writer.metric("\(prefix)threshold", .gauge, "Above which level a detector raises an alert, by kind and node.")
        for node in nodes {
            for (kind, level) in node.detectors.levels where node.book.isWanted(kind) {
                writer.sample("\(prefix)threshold", labels(node, kind.alertKind ?? ""), level.threshold)
            }
        }
        writer.metric("\(prefix)peers", .gauge, "Peers that are remembered, by node.")
        for node in nodes { writer.sample("\(prefix)peers", nodeLabel(node), UInt64(node.peers.count)) }
        writer.metric(
            "\(prefix)peers_forgotten_total", .counter, "Peers that were forgotten for want of room, by node.")
        for node in nodes { writer.sample("\(prefix)peers_forgotten_total", nodeLabel(node), node.peers.forgotten) }
        writer.metric("\(prefix)event_time_seconds", .gauge, "Unix time of the latest event, by node.")
        for node in nodes {
            writer.sample("\(prefix)event_time_seconds", nodeLabel(node), Double(node.book.now) / 1000)
        }
        writer.metric(
            "\(prefix)other_node_events_total", .counter,
            "Events that are not looked at: of nodes beyond the limit, or whose names are none.")
        writer.sample("\(prefix)other_node_events_total", table.otherNodeEvents)
    }

    private static func write(
        _ nodes: [NodeWatch], to writer: inout MetricsWriter, _ name: String, _ help: String,
        _ values: (AlertBook.Counts) -> [UInt64]
    ) {
        writer.metric(name, .counter, help)
        for node in nodes {
            for (kind, value) in zip(Subject.alertKinds, values(node.book.counts)) where node.book.isWanted(kind) {
                writer.sample(name, labels(node, kind.alertKind ?? ""), value)
            }
        }
    }

    private static func nodeLabel(_ node: NodeWatch) -> [(String, String)] { node.name.map { [("node", $0)] } ?? [] }

    private static func labels(_ node: NodeWatch, _ kind: String) -> [(String, String)] {
        nodeLabel(node) + [("kind", kind)]
    }
}
