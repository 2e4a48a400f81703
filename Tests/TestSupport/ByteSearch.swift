import Glibc

/// Looking for bytes among many.
package enum ByteSearch {
    package static func contains(_ haystack: [UInt8], _ needle: [UInt8]) -> Bool {
        guard let first = needle.first, haystack.count >= needle.count else { return false }
        return haystack.withUnsafeBufferPointer { haystack in
            needle.withUnsafeBufferPointer { needle in
                let last = haystack.count - needle.count
                var index = 0
                while index <= last, let base = haystack.baseAddress, let other = needle.baseAddress {
                    guard let hit = memchr(base + index, Int32(first), last - index + 1) else { return false }
                    index = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
                    if memcmp(base + index, other, needle.count) == 0 { return true }
                    index += 1
                }
                return false
            }
        }
    }
}
