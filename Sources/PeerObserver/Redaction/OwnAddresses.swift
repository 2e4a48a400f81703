/// The addresses of the observed node and its operator, and the forms by which they are found in bytes and text.
struct OwnAddresses: Sendable {
    /// Who says that an address is an own one.
    enum Source: Sendable {
        /// The operator, the node, or our own extractor.
        case trusted
        /// A peer that tells how it sees the node; it can lie.
        case peer
    }

    /// How many addresses there may be. What comes later is not learnt.
    static let limit = 512
    /// How many of them peers may have told: they cannot fill the room of the others.
    static let peerLimit = 128

    private var known: Set<HostAddress> = []
    private var peerCount = 0
    private(set) var ignoredCount: UInt64 = 0
    /// Forms that may stand in text.
    private(set) var textForms = LiteralMatcher()
    /// Forms that may stand in bytes.
    private(set) var byteForms = LiteralMatcher()

    var count: Int { known.count }

    @inline(__always)
    func contains(_ address: HostAddress) -> Bool { !known.isEmpty && known.contains(address) }

    /// - Returns: whether the address is new.
    mutating func insert(_ address: HostAddress, _ source: Source) -> Bool {
        if address.isCommon || known.contains(address) { return false }
        guard known.count < Self.limit, source == .trusted || peerCount < Self.peerLimit else {
            ignoredCount &+= 1
            return false
        }
        known.insert(address)
        if source == .peer { peerCount += 1 }
        for form in address.spellings {
            textForms.insert(form)
            byteForms.insert(form)
        }
        // In text, addresses are found as such, with their ports.
        for form in address.plainForms { byteForms.insert(form) }
        for form in address.byteForms {
            byteForms.insert(form)
            // Four letters would be found in words.
            if form.count > 4 || form.contains(where: { $0 >= 0x80 }) { textForms.insert(form) }
        }
        return true
    }
}

extension HostAddress {
    /// The usual text of an IP address.
    fileprivate var plainForms: [[UInt8]] {
        switch network {
        case .ipv4: [Array(AddressText.ipv4(bytes).utf8)]
        case .ipv6, .cjdns: [Array(AddressText.ipv6(bytes).utf8)]
        default: []
        }
    }

    /// In either byte order.
    fileprivate var byteForms: [[UInt8]] { network == .name ? [] : [bytes, bytes.reversed()] }

    /// Other ways to write it: hex, a decimal number, parts of host names, names without what follows them.
    fileprivate var spellings: [[UInt8]] {
        if network == .name { return [bytes] }
        let hex = [Hex.encode(bytes), Hex.encode(bytes.reversed())]
        let others: [String]
        switch network {
        case .ipv4:
            let parts = bytes.map(String.init)
            let numbers = [bytes, bytes.reversed()].map { String($0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) }
            others =
                ["-", "_"].flatMap { [parts.joined(separator: $0), parts.reversed().joined(separator: $0)] }
                + numbers.filter { $0.utf8.count >= 7 }
        case .ipv6, .cjdns:
            let groups = AddressText.ipv6(bytes).split(separator: ":", omittingEmptySubsequences: false)
            let nibbles = Hex.encode(bytes).map(String.init)
            others =
                ["-", "_"].map { groups.joined(separator: $0) }
                + [nibbles.joined(separator: "."), nibbles.reversed().joined(separator: ".")]
        case .torV3:
            // Upstream's programs leave out checksum and version.
            others = [AddressText.torV3(bytes).dropLast(6), Substring(decoding: Base32.encode(bytes), as: UTF8.self)]
                .map(String.init)
        case .torV2, .i2p: others = [String(decoding: Base32.encode(bytes), as: UTF8.self)]
        case .name, .unknown: others = []
        }
        return (hex + others).map { Array($0.utf8) }
    }
}
