import ArgumentParser
import PeerObserver

/// A counter that `--watch` names: `events.<subject>`, `in.<message type>`, `out.<message type>`, `connections.<what>`, `mempool.<what>`,
/// `rejected.<reason>` of transactions, `log.<category>`, or `traffic.<what>`.
struct WatchedCounter: ExpressibleByArgument, Sendable {
    enum ConnectionKind: String, Sendable, CaseIterable {
        case inbound, outbound, closed, evicted, misbehaving
    }

    enum MempoolKind: String, Sendable, CaseIterable {
        case added, removed, replaced, rejected
    }

    enum TrafficKind: String, Sendable, CaseIterable {
        case received, sent
    }

    enum Matcher: Equatable, Sendable {
        case subject(Subject)
        case message(String, inbound: Bool)
        case connection(ConnectionKind)
        case mempool(MempoolKind)
        /// Core's reason for not accepting a transaction, such as `min relay fee not met`.
        case rejected(String)
        case log(LogDebugCategory)
        /// Bytes, of getnettotals.
        case traffic(TrafficKind)
    }

    let text: String
    let matcher: Matcher

    init?(argument: String) {
        let parts = argument.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        text = argument
        switch parts[0] {
        case "events":
            guard let subject = Subject.allCases.first(where: { $0.name == parts[1] }), subject.alertKind == nil else {
                return nil
            }
            matcher = .subject(subject)
        case "in", "out":
            guard 1...12 ~= parts[1].utf8.count else { return nil }
            matcher = .message(parts[1], inbound: parts[0] == "in")
        case "connections":
            guard let kind = ConnectionKind(rawValue: parts[1]) else { return nil }
            matcher = .connection(kind)
        case "mempool":
            guard let kind = MempoolKind(rawValue: parts[1]) else { return nil }
            matcher = .mempool(kind)
        case "rejected":
            guard 1...120 ~= parts[1].utf8.count else { return nil }
            matcher = .rejected(parts[1])
        case "log":
            guard
                let category = LogDebugCategory.named.first(where: { $0.name.lowercased() == parts[1] })?.value,
                category != .unknown
            else { return nil }
            matcher = .log(category)
        case "traffic":
            guard let kind = TrafficKind(rawValue: parts[1]) else { return nil }
            matcher = .traffic(kind)
        default: return nil
        }
    }
}
