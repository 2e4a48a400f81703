/// The BPF object file that is built into the program.
enum BPFObject {
    /// The bytes of the object file, decoded anew at each call (it is loaded once).
    static func bytes() -> [UInt8] {
        BPFObjectFile.hexadecimal.withUTF8Buffer { digits in
            [UInt8](unsafeUninitializedCapacity: digits.count / 2) { bytes, count in
                count = digits.count / 2
                for index in 0..<count {
                    bytes[index] = value(of: digits[2 * index]) << 4 | value(of: digits[2 * index + 1])
                }
            }
        }
    }

    private static func value(of digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}
