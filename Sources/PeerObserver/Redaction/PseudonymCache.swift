import Crypto

/// Makes pseudonyms of hosts and remembers as many as there are slots: a host whose slot another took is computed anew.
struct PseudonymCache: Sendable {
    /// A power of two.
    static let slotCount = 1 << 15

    private struct Slot: Sendable {
        let host: [UInt8]
        let pseudonym: Pseudonym
    }

    private let keyed: HMAC<SHA256>
    private var slots = [Slot?](repeating: nil, count: Self.slotCount)

    init(key: [UInt8]) {
        keyed = HMAC<SHA256>(key: SymmetricKey(data: key))
    }

    /// Forgets everything: what was an other host's pseudonym may be an own one's now.
    mutating func removeAll() {
        slots = [Slot?](repeating: nil, count: Self.slotCount)
    }

    /// What stands in place of a host, if it is remembered.
    @inline(__always)
    func known(_ text: ArraySlice<UInt8>) -> Pseudonym? {
        guard let slot = slots[Self.slot(text)], slot.host[...] == text else { return nil }
        return slot.pseudonym
    }

    /// What stands in place of a host.
    ///
    /// - Parameters:
    ///   - text: without brackets and port.
    ///   - prefixLength: of a subnet.
    mutating func pseudonym(
        _ text: ArraySlice<UInt8>, prefixLength: UInt8? = nil, own: OwnAddresses
    ) -> Pseudonym {
        if prefixLength == nil, let known = known(text) { return known }
        let pseudonym = pseudonym(HostAddress(text: text), shown: text, prefixLength: prefixLength, own: own)
        if prefixLength == nil, text.count <= 255 {
            slots[Self.slot(text)] = Slot(host: Array(text), pseudonym: pseudonym)
        }
        return pseudonym
    }

    /// What stands in place of an address.
    ///
    /// - Parameter text: what it looks like, where it is common.
    func pseudonym(
        _ address: HostAddress, shown text: ArraySlice<UInt8> = [], prefixLength: UInt8? = nil, own: OwnAddresses
    ) -> Pseudonym {
        if address.isCommon { return Pseudonym(kind: .common, text: Array(text), portSecret: 0) }
        if own.contains(address) { return .own(address.network) }
        return Pseudonym(address.network, digest: digest(address, prefixLength))
    }

    /// HMAC-SHA-256 of the network, the address and, of a subnet that is more than one host, the prefix length.
    func digest(_ address: HostAddress, _ prefixLength: UInt8? = nil) -> [UInt8] {
        var input = [address.network.rawValue]
        input.reserveCapacity(address.bytes.count + 2)
        input += address.bytes
        if let prefixLength, Int(prefixLength) < 8 * address.bytes.count { input.append(prefixLength) }
        var hash = keyed
        hash.update(data: input)
        return Array(hash.finalize())
    }

    /// FNV-1a.
    private static func slot(_ text: ArraySlice<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(slotCount - 1))
    }
}
