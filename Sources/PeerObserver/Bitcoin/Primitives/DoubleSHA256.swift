import Crypto

/// SHA-256 twice, the hash of blocks, transactions and message checksums.
enum DoubleSHA256 {
    static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash256 {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return finish(hasher)
    }

    /// The hash of several pieces in a row.
    static func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ third: UnsafeRawBufferPointer)
        -> Hash256
    {
        var hasher = SHA256()
        hasher.update(bufferPointer: first)
        hasher.update(bufferPointer: second)
        hasher.update(bufferPointer: third)
        return finish(hasher)
    }

    private static func finish(_ hasher: SHA256) -> Hash256 {
        hasher.finalize().withUnsafeBytes { inner in
            var outer = SHA256()
            outer.update(bufferPointer: inner)
            // A SHA-256 digest has 32 bytes, so there is always a hash.
            return outer.finalize().withUnsafeBytes { Hash256($0) ?? .zero }
        }
    }
}
