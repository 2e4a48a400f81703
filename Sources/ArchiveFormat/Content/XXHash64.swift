/// XXH64 with seed 0, the checksum of zstd frames. A copy goes on by itself.
struct XXHash64: Sendable {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    private var lanes: InlineArray<4, UInt64> = [prime1 &+ prime2, prime2, 0, 0 &- prime1]
    /// What does not fill a stripe yet.
    private var pending = InlineArray<32, UInt8>(repeating: 0)
    private var pendingCount = 0
    private var total: UInt64 = 0

    init() {}

    static func of(_ bytes: RawSpan) -> UInt64 {
        var hash = XXHash64()
        hash.update(bytes)
        return hash.value
    }

    mutating func update(_ bytes: RawSpan) {
        total &+= UInt64(bytes.byteCount)
        var offset = 0
        if pendingCount > 0 {
            while pendingCount < Self.stripe, offset < bytes.byteCount {
                pending[pendingCount] = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
                pendingCount += 1
                offset += 1
            }
            guard pendingCount == Self.stripe else { return }
            let stripe = pending
            consume(stripe.span.bytes, at: 0)
            pendingCount = 0
        }
        while bytes.byteCount - offset >= Self.stripe {
            consume(bytes, at: offset)
            offset += Self.stripe
        }
        while offset < bytes.byteCount {
            pending[pendingCount] = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            pendingCount += 1
            offset += 1
        }
    }

    var value: UInt64 {
        var hash: UInt64
        if total >= UInt64(Self.stripe) {
            hash =
                Self.rotate(lanes[0], 1) &+ Self.rotate(lanes[1], 7) &+ Self.rotate(lanes[2], 12)
                &+ Self.rotate(lanes[3], 18)
            for lane in 0..<4 {
                hash = (hash ^ Self.round(0, lanes[lane])) &* Self.prime1 &+ Self.prime4
            }
        } else {
            hash = Self.prime5
        }
        hash &+= total
        let rest = pending
        let bytes = rest.span.bytes
        var offset = 0
        while offset + 8 <= pendingCount {
            hash ^= Self.round(0, bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
            hash = Self.rotate(hash, 27) &* Self.prime1 &+ Self.prime4
            offset += 8
        }
        if offset + 4 <= pendingCount {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
            hash ^= UInt64(word) &* Self.prime1
            hash = Self.rotate(hash, 23) &* Self.prime2 &+ Self.prime3
            offset += 4
        }
        while offset < pendingCount {
            hash ^= UInt64(pending[offset]) &* Self.prime5
            hash = Self.rotate(hash, 11) &* Self.prime1
            offset += 1
        }
        hash = (hash ^ hash >> 33) &* Self.prime2
        hash = (hash ^ hash >> 29) &* Self.prime3
        return hash ^ hash >> 32
    }

    /// - Precondition: 32 bytes lie at `offset`.
    @inline(__always)
    private mutating func consume(_ bytes: RawSpan, at offset: Int) {
        for lane in 0..<4 {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8 * lane, as: UInt64.self).littleEndian
            lanes[lane] = Self.round(lanes[lane], word)
        }
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}
