import Crypto

/// NATS' nkeys: Ed25519 keys in base32 with a prefix that tells their role and a checksum.
enum NKey {
    private static let seedPrefix: UInt8 = 18 << 3  // S
    private static let userPrefix: UInt8 = 20 << 3  // U
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The public key of a user's seed; the errors never show the seed.
    static func publicKey(seed: String) throws(DaemonError) -> String {
        let hint = "a seed file of a NATS user holds 58 characters that start with SU"
        // Two prefix bytes share three characters of five bits, then come 32 bytes of seed and two of checksum.
        guard let bytes = decode(seed), bytes.count == 36 else {
            throw DaemonError("the nkey seed is malformed", hint: hint)
        }
        let role = (bytes[0] & 7) << 5 | bytes[1] >> 3
        guard bytes[0] & 0xF8 == seedPrefix, role == userPrefix else {
            throw DaemonError("the nkey seed is not one of a user", hint: hint)
        }
        guard checksum(bytes[..<34]) == UInt16(bytes[34]) | UInt16(bytes[35]) << 8 else {
            throw DaemonError("the nkey seed has a wrong checksum", hint: hint)
        }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes[2..<34]) else {
            throw DaemonError("the nkey seed is malformed", hint: hint)
        }
        let body = [userPrefix] + key.publicKey.rawRepresentation
        let sum = checksum(body[...])
        return encode(body + [UInt8(truncatingIfNeeded: sum), UInt8(sum >> 8)])
    }

    /// CRC-16/XMODEM, as nkeys use it.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(into: UInt16(0)) { crc, byte in
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
    }

    private static func decode(_ text: String) -> [UInt8]? {
        var (bits, count, bytes) = (UInt32(0), 0, [UInt8]())
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 5 | UInt32(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        var (bits, count, text) = (UInt32(0), 0, [UInt8]())
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> UInt32(count)) & 31])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
