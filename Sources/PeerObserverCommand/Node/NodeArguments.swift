/// What a node was told: its command line, then its bitcoin.conf.
struct NodeArguments: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        /// The section of bitcoin.conf; nil on the command line and before the first section.
        let section: String?
        let name: String
        let value: String
    }

    var commandLine: [Entry] = []
    var file: [Entry] = []

    /// What belongs to one network: outside of sections, the main chain alone goes by it.
    private static let ofOneNetwork: Set = ["addnode", "connect", "port", "bind", "rpcport", "rpcbind"]

    /// The value that counts: the last of the command line, else the first of the file, the chain's section before the rest.
    func value(_ name: String, on chain: Chain) -> String? {
        if let entry = commandLine.last(where: { $0.name == name }) { return entry.value }
        return fileValues(name, on: chain).first
    }

    func values(_ name: String, on chain: Chain) -> [String] {
        commandLine.filter { $0.name == name }.map(\.value) + fileValues(name, on: chain)
    }

    private func fileValues(_ name: String, on chain: Chain) -> [String] {
        let own = file.filter { $0.section == chain.name && $0.name == name }
        let isGeneral = chain == .main || !Self.ofOneNetwork.contains(name)
        return (own + (isGeneral ? file.filter { $0.section == nil && $0.name == name } : [])).map(\.value)
    }

    /// The chain that was chosen; nil for an unknown one.
    var chain: Chain? {
        for entries in [commandLine, file.filter { $0.section == nil }] {
            if let name = entries.last(where: { $0.name == "chain" })?.value { return Chain.named(name) }
            for (flag, name) in [
                ("regtest", "regtest"), ("signet", "signet"), ("testnet4", "testnet4"), ("testnet", "test"),
            ]
            where entries.last(where: { $0.name == flag }).map({ $0.value != "0" }) == true {
                return Chain.named(name)
            }
        }
        return .main
    }

    static func commandLine(_ words: [String]) -> [Entry] {
        words.compactMap { word in
            guard word.hasPrefix("-") else { return nil }
            return entry(word.drop { $0 == "-" }, nil)
        }
    }

    /// Reads bitcoin.conf.
    static func file(_ text: String) -> [Entry] {
        var section: String?
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let line = trimmed(line.prefix { $0 != "#" })
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast())
                return nil
            }
            guard line.contains("=") else { return nil }
            // A key may name its section itself: regtest.rpcport=1.
            let parts = line.split(separator: ".", maxSplits: 1)
            if parts.count == 2, Chain.named(String(parts[0])) != nil { return entry(parts[1], String(parts[0])) }
            return entry(line, section)
        }
    }

    /// `name=value`, `name` or `noname`.
    private static func entry(_ text: Substring, _ section: String?) -> Entry? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        guard let name = parts.first, !name.isEmpty else { return nil }
        let value = parts.count == 2 ? String(parts[1]) : "1"
        // No option of a node begins so by itself.
        if name.hasPrefix("no") {
            return Entry(section: section, name: String(name.dropFirst(2)), value: value == "0" ? "1" : "0")
        }
        return Entry(section: section, name: String(name), value: value)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
