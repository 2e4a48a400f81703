import Daemon

/// A network that peers come from, as one operator has it: of IPv6 a /32.
struct PeerNetwork: Hashable, Sendable, CustomStringConvertible {
    let first: IPAddress
    private let length: Int

    /// - Parameter ipv4Length: of the network of an IPv4 address.
    init(of address: IPAddress, ipv4Length: Int) {
        length = address.ipv4 == nil ? 32 : ipv4Length
        let hostBits = UInt128((address.ipv4 == nil ? 128 : 32) - length)
        first = IPAddress(bits: (address.bits >> hostBits) << hostBits)
    }

    /// As a CIDR block.
    var description: String {
        if first.ipv4 != nil { return "\(first)/\(length)" }
        let groups = [first.bits >> 112, (first.bits >> 96) & 0xFFFF].map { String($0, radix: 16) }
        return groups[1] == "0" ? "\(groups[0])::/\(length)" : "\(groups[0]):\(groups[1])::/\(length)"
    }
}
