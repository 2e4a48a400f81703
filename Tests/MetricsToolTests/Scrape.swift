import Daemon
import PeerObserver
import TestSupport

@testable import MetricsTool

/// A metrics tool without a bus, and what it shows.
final class Fed {
    let tool: MetricsTool
    private let registry = MetricsRegistry(program: "metrics")

    init(lists: NetworkLists = NetworkLists(), limits: MetricsTool.Limits = MetricsTool.Limits()) {
        tool = MetricsTool(lists: lists, limits: limits)
        tool.register(in: registry)
    }

    @discardableResult
    func feed(_ event: Event, on subject: String = "netmsg") -> LossReason? { feed(event.encoded(), on: subject) }

    @discardableResult
    func feed(_ payload: [UInt8], on subject: String) -> LossReason? {
        Array(subject.utf8).withUnsafeBytes { subject in
            payload.withUnsafeBytes { tool.receive(subject: subject, payload: $0) }
        }
    }

    func text(_ format: MetricsFormat = .text) -> String { String(decoding: registry.scrape(format), as: UTF8.self) }

    /// The samples, without the comments.
    var samples: [String] { text().split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init) }

    /// The value of a series, given without prefix: `p2p_message_count{…}`.
    func value(_ series: String) -> Double? {
        let start = "peerobserver_\(series) "
        return samples.first { $0.hasPrefix(start) }.flatMap { Double($0.dropFirst(start.count)) }
    }

    /// Every series with its value, for who asks for many.
    var values: [Substring: Double] {
        Dictionary(
            samples.compactMap { sample in
                guard let space = sample.lastIndex(of: " "), let value = Double(sample[sample.index(after: space)...])
                else {
                    return nil
                }
                return (sample[..<space], value)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// All series of a metric together.
    func sum(_ metric: String) -> Double { series(of: metric).reduce(0) { $0 + $1.value } }

    func series(of metric: String) -> [(series: Substring, value: Double)] {
        let name = "peerobserver_\(metric)"
        return samples.compactMap { sample in
            guard sample.prefix(while: { $0 != "{" && $0 != " " }) == name, let space = sample.lastIndex(of: " ") else {
                return nil
            }
            return Double(sample[sample.index(after: space)...]).map { (sample[..<space], $0) }
        }
    }
}

extension Event {
    /// An event that an extractor of upstream's could have made.
    static func plain(_ payload: Event.Payload, milliseconds: UInt64 = 1_700_000_000_000) -> Event {
        Event(payload: payload, timestamp: milliseconds)
    }

    static func ebpf(_ kind: EBPFEvent.Kind, milliseconds: UInt64 = 1_700_000_000_000, pid: UInt32? = nil) -> Event {
        var event = plain(.ebpfExtractor(EBPFEvent(event: kind)), milliseconds: milliseconds)
        event.pid = pid
        return event
    }

    static func message(
        _ message: MessageEvent.Message, _ command: String, peer: UInt64 = 7, addr: String = "198.51.100.1:50000",
        type: ConnType = .inbound, word: String? = "inbound", inbound: Bool = true, size: UInt64 = 100,
        milliseconds: UInt64 = 1_700_000_000_000, pid: UInt32? = nil
    ) -> Event {
        let meta = MessageMetadata(
            peerID: peer, addr: addr, connType: type, command: command, inbound: inbound, size: size,
            connectionType: word)
        return ebpf(.message(MessageEvent(meta: meta, message: message)), milliseconds: milliseconds, pid: pid)
    }

    static func rpc(_ kind: RPCEvent.Kind) -> Event { plain(.rpcExtractor(RPCEvent(event: kind))) }
    static func p2p(_ kind: P2PEvent.Kind) -> Event { plain(.p2pExtractor(P2PEvent(event: kind))) }

    static func log(
        _ kind: LogEvent.Kind, _ category: LogDebugCategory = .validation, _ level: PeerObserver.LogLevel = .debug,
        bytes: UInt64 = 120
    ) -> Event {
        plain(
            .logExtractor(
                LogEvent(
                    logTimestamp: 1, category: category, threadname: "msghand", event: kind, logLevel: level,
                    logLineBytes: bytes)))
    }

    static func connection(_ event: ConnectionEvent.Event, milliseconds: UInt64 = 1_700_000_000_000) -> Event {
        ebpf(.connection(ConnectionEvent(event: event)), milliseconds: milliseconds)
    }
}

extension Connection {
    static func sample(
        _ addr: String = "198.51.100.1:50000", peer: UInt64 = 7, type: ConnType = .inbound, network: UInt32 = 1,
        word: String? = "inbound"
    ) -> Connection {
        Connection(peerID: peer, addr: addr, connType: type, network: network, connectionType: word)
    }
}
