extension ConnType {
    /// - Parameter name: the node's word (Core's `ConnectionTypeAsString`); those without a value of their own are unknown.
    public init(name: String) {
        switch name {
        case "inbound": self = .inbound
        case "outbound-full-relay": self = .outboundFullRelay
        case "block-relay-only": self = .blockRelayOnly
        case "feeler": self = .feeler
        default: self = .unknown
        }
    }
}
