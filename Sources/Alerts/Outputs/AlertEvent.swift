import Daemon
import Glibc
import PeerObserver

extension AlertSeverity {
    /// As people and Prometheus write it: `critical`.
    var word: String { Self.named.first { $0.value == self }?.name.lowercased() ?? "unknown" }
}

extension AlertState {
    /// `raised`, `ongoing` or `resolved`.
    var word: String { Self.named.first { $0.value == self }?.name.lowercased() ?? "unknown" }
}

/// A notice on its way to an output.
struct AlertEvent: Sendable {
    let notice: AlertNotice
    let node: String?

    init(_ notice: AlertNotice, node: String?) {
        self.notice = notice
        self.node = node
    }

    /// The event as `logger --format json` prints it, but for the numbers that the bus gives it.
    func json() -> [UInt8] {
        var json = JSONVisitor(form: .hex)
        Event(payload: .alerts(AlertsEvent(event: .alert(notice))), timestamp: notice.lastTime, node: node)
            .visit(&json)
        return json.output.array
    }

    /// For people, in printable ASCII: user agents and addresses are the peers' own words.
    var summary: String { LogText.printable(notice.summary) }

    /// The same of what was measured, and of the peers.
    var description: String {
        var parts = notice.measures.map { measure in
            let threshold = measure.threshold.map { " (threshold \($0.short))" } ?? ""
            return "\(measure.name) \(measure.value.short)\(threshold)"
        }
        if !notice.peers.isEmpty {
            let peers = notice.peers.map { peer in
                "\(peer.id) \(peer.addr)\(peer.userAgent.map { " \($0)" } ?? "")"
            }
            parts.append("\(notice.peerCount ?? UInt64(peers.count)) peers: \(peers.joined(separator: ", "))")
        }
        if !notice.addresses.isEmpty { parts.append("addresses: \(notice.addresses.joined(separator: ", "))") }
        return LogText.printable("found \(notice.count) times; \(parts.joined(separator: "; "))")
    }

    /// - Parameter milliseconds: since the Unix epoch.
    static func rfc3339(_ milliseconds: UInt64) -> String {
        var (seconds, parts, buffer) = (time_t(milliseconds / 1000), tm(), [CChar](repeating: 0, count: 40))
        gmtime_r(&seconds, &parts)
        let length = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let text = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(text).\(String(1000 + milliseconds % 1000).dropFirst())Z"
    }
}
