/// Base32 of RFC 4648 in lower case and without padding, as onion and I2P names use it.
enum Base32 {
    private static let digits: [UInt8] = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(digits[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 {
            text.append(digits[Int(buffer << UInt32(5 - bits) & 31)])
        }
        return text
    }
}
