/// Events that wait for a connection, oldest first, in segments that are freed as they empty.
struct Backlog: ~Copyable {
    /// Bytes an event costs beside its payload.
    static let overhead = MemoryLayout<UInt>.size + MemoryLayout<UInt32>.size
    private static let segmentSize = 256 * 1024

    private let limit: Int
    private var segments: [[UInt8]] = []
    private var firstSegment = 0
    private var offset = 0
    /// Bytes in use, overhead included.
    private(set) var byteCount = 0

    /// `limit` in bytes, payloads and overhead.
    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { byteCount == 0 }

    /// False, and nothing is kept, when the limit would be passed.
    mutating func append(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) -> Bool {
        let size = Self.overhead + payload.count
        guard byteCount + size <= limit else { return false }
        if segments.isEmpty || segments[segments.count - 1].count + size > Self.segmentSize {
            segments.append([])
            segments[segments.count - 1].reserveCapacity(max(size, Self.segmentSize))
        }
        withUnsafeBytes(of: UInt(bitPattern: subject.cString)) { segments[segments.count - 1].append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(payload.count)) { segments[segments.count - 1].append(contentsOf: $0) }
        segments[segments.count - 1].append(contentsOf: payload)
        byteCount += size
        return true
    }

    /// Shows the oldest event to `take`, which tells whether it is done with; false when it is to stay, or there is
    /// none.
    mutating func takeFirst(_ take: (UnsafeRawBufferPointer, BusSubject) -> Bool) -> Bool {
        guard !isEmpty else { return false }
        let start = offset
        let (taken, size) = segments[firstSegment].withUnsafeBytes { bytes -> (Bool, Int) in
            // Proof: `append` wrote this event whole into this segment: a subject's address, a length, that many bytes.
            let address = bytes.loadUnaligned(fromByteOffset: start, as: UInt.self)
            let count = Int(bytes.loadUnaligned(fromByteOffset: start + MemoryLayout<UInt>.size, as: UInt32.self))
            let payload = UnsafeRawBufferPointer(
                rebasing: bytes[(start + Self.overhead)..<(start + Self.overhead + count)])
            guard let cString = UnsafePointer<CChar>(bitPattern: address) else { return (true, Self.overhead + count) }
            return (take(payload, BusSubject(interned: cString)), Self.overhead + count)
        }
        guard taken else { return false }
        byteCount -= size
        offset += size
        if offset == segments[firstSegment].count { dropFirstSegment() }
        return true
    }

    private mutating func dropFirstSegment() {
        segments[firstSegment] = []
        firstSegment += 1
        offset = 0
        if firstSegment == segments.count {
            segments.removeAll()
            firstSegment = 0
        } else if firstSegment >= 64 {
            segments.removeFirst(firstSegment)
            firstSegment = 0
        }
    }
}
