/// A user agent of a usual form (BIP-0014): known clients with plain versions, such as `/Satoshi:29.0.0/Knots:20250305/`.
///
/// Peers choose what they say; of the rest no series are made.
struct UserAgent {
    /// As a label: as it was told, without comments.
    let label: String
    /// The position in `clients` of the last client named.
    let client: Int

    static let clients = [
        "Satoshi", "Knots", "btcd", "btcwire", "bitcoinj", "Bitcoin ABC", "Bitcoin Wallet", "BitcoinUnlimited",
        "Bither",
        "Bitnodes", "bitcoin-seeder", "bcoin", "breadwallet", "btcsuite", "bx", "electrum", "Electrs", "floresta",
        "Floresta",
        "getumbrel", "gocoin", "Gocoin", "kyoto", "libbitcoin", "LibreRelay", "MultiBit", "neutrino", "nakamoto",
        "pynode",
        "p2p-extractor", "rust-bitcoin", "rustnode", "StartOS", "utreexod", "UASF-SegWit", "Cornell-Falcon-Network",
        "btcrpcclient", "dsn.tm.kit.edu", "bitnodes.io", "ViaBTC", "BitMEX", "Peer-Observer", "bitprojects.io",
    ]
    private static let indexes = Dictionary(uniqueKeysWithValues: clients.enumerated().map { ($0.element, $0.offset) })

    private static let mostParts = 3

    /// nil for one of no known form.
    init?(_ text: String) {
        guard text.utf8.count <= 128, text.hasPrefix("/"), text.hasSuffix("/"), text.utf8.count > 2 else { return nil }
        let bare = Self.withoutComments(text)
        let parts = bare.dropFirst().dropLast().split(separator: "/", omittingEmptySubsequences: false)
        guard 1...Self.mostParts ~= parts.count else { return nil }
        var client = 0
        for part in parts {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count == 2, let known = Self.indexes[String(pieces[0])], Self.isVersion(pieces[1]) else {
                return nil
            }
            client = known
        }
        self.client = client
        label = bare
    }

    /// Up to four numbers with dots between them, and rc1 or the like behind them.
    private static func isVersion(_ text: Substring) -> Bool {
        var text = text
        if let candidate = text.range(of: "rc") {
            let number = text[candidate.upperBound...]
            guard number.count == 1, number.allSatisfy(\.isNumber) else { return false }
            text = text[..<candidate.lowerBound]
        }
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        return 1...4 ~= numbers.count
            && numbers.allSatisfy { number in
                1...8 ~= number.utf8.count && number.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            }
    }

    private static func withoutComments(_ text: String) -> String {
        var (bytes, depth) = ([UInt8](), 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")") where depth > 0: depth -= 1
            default: if depth == 0 { bytes.append(byte) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// The first place of `text`.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
