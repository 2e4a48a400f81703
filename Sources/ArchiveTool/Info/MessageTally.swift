import ArchiveFormat
import PeerObserver

/// Counts P2P messages by type and direction, and connections and messages by the peer's host. Memory is bounded: of too many
/// types and hosts, the further ones are counted together.
struct MessageTally {
    struct Count {
        var events: UInt64 = 0
        var bytes: UInt64 = 0
    }

    struct Command: Hashable {
        let name: String
        let inbound: Bool
    }

    private(set) var commands: [Command: Count] = [:]
    private(set) var peers: [String: Count] = [:]
    /// Whether there were more hosts than are counted apart.
    private(set) var hasMorePeers = false

    static let commandLimit = 512
    static let other = "other"
    /// Bytes of a host's text; what is longer is no address.
    private static let longestHost = 100

    private let peerLimit: Int

    init(peerLimit: Int = 100_000) { self.peerLimit = peerLimit }

    /// Events of other kinds are passed over.
    mutating func add(_ kind: String, _ event: RawSpan) {
        switch kind {
        case Subject.netmsg.name, Subject.netmsgMalformed.name: try? addMessage(event)
        case Subject.netconn.name: addConnection(event)
        default: break
        }
    }

    private mutating func addMessage(_ event: RawSpan) throws(WireError) {
        let head = try EventHead(event)
        var reader = WireReader(event, in: head.body)
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            let message = try MessageHead(event, in: try reader.range())
            var command = Command(
                name: event.text(message.command.prefix(Self.longestHost)), inbound: message.inbound)
            if commands[command] == nil, commands.count >= Self.commandLimit {
                command = Command(name: Self.other, inbound: message.inbound)
            }
            Self.add(message.size, to: &commands[command, default: Count()])
            addPeer(event.text(message.addr.prefix(Self.longestHost)), message.size)
        }
    }

    private mutating func addConnection(_ event: RawSpan) {
        guard let event = try? Event(decoding: event), case .ebpfExtractor(let ebpf) = event.payload,
            case .connection(let connection) = ebpf.event, let address = connection.connection?.addr
        else { return }
        // Bytes: a single character may have any number of them.
        addPeer(String(decoding: address.utf8.prefix(Self.longestHost), as: UTF8.self), 0)
    }

    private mutating func addPeer(_ address: String, _ bytes: UInt64) {
        let host = Self.host(address)
        guard !host.isEmpty else { return }
        guard peers[host] != nil || peers.count < peerLimit else {
            hasMorePeers = true
            return
        }
        Self.add(bytes, to: &peers[host, default: Count()])
    }

    private static func add(_ bytes: UInt64, to count: inout Count) {
        count.events += 1
        // A hostile size stands for itself alone.
        count.bytes = count.bytes.addingReportingOverflow(bytes).overflow ? .max : count.bytes + bytes
    }

    /// Without the port: an inbound peer comes from another one each time.
    private static func host(_ address: String) -> String {
        guard let colon = address.lastIndex(of: ":") else { return address }
        if address.hasPrefix("[") { return String(address.prefix { $0 != "]" }.dropFirst()) }
        // Two colons without brackets are an IPv6 address without a port.
        return address.firstIndex(of: ":") == colon ? String(address[..<colon]) : address
    }
}

extension Range<Int> {
    func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}

extension ConnectionEvent {
    /// What the node tells of the connection; nil for an event that tells its number alone.
    var connection: Connection? {
        switch event {
        case .closed(let closed): closed.conn
        case .inboundEvicted(let evicted): evicted.conn
        case .inbound(let inbound): inbound.conn
        case .outbound(let outbound): outbound.conn
        case .misbehaving, nil: nil
        }
    }
}
