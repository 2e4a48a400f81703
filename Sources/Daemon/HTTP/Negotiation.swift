/// Reads headers such as `Accept`: what a client takes, and how much it likes it (RFC 9110, section 12.4.2).
enum Negotiation {
    /// The quality, 0 to 1, that `header` gives to `name`, parameters aside; 0 where it is not named.
    static func quality(of name: String, in header: String) -> Double {
        var best = 0.0
        for element in header.split(separator: ",") {
            let parts = element.split(separator: ";").map { trimmed($0) }
            guard let first = parts.first, first.lowercased() == name else { continue }
            let given = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            best = max(best, given.map { Double($0.dropFirst(2)) ?? 0 } ?? 1)
        }
        return min(best, 1)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }
}

extension MetricsFormat {
    /// OpenMetrics for who likes it at least as well as plain text, as Prometheus does; plain text for everybody else.
    public init(accept: String) {
        let openMetrics = Negotiation.quality(of: "application/openmetrics-text", in: accept)
        let text = Negotiation.quality(of: "text/plain", in: accept)
        self = openMetrics > 0 && openMetrics >= text ? .openMetrics : .text
    }
}
