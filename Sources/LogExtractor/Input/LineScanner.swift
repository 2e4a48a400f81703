import Glibc

/// Cuts bytes into lines, and lines that are too long to a bound.
struct LineScanner {
    /// Bytes of a line at most; what is longer is cut there. Core's longest lines are some kilobytes.
    ///
    /// An event may hold the text several times, and the bytes of one that is no UTF-8 as three each: all that stays
    /// below the server's usual limit of 1 MiB.
    static let longest = 128 << 10

    /// Lines that were cut.
    private(set) var cut: UInt64 = 0
    /// The rest of a line that was cut is being passed over.
    private(set) var isSkipping = false

    /// Shows `body` each line that ends in `bytes`, without its end (LF or CR LF).
    /// - Returns: The number of bytes that are done with; the others are the beginning of a line.
    @inline(__always)
    mutating func scan(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var start = 0
        while start < bytes.count, let end = memchr(base + start, 0x0A, bytes.count - start) {
            let length = UnsafeRawPointer(end) - (base + start)
            if isSkipping {
                isSkipping = false
            } else {
                show(UnsafeRawBufferPointer(start: base + start, count: length), body)
            }
            start += length + 1
        }
        guard bytes.count - start > Self.longest || isSkipping else { return start }
        if !isSkipping { show(UnsafeRawBufferPointer(start: base + start, count: bytes.count - start), body) }
        isSkipping = true
        return bytes.count
    }

    /// Shows `body` a last line that has no end.
    mutating func finish(_ rest: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if !isSkipping, !rest.isEmpty { show(rest, body) }
        isSkipping = false
    }

    @inline(__always)
    private mutating func show(_ line: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var length = line.count
        if length > 0, line[length - 1] == 0x0D { length -= 1 }
        if length > Self.longest {
            cut += 1
            length = Self.longest
        }
        body(UnsafeRawBufferPointer(start: line.baseAddress, count: length))
    }
}
