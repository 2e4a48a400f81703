/// A 32-byte hash in internal byte order, held inline: no allocation, however many there are.
public struct Hash256: Hashable, Sendable {
    public static let byteCount = 32
    public static let zero = Hash256(0, 0, 0, 0)

    /// Eight bytes each, as they lie in memory.
    private let word0, word1, word2, word3: UInt64

    private init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    /// - Parameter bytes: 32 bytes in internal order; nil for another count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(uncheckedFrom: bytes.span.bytes, at: 0)
    }

    /// - Parameter bytes: at least 32 bytes; only the first 32 are read. nil for fewer.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.byteCount else { return nil }
        self.init(uncheckedFrom: RawSpan(_unsafeBytes: bytes), at: 0)
    }

    /// - Precondition: 32 bytes lie in `span` from `offset` on.
    @inline(__always)
    init(uncheckedFrom span: RawSpan, at offset: Int) {
        self.init(
            span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self),
            span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset + 8, as: UInt64.self),
            span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset + 16, as: UInt64.self),
            span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset + 24, as: UInt64.self))
    }

    /// - Parameter displayHex: 64 hex digits in display order, as RPCs and block explorers print them.
    public init?(displayHex: String) {
        guard let bytes = Hex.decode(displayHex), bytes.count == Self.byteCount else { return nil }
        self.init(bytes.reversed())
    }

    /// - Precondition: 32 bytes may be written at `target`.
    @inline(__always)
    func store(to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: word0, as: UInt64.self)
        target.storeBytes(of: word1, toByteOffset: 8, as: UInt64.self)
        target.storeBytes(of: word2, toByteOffset: 16, as: UInt64.self)
        target.storeBytes(of: word3, toByteOffset: 24, as: UInt64.self)
    }

    /// The 32 bytes in internal order.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var copy = self
        return Swift.withUnsafeBytes(of: &copy, body)
    }

    /// The 32 bytes in internal order.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }
}

extension Hash256: CustomStringConvertible {
    /// 64 hex digits in display order.
    public var description: String { Hex.encode(bytes.reversed()) }
}
