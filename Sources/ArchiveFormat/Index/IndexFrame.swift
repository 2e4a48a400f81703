/// The index inside a seekable archive: a skippable frame at its end, whose last 16 bytes tell its length and what it is.
enum IndexFrame {
    static let magic: UInt32 = 0x184D_2A5D
    private static let tag = Array("POINDEX1".utf8)
    /// Bytes that tell how long the index before them is.
    static let tailLength = 16
    /// 150,000 blocks or more.
    static let longest = 32 << 20

    static func encode(_ index: [UInt8]) -> [UInt8] {
        let content = index.count + tailLength
        return littleEndian(magic) + littleEndian(UInt32(clamping: content)) + index + littleEndian(UInt64(index.count))
            + tag
    }

    /// Bytes of the index that this tail belongs to; nil for a file that ends otherwise.
    static func length(tail: RawSpan) -> Int? {
        guard tail.byteCount == tailLength else { return nil }
        let length = tail.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self).littleEndian
        let isTagged = (0..<8).allSatisfy { tail.unsafeLoad(fromByteOffset: 8 + $0, as: UInt8.self) == tag[$0] }
        return isTagged && length <= UInt64(longest) ? Int(length) : nil
    }

    /// Whether eight bytes begin the frame of an index of that length.
    static func begins(_ head: [UInt8], length: Int) -> Bool {
        head == littleEndian(magic) + littleEndian(UInt32(clamping: length + tailLength))
    }

    private static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
    }
}
