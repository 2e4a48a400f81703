/// A 6-byte short transaction id of BIP-0152.
public struct ShortID: Hashable, Sendable {
    public static let byteCount = 6

    /// 48 bits, little-endian on the wire.
    public let value: UInt64

    public init() { value = 0 }

    /// - Parameter value: only the low 48 bits count.
    public init(_ value: UInt64) { self.value = value & 0xffff_ffff_ffff }

    /// - Precondition: 6 bytes lie in `span` from `offset` on.
    init(uncheckedFrom span: RawSpan, at offset: Int) {
        let low = UInt32(littleEndian: span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
        let high = UInt16(littleEndian: span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset + 4, as: UInt16.self))
        value = UInt64(high) << 32 | UInt64(low)
    }

    /// - Precondition: 6 bytes may be written at `target`.
    func store(to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian, as: UInt32.self)
        target.storeBytes(of: UInt16(truncatingIfNeeded: value >> 32).littleEndian, toByteOffset: 4, as: UInt16.self)
    }

    /// The 6 bytes as on the wire.
    public var bytes: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}
