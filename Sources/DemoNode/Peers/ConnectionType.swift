/// Bitcoin Core's connection types, in the words of its tracepoints (`ConnectionTypeAsString`).
enum ConnectionType: String, CaseIterable {
    case inbound
    case outboundFullRelay = "outbound-full-relay"
    case blockRelayOnly = "block-relay-only"
    case manual
    case feeler
    case addrFetch = "addr-fetch"

    var isInbound: Bool { self == .inbound }

    /// Whether transactions and addresses go over such a connection for as long as it lasts.
    var relaysTransactions: Bool {
        switch self {
        case .inbound, .outboundFullRelay, .manual: true
        case .blockRelayOnly, .feeler, .addrFetch: false
        }
    }

    /// Feelers and address fetches hang up by themselves.
    var isShort: Bool { self == .feeler || self == .addrFetch }
}
