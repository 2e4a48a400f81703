/// An IPv6 address, or an IPv4 address mapped into one.
public struct IPAddress: Hashable, Sendable {
    /// The 16 bytes, first one highest.
    public let bits: UInt128

    private static let mapped: UInt128 = 0xFFFF << 32

    public init(bits: UInt128) { self.bits = bits }

    public init(ipv4: UInt32) { bits = Self.mapped | UInt128(ipv4) }

    /// The IPv4 address; nil for IPv6.
    public var ipv4: UInt32? { bits >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: bits) : nil }

    /// The /24 of an IPv4 address, the /64 of an IPv6 one.
    public var subnet: IPAddress { IPAddress(bits: ipv4 != nil ? bits & ~0xFF : (bits >> 64) << 64) }

    /// Reads an address as nodes print it, with or without a port: `192.0.2.1:8333`, `[2001:db8::1]:8333`, `2001:db8::1`.
    /// nil for names such as .onion addresses.
    public init?(_ text: UnsafeRawBufferPointer) {
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            guard let bits = Self.ipv6(text[text.index(after: text.startIndex)..<end]) else { return nil }
            self.init(bits: bits)
            return
        }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            guard let value = Self.ipv4(text[...]) else { return nil }
            self.init(ipv4: value)
            return
        }
        if let value = Self.ipv4(text[..<colon]) {
            self.init(ipv4: value)
        } else if let bits = Self.ipv6(text[...]) {
            self.init(bits: bits)
        } else {
            return nil
        }
    }

    public init?(_ text: [UInt8]) {
        guard let address = text.withUnsafeBytes({ IPAddress($0) }) else { return nil }
        self = address
    }

    public init?(_ text: String) { self.init(Array(text.utf8)) }

    private static func ipv4(_ text: some BidirectionalCollection<UInt8>) -> UInt32? {
        var (value, octet, digits, dots): (UInt32, UInt32, Int, Int) = (0, 0, 0, 0)
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard digits <= 3, octet <= 255 else { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | octet
                (octet, digits, dots) = (0, 0, dots + 1)
            default: return nil
            }
        }
        return digits > 0 && dots == 3 ? value << 8 | octet : nil
    }

    /// RFC 4291, section 2.2, with an optional zone behind `%`.
    private static func ipv6(_ text: some BidirectionalCollection<UInt8>) -> UInt128? {
        let text = text.prefix { $0 != UInt8(ascii: "%") }
        var (groups, gap): ([UInt16], Int?) = ([], nil)
        var index = text.startIndex
        if text.starts(with: "::".utf8) {
            gap = 0
            index = text.index(index, offsetBy: 2)
        }
        while index < text.endIndex {
            let end = text[index...].firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            if end == text.endIndex, let tail = ipv4(text[index..<end]) {
                groups += [UInt16(tail >> 16), UInt16(truncatingIfNeeded: tail)]
                index = end
                break
            }
            guard let group = hexadecimal(text[index..<end]), groups.count < 8 else { return nil }
            groups.append(group)
            index = end
            guard index < text.endIndex else { break }
            index = text.index(after: index)
            guard index < text.endIndex else { return nil }
            if text[index] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                index = text.index(after: index)
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func hexadecimal(_ text: some BidirectionalCollection<UInt8>) -> UInt16? {
        var (value, digits): (UInt16, Int) = (0, 0)
        for byte in text {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            digits += 1
            guard digits <= 4 else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return digits > 0 ? value : nil
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or eight groups of hexadecimal digits.
    public var description: String {
        if let ipv4 {
            return stride(from: 24, through: 0, by: -8).map { String(ipv4 >> UInt32($0) & 0xFF) }.joined(separator: ".")
        }
        return stride(from: 112, through: 0, by: -16).map {
            String(UInt16(truncatingIfNeeded: bits >> UInt128($0)), radix: 16)
        }.joined(separator: ":")
    }
}
