/// A list of addresses: one address or CIDR block a line; what stands behind `#` is a comment.
public enum IPListFile {
    public static func prefixes(_ bytes: [UInt8], path: String) throws(DaemonError) -> [IPPrefix] {
        var prefixes: [IPPrefix] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            var text = line.prefix { $0 != UInt8(ascii: "#") }.drop { isSpace($0) }
            while let last = text.last, isSpace(last) { text.removeLast() }
            if text.isEmpty { continue }
            guard let prefix = IPPrefix(text) else {
                throw DaemonError(
                    "\(path), line \(index + 1): '\(String(decoding: text.prefix(60), as: UTF8.self))' is no address",
                    hint: "one address or CIDR block a line, comments behind #")
            }
            prefixes.append(prefix)
        }
        return prefixes
    }

    /// Adds the number of lines of each list to `metrics`.
    public static func register(
        in metrics: MetricsRegistry, _ lists: @escaping @Sendable () -> [(name: String, prefixes: [IPPrefix])]
    ) {
        let name = metrics.prefix + "ip_list_prefixes"
        metrics.collect { writer in
            writer.metric(name, .gauge, "Addresses and CIDR blocks of a list from a file.")
            for (list, prefixes) in lists() { writer.sample(name, [("list", list)], UInt64(prefixes.count)) }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
