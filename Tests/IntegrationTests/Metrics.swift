import TestSupport

/// One scrape of a Prometheus endpoint.
struct Metrics {
    /// By name and labels as they stand in the text.
    let values: [String: Double]

    /// What a failing test shows.
    var nonZero: [String: Double] { values.filter { $0.value != 0 } }

    init(port: Int) throws {
        let answer = try httpRequest(
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
        let lines = answer.split(whereSeparator: \.isNewline)
        guard lines.first?.contains("200") == true else { throw TestError("no metrics: \(lines.first ?? "")") }
        var values: [String: Double] = [:]
        for line in lines.dropFirst() where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            values[String(line[..<space])] = value
        }
        self.values = values
    }

    func sum(_ part: String, _ labels: [String] = []) -> UInt64 {
        values.reduce(0) { sum, entry in
            let name = entry.key.prefix { $0 != "{" }
            return name.hasSuffix(part) && labels.allSatisfy(entry.key.contains) ? sum + UInt64(entry.value) : sum
        }
    }

    var seen: UInt64 { sum("_events_seen_total") }
    var confirmed: UInt64 { sum("_events_confirmed_total") }
    var lost: UInt64 { sum("_events_lost_total") }
    var inDoubt: UInt64 { sum("_events_in_doubt_total") }
    var inFlight: UInt64 { sum("_events_in_flight") }
    var hits: UInt64 { sum("_tracepoint_hits_total") }
    var attachments: UInt64 { sum("_attachments_total") }
    var reduced: UInt64 { sum("_events_reduced_total") }
    var records: UInt64 { sum("_records_total") }

    func lost(_ reason: String) -> UInt64 { sum("_events_lost_total", ["reason=\"\(reason)\""]) }
    func hits(_ outcome: String) -> UInt64 { sum("_tracepoint_hits_total", ["outcome=\"\(outcome)\""]) }
    func hits(of tracepoint: String) -> UInt64 { sum("_tracepoint_hits_total", ["tracepoint=\"\(tracepoint)\""]) }

    /// Nothing is on its way, and every event has its place.
    var isSettled: Bool { inFlight == 0 && seen == confirmed + lost + inDoubt }
}
