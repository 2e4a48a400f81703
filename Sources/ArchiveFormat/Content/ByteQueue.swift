/// Bytes that are appended at one end and taken from the other; the room follows what is in it.
struct ByteQueue: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// The bytes are `base[start..<end]`; 0 ≤ start ≤ end ≤ capacity always.
    private var start = 0
    private var end = 0

    private static let smallest = 1 << 10

    init() {
        capacity = Self.smallest
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    var count: Int { end - start }
    var isEmpty: Bool { start == end }
    /// Bytes reserved, used or not.
    var reserved: Int { capacity }

    var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // Proof: the bytes are initialized, and only a mutation of the queue moves them, which the borrow forbids.
            let bytes = RawSpan(_unsafeStart: UnsafeRawPointer(base + start), byteCount: count)
            return _overrideLifetime(bytes, borrowing: self)
        }
    }

    /// - Precondition: `index` < `count`.
    subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count, "outside of the queue")
        return (base + start + index).load(as: UInt8.self)
    }

    mutating func append(_ source: RawSpan) {
        source.withUnsafeBytes { source in
            makeRoom(source.count)
            if let address = source.baseAddress { (base + end).copyMemory(from: address, byteCount: source.count) }
            end += source.count
        }
    }

    mutating func append(all source: borrowing ByteQueue) { append(source.bytes) }

    /// Has `fill` write behind the end, into at least `room` bytes; it tells how many it wrote.
    mutating func append<Failure: Error>(
        room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        makeRoom(room)
        let written = try fill(UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end))
        precondition(written >= 0 && written <= capacity - end, "wrote outside of the queue")
        end += written
    }

    /// Takes `count` bytes away from the front.
    mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "outside of the queue")
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    /// Takes away what lies behind the first `count` bytes.
    mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count, "outside of the queue")
        end = start + count
    }

    /// Gives memory back that one large message needed, when nothing is left.
    mutating func shrink(above limit: Int) {
        guard isEmpty, capacity > limit else { return }
        base.deallocate()
        capacity = Self.smallest
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    private mutating func makeRoom(_ room: Int) {
        guard capacity - end < room else { return }
        if start > 0, start >= capacity / 2 || capacity - count >= room && count <= 4096 {
            base.copyMemory(from: base + start, byteCount: count)
            (start, end) = (0, count)
        }
        guard capacity - end < room else { return }
        let larger = max(capacity * 2, count + room)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        copy.copyMemory(from: base + start, byteCount: count)
        base.deallocate()
        (base, capacity, start, end) = (copy, larger, 0, count)
    }
}
