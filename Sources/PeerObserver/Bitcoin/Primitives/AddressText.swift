import Crypto

/// Text forms of network addresses.
public enum AddressText {
    /// - Parameter bytes: 4 bytes.
    public static func ipv4(_ bytes: some Collection<UInt8>) -> String {
        bytes.map(String.init).joined(separator: ".")
    }

    /// RFC 5952; IPv4-mapped addresses in their mixed form.
    ///
    /// - Parameter bytes: 16 bytes.
    public static func ipv6(_ bytes: [UInt8]) -> String {
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        if isMapped { return "::ffff:" + ipv4(bytes[12...]) }
        let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        let run = longestZeroRun(groups)
        var text = ""
        var index = 0
        while index < 8 {
            if let run, index == run.lowerBound {
                text += "::"
                index = run.upperBound
                continue
            }
            if !text.isEmpty, !text.hasSuffix(":") { text += ":" }
            text += String(groups[index], radix: 16)
            index += 1
        }
        return text
    }

    /// The first of the longest runs of at least two zero groups.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 { continue }
            if index - start >= 2, index - start > best?.count ?? 0 { best = start..<index }
            start = index + 1
        }
        return best
    }

    /// - Parameter bytes: 10 bytes.
    public static func torV2(_ bytes: [UInt8]) -> String { text(Base32.encode(bytes), ".onion") }

    /// A v3 onion name: public key, checksum and version (Tor's rend-spec-v3).
    ///
    /// - Parameter publicKey: 32 bytes.
    public static func torV3(_ publicKey: [UInt8]) -> String {
        var hasher = SHA3_256()
        hasher.update(data: Array(".onion checksum".utf8))
        hasher.update(data: publicKey)
        hasher.update(data: [3])
        return text(Base32.encode(publicKey + Array(hasher.finalize()).prefix(2) + [3]), ".onion")
    }

    /// - Parameter bytes: 32 bytes, the hash of the destination.
    public static func i2p(_ bytes: [UInt8]) -> String { text(Base32.encode(bytes), ".b32.i2p") }

    private static func text(_ name: [UInt8], _ suffix: String) -> String {
        String(decoding: name, as: UTF8.self) + suffix
    }
}
