import ArgumentParser
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// A tool that keeps what it finds, and events to show it.
final class Scene: Sendable {
    let tool: AlertsTool
    private let kept = Kept()
    let log = KeptLog()
    /// Milliseconds since the Unix epoch.
    static let start: UInt64 = 1_700_000_000_000

    final class Kept: AlertOutput {
        let notices = Slot<[(AlertNotice, String?)]>([])
        let lines = Slot<[String]>([])

        func emit(_ notice: AlertNotice, node: String?) { notices.value.append((notice, node)) }
        func log(_ line: String) { lines.value.append(line) }
    }

    /// Options with which four pings within two minutes are an alert.
    static let fewPings = ["--set", "ping-spam.alert=3", "--set", "ping-spam.alert-window=120"]

    init(_ arguments: [String] = [], outputs: [any AlertOutput] = []) throws {
        let command = try AlertsCommand.parse(arguments)
        tool = AlertsTool(command.detectors.settings(command.upstream), outputs: [kept] + outputs, logger: log.logger)
    }

    /// Goes on from where another one is, and has found nothing yet.
    init(goingOnFrom other: Scene) {
        tool = AlertsTool(other.tool.nodes.withLock { $0 }, outputs: [kept], logger: log.logger)
    }

    var notices: [AlertNotice] { kept.notices.value.map(\.0) }
    var nodes: [String?] { kept.notices.value.map(\.1) }
    var lines: [String] { kept.lines.value }
    var raised: [String] { notices.filter { $0.state == .raised }.map(\.kind) }

    /// Shows it an event, `after` milliseconds from the start.
    @discardableResult
    func show(_ payload: Event.Payload, on subject: String, after: UInt64) -> LossReason? {
        let event = Event(payload: payload, timestamp: Self.start + after, streamID: 7, sequence: after + 1)
        return show(event.encoded(), on: subject)
    }

    @discardableResult
    func show(_ bytes: [UInt8], on subject: String) -> LossReason? {
        bytes.withUnsafeBytes { payload in
            Array(subject.utf8).withUnsafeBytes { tool.receive(subject: $0, payload: payload) }
        }
    }

    func message(
        _ message: MessageEvent.Message, peer: UInt64 = 1, inbound: Bool = true, after: UInt64, node: String? = nil,
        command: String = "c"
    ) {
        let meta = MessageMetadata(
            peerID: peer, addr: "198.51.100.\(peer % 250):8333", connType: .inbound, command: command, inbound: inbound,
            size: 8)
        show(
            .ebpfExtractor(EBPFEvent(event: .message(MessageEvent(meta: meta, message: message)))),
            on: Subject.netmsg.name(node: node), after: after)
    }

    func connection(_ event: ConnectionEvent.Event, after: UInt64) {
        show(.ebpfExtractor(EBPFEvent(event: .connection(ConnectionEvent(event: event)))), on: "netconn", after: after)
    }

    static func peer(_ id: UInt64) -> Connection {
        Connection(peerID: id, addr: "198.51.100.\(id % 250):8333", connType: .inbound, network: 1)
    }
}
