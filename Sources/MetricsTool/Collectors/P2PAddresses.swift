import Daemon
import PeerObserver

/// What `addr` and `addrv2` messages announce.
struct P2PAddresses: Sendable {
    /// The metrics that `addr` and `addrv2` both have.
    private struct Version: Sendable {
        let addresses, timestampOffset, servicesBits: HistogramSlot
        let services: CounterSlot

        init(_ layout: inout MetricLayout, _ type: String) {
            addresses = layout.histogram(
                "p2p_\(type)_addresses", "Addresses of one \(type) message.", bounds: Bounds.addresses,
                by: Labels.direction)
            timestampOffset = layout.histogram(
                "p2p_\(type)_timestamp_offset_seconds",
                "Seconds between the time that an address of an \(type) message was last seen, as told, and the message.",
                bounds: Bounds.timestampOffset, by: Labels.direction,
                MetricLabel("timestamp_offset", ["past", "future"]))
            servicesBits = layout.histogram(
                "p2p_\(type)_services_bits", "Service bits set in addresses of \(type) messages, by number.",
                bounds: Bounds.serviceBits, by: Labels.direction)
            services = layout.counter(
                "p2p_\(type)_services",
                "Addresses of \(type) messages by their services; other for those with unusual bits.",
                chosen: Labels.direction, MetricLabel("services", Services.labels))
        }
    }

    private let addr, addrv2: Version
    private let selfAnnouncements, subnetAnnouncements: CounterSlot
    private let empty: TextCounter

    init(_ layout: inout MetricLayout) {
        layout.group("addr and addrv2 messages")
        addr = Version(&layout, "addr")
        addrv2 = Version(&layout, "addrv2")
        selfAnnouncements = layout.counter(
            "p2p_address_selfannouncements", "Announced addresses that are the peer's own.",
            by: Labels.addressNetwork, Labels.direction)
        subnetAnnouncements = layout.counter(
            "p2p_address_subnetannouncements",
            "Announced addresses in the /24 (IPv4) or /64 (IPv6) of the peer's own, itself aside.",
            by: Labels.addressNetwork, Labels.direction)
        empty = layout.counter(
            "p2p_addrv2_empty", "addrv2 messages without any payload, by the peer's address.", text: "direction",
            "addr",
            policy: .keepLast)
    }

    /// An `addr` or `addrv2` message.
    /// - Parameter seconds: Unix time of the message.
    func collect(_ head: MessageHead, _ input: RawSpan, seconds: Int64, _ node: inout NodeState) throws(WireError) {
        let metrics = head.arm == MessageArm.addr ? addr : addrv2
        let direction = Labels.direction(inbound: head.inbound)
        let peer = PeerAddress(input, head.addr)
        var reader = WireReader(input, in: head.body)
        var count = 0
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            count += 1
            let address = try AnnouncedAddress(input, in: try reader.range())
            let offset = seconds - Int64(address.timestamp)
            node.store.observe(
                Double(offset.magnitude), in: metrics.timestampOffset, direction, offset >= 0 ? 0 : 1)
            node.store.add(to: metrics.services, direction, Services.index(address.services))
            var bits = address.services
            while bits != 0 {
                node.store.observe(Double(bits.trailingZeroBitCount), in: metrics.servicesBits, direction)
                bits &= bits - 1
            }
            let relation = peer.relation(to: address, input)
            switch relation {
            case .none: break
            case .same: node.store.add(to: selfAnnouncements, address.network, direction)
            case .subnet: node.store.add(to: subnetAnnouncements, address.network, direction)
            }
        }
        node.store.observe(Double(count), in: metrics.addresses, direction)
    }

    func collectEmpty(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) {
        node.store.add(to: empty, head.inbound ? "inbound" : "outbound", PeerAddress(input, head.addr).text)
    }
}

/// Combinations of service bits that have series of their own: those of bits in use, which are few.
enum Services {
    /// NETWORK, GETUTXO, BLOOM, WITNESS, COMPACT_FILTERS, NETWORK_LIMITED, P2P_V2, UTREEXO, and Knots' REPLACE_BY_FEE.
    private static let bits: [UInt64] = [0, 1, 2, 3, 6, 10, 11, 12, 26]
    private static let usual = bits.reduce(UInt64(0)) { $0 | 1 << $1 }

    static let labels: [String] =
        (0..<(1 << bits.count)).map { index in
            let value = bits.enumerated().reduce(UInt64(0)) { $0 | UInt64(index >> $1.offset & 1) << $1.element }
            return String(value)
        } + ["other"]

    @inline(__always)
    static func index(_ services: UInt64) -> Int {
        guard services & ~usual == 0 else { return labels.count - 1 }
        // The bits side by side: 0 to 3, then 6, then 10 to 12, then 26.
        return Int(services & 0xF | (services >> 6 & 1) << 4 | (services >> 10 & 7) << 5 | (services >> 26) << 8)
    }
}

/// One entry of `addr` or `addrv2`.
struct AnnouncedAddress {
    var timestamp: UInt32 = 0
    var services: UInt64 = 0
    /// Its position among `Labels.addressNetwork`.
    var network = 6
    var host = 0..<0

    init(_ input: RawSpan, in range: Range<Int>) throws(WireError) {
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            switch tag {
            case 8: timestamp = try reader.uint32()
            case 18, 26, 34, 42, 50, 58, 66: (network, host) = (Int(tag >> 3) - 2, try reader.range())
            case 72: services = try reader.varint()
            default: try reader.skip(tag)
            }
        }
    }
}

/// The address of a peer, without its port, to compare announced ones with.
private struct PeerAddress {
    enum Relation {
        case none, subnet, same
    }

    private let host: [UInt8]
    private let subnet: IPAddress?

    init(_ input: RawSpan, _ text: Range<Int>) {
        let text = input.bytes(text)
        if text.first == UInt8(ascii: "[") {
            host = Array(text.dropFirst().prefix { $0 != UInt8(ascii: "]") })
        } else {
            host = Array(text.prefix { $0 != UInt8(ascii: ":") })
        }
        subnet = IPAddress(host)?.subnet
    }

    var text: String { String(decoding: host, as: UTF8.self) }

    func relation(to address: AnnouncedAddress, _ input: RawSpan) -> Relation {
        input.withUnsafeBytes { input in
            let announced = input[address.host]
            if announced.elementsEqual(host) { return .same }
            guard let subnet, address.network < 2, announced.first == host.first else { return .none }
            return IPAddress(UnsafeRawBufferPointer(rebasing: announced))?.subnet == subnet ? .subnet : .none
        }
    }
}
