import ArgumentParser
import PeerObserver

/// A counter that `--watch` names: `events.<subject>`, `in.<message type>`, `out.<message type>`, or `connections.<what>`.
struct WatchedCounter: ExpressibleByArgument, Sendable {
    enum ConnectionKind: String, Sendable, CaseIterable {
        case inbound, outbound, closed, evicted, misbehaving
    }

    enum Matcher: Sendable {
        case subject(Subject)
        case message(String, inbound: Bool)
        case connection(ConnectionKind)
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
        default: return nil
        }
    }
}
