import Daemon

/// An address that a peer of the node announced.
struct Announcement: Sendable {
    let target: Target
    /// Seconds since the Unix epoch: when it was last seen, as the peer tells.
    let timestamp: UInt32
    let services: UInt64
    let source: AnnouncementSource
}

/// The message that announced addresses; shared by all of them.
final class AnnouncementSource: Sendable {
    /// The peer: ip:port.
    let address: String
    /// The same without the port.
    let host: String
    /// Whose share of the queue its addresses take: the host; of IPv6 the /64, since a host has as many addresses there as it wants.
    let owner: String
    /// The node's id of the peer.
    let peerID: UInt64
    /// The node that received it; nil for a subject without one.
    let node: String?
    /// Milliseconds since the Unix epoch.
    let receivedAt: UInt64
    /// Whether it was `addrv2`.
    let isV2: Bool
    /// Whether the peer is on the list of Tor exits; nil without a list.
    let isTorExit: Bool?

    /// Longest address that a node can have; a longer one is none.
    private static let longestAddress = 80

    init(address: String, peerID: UInt64, node: String?, receivedAt: UInt64, isV2: Bool, isTorExit: Bool?) {
        self.address = String(decoding: address.utf8.prefix(Self.longestAddress), as: UTF8.self)
        host = Self.host(of: self.address)
        owner = Self.owner(of: host)
        self.peerID = peerID
        self.node = node
        self.receivedAt = receivedAt
        self.isV2 = isV2
        self.isTorExit = isTorExit
    }

    /// What stands before the port.
    static func host(of address: String) -> String {
        if address.hasPrefix("[") { return String(address.dropFirst().prefix { $0 != "]" }) }
        // More than one colon is IPv6 without brackets and port.
        guard let colon = address.firstIndex(of: ":"), address.lastIndex(of: ":") == colon else { return address }
        return String(address[..<colon])
    }

    private static func owner(of host: String) -> String {
        guard let address = IPAddress(host), address.ipv4 == nil else { return host }
        return address.subnet.description
    }
}

/// Why an announced address is not tried; the raw value is the `reason` label.
enum SkipReason: String, Error, CaseIterable {
    /// Its message has 1,000 entries: the answer to a `getaddr`.
    case getaddrReply = "getaddr_reply"
    /// Its message has more entries than a node takes.
    case oversizedMessage = "oversized_message"
    /// No address, or no port.
    case invalid
    /// Tor v2, and networks that BIP-0155 does not assign.
    case unsupportedNetwork = "unsupported_network"
    /// Tor, I2P or CJDNS, and no proxy for it.
    case noProxy = "no_proxy"
    /// Not of the public internet, or of this host.
    case unroutable
}

/// Why an address that was to be tried has no result; the raw value is the `reason` label.
enum DropReason: String, CaseIterable {
    /// As many as may wait did.
    case queueFull = "queue_full"
    /// One peer's addresses took their share of the queue.
    case sourceShare = "source_share"
    /// As many as may wait for attempts to its group did.
    case groupShare = "group_share"
    /// The program stopped.
    case shutdown
    /// The proxy could not be reached, or did not do what a proxy does.
    case proxyFailed = "proxy_failed"
    /// This machine could not try: out of sockets or ports.
    case localError = "local_error"
}
