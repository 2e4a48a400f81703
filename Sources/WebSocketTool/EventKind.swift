import PeerObserver

/// The kinds of events that a client can ask for.
enum EventKind: Int, CaseIterable, Sendable {
    case messages, connections, mempool, validation, rpc, p2p, log, ipc, addrman, utxocache, process, connectivity,
        alerts

    /// What clients call it.
    var name: StaticString {
        switch self {
        case .messages: "messages"
        case .connections: "connections"
        case .mempool: "mempool"
        case .validation: "validation"
        case .rpc: "rpc"
        case .p2p: "p2p"
        case .log: "log"
        case .ipc: "ipc"
        case .addrman: "addrman"
        case .utxocache: "utxocache"
        case .process: "process"
        case .connectivity: "connectivity"
        case .alerts: "alerts"
        }
    }

    static func named(_ name: String) -> EventKind? { allCases.first { "\($0.name)" == name } }

    /// Nil for an event without content, or of a newer contract.
    init?(_ head: EventHead, _ event: RawSpan) throws(WireError) {
        switch head.arm {
        case .ebpf:
            switch try EventSubject.ebpfArm(head, event) {
            case 1: self = .messages
            case 2: self = .connections
            case 3: self = .addrman
            case 4: self = .mempool
            case 5: self = .validation
            case 1000: self = .utxocache
            case 1001: self = .process
            default: return nil
            }
        case .rpc: self = .rpc
        case .p2p: self = .p2p
        case .log: self = .log
        case .ipc: self = .ipc
        case .connectivity: self = .connectivity
        case .alerts: self = .alerts
        case nil: return nil
        }
    }

    /// What to subscribe to on the bus, for all of them.
    static var patterns: [String] {
        Subject.allCases.map(\.pattern).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// Some of the kinds.
struct EventKinds: Hashable, Sendable {
    private var bits: UInt16 = 0

    static let none = EventKinds()
    static let all = EventKinds(EventKind.allCases)

    init(_ kinds: some Sequence<EventKind> = []) { for kind in kinds { insert(kind) } }

    mutating func insert(_ kind: EventKind) { bits |= 1 << UInt16(kind.rawValue) }
    mutating func formUnion(_ other: EventKinds) { bits |= other.bits }
    func contains(_ kind: EventKind) -> Bool { bits & 1 << UInt16(kind.rawValue) != 0 }

    /// In the order of their declaration.
    var kinds: [EventKind] { EventKind.allCases.filter { contains($0) } }
}
