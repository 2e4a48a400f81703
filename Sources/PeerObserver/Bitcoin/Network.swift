/// A Bitcoin network, by the four bytes that its messages begin with (Core's `pchMessageStart`).
public struct Network: Hashable, Sendable {
    public let name: String
    public let magic: [UInt8]

    /// - Parameter magic: 4 bytes.
    public init(name: String, magic: [UInt8]) {
        self.name = name
        self.magic = magic
    }

    public static let mainnet = Network(name: "mainnet", magic: [0xf9, 0xbe, 0xb4, 0xd9])
    public static let testnet3 = Network(name: "testnet3", magic: [0x0b, 0x11, 0x09, 0x07])
    public static let testnet4 = Network(name: "testnet4", magic: [0x1c, 0x16, 0x3f, 0x28])
    public static let signet = Network(name: "signet", magic: [0x0a, 0x03, 0xcf, 0x40])
    public static let regtest = Network(name: "regtest", magic: [0xfa, 0xbf, 0xb5, 0xda])
    public static let all = [mainnet, testnet3, testnet4, signet, regtest]

    /// - Parameter text: One of the names above, or `signet:` and the 8 hex digits of a custom signet's magic, as its nodes
    ///   log it ("Signet derived magic").
    public init?(_ text: String) {
        if let known = Self.all.first(where: { $0.name == text }) {
            self = known
        } else if text.hasPrefix("signet:"), let magic = Hex.decode(String(text.dropFirst(7))), magic.count == 4 {
            self.init(name: "signet", magic: magic)
        } else {
            return nil
        }
    }
}
