import ArchiveFormat
import PeerObserver

/// An event as a row of the table that CSV and Parquet hold: docs/archive-tool.md tells of each column.
struct EventColumns {
    /// Types as DuckDB and Arrow name them.
    enum Kind {
        case number, text
    }

    static let all: [(name: String, kind: Kind)] = [
        ("timestamp", .number), ("source_time_ns", .number), ("node", .text), ("kind", .text), ("event", .text),
        ("peer", .number), ("address", .text), ("connection_type", .text), ("command", .text), ("direction", .text),
        ("size", .number), ("stream_id", .text), ("sequence", .number), ("pid", .number), ("content", .text),
    ]

    var peer: UInt64?
    var address: String?
    var connectionType: String?
    var command: String?
    var direction: String?
    var size: UInt64?

    init(_ event: Event) {
        switch event.payload {
        case .ebpfExtractor(let ebpf):
            switch ebpf.event {
            case .message(let message):
                peer = message.meta.peerID
                address = message.meta.addr
                connectionType = Self.word(message.meta.connectionType, message.meta.connType)
                command = message.meta.command
                direction = message.meta.inbound ? "in" : "out"
                size = message.meta.size
            case .connection(let connection):
                peer = connection.peerID
                guard let known = connection.connection else { return }
                address = known.addr
                connectionType = Self.word(known.connectionType, known.connType)
            default: break
            }
        case .p2pExtractor(let p2p): address = p2p.address
        default: break
        }
    }

    /// The node's own word, or ours for upstream's number.
    private static func word(_ word: String?, _ type: ConnType) -> String {
        if let word { return word }
        return switch type {
        case .inbound: "inbound"
        case .outboundFullRelay: "outbound-full-relay"
        case .blockRelayOnly: "block-relay-only"
        case .feeler: "feeler"
        default: "unknown"
        }
    }
}

/// Finds what an event is called: the case of the oneof that says most of it, such as `Inv`, `Added` or `PeerInfos`.
struct EventName: FieldVisitor {
    private var path: [StaticString] = []
    private var depth = 0
    private var lists = 0
    private let deepest: Int

    /// - Parameter event: one with a payload.
    static func of(_ event: Event) -> String {
        var isEBPF = false
        if case .ebpfExtractor = event.payload { isEBPF = true }
        var name = EventName(deepest: isEBPF ? 3 : 2)
        event.visitPayload(&name)
        return name.path.last.map { "\($0)" } ?? ""
    }

    private init(deepest: Int) { self.deepest = deepest }

    mutating func beginCase(_ name: StaticString, label: StaticString, shape: CaseShape) {
        depth += 1
        guard lists == 0, depth <= deepest else { return }
        // What comes later at the same depth says it more exactly: `detail` stands behind upstream's arm.
        path.removeLast(max(0, path.count - depth + 1))
        path.append(name)
    }
    mutating func endCase(shape: CaseShape) { depth -= 1 }
    mutating func beginList() { lists += 1 }
    mutating func endList() { lists -= 1 }

    mutating func beginMessage(_ name: StaticString, shape: MessageShape) {}
    mutating func endMessage(shape: MessageShape) {}
    mutating func beginField(_ name: StaticString, label: StaticString) {}
    mutating func endField() {}
    mutating func beginElement() {}
    mutating func beginMap() {}
    mutating func beginKey() {}
    mutating func endKey() {}
    mutating func endMap() {}
    mutating func none() {}
    mutating func unsigned(_ value: UInt64) {}
    mutating func signed(_ value: Int64) {}
    mutating func double(_ value: Double) {}
    mutating func bool(_ value: Bool) {}
    mutating func string(_ value: String) {}
    mutating func bytes(_ value: [UInt8]) {}
    mutating func hash256(_ value: Hash256) {}
    mutating func shortID(_ value: ShortID) {}
    mutating func enumeration(_ rawValue: Int32) {}
}
