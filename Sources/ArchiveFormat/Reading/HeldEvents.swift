/// Events that are held back, and those of them that may be shown.
struct HeldEvents: ~Copyable {
    private var bytes = ByteQueue()
    /// Of all events in `bytes`, in order.
    private var lengths: [Int] = []
    /// The event that is shown, and how many behind it may be.
    private var shown = -1
    private var ready = 0
    private var offset = 0

    var event: RawSpan {
        @_lifetime(borrow self)
        get { bytes.bytes.extracting(offset..<offset + lengths[shown]) }
    }

    /// Bytes held.
    var count: Int { bytes.count - offset }
    var isReady: Bool { shown + 1 < ready }

    mutating func append(_ event: RawSpan) {
        bytes.append(event)
        lengths.append(event.byteCount)
    }

    /// All that is held may be shown.
    mutating func release() { ready = lengths.count }

    mutating func removeUnreleased() {
        let kept = lengths[..<ready].reduce(0, +)
        lengths.removeSubrange(ready...)
        bytes.truncate(to: kept)
    }

    mutating func removeAll() {
        bytes.consume(bytes.count)
        bytes.shrink(above: 1 << 20)
        lengths.removeAll(keepingCapacity: true)
        (shown, ready, offset) = (-1, 0, 0)
    }

    /// Goes to the next event that may be shown.
    mutating func showNext() -> Bool {
        guard isReady else {
            forgetShown()
            return false
        }
        if shown >= 0 { offset += lengths[shown] }
        shown += 1
        return true
    }

    private mutating func forgetShown() {
        guard shown >= 0 else { return }
        bytes.consume(offset + lengths[shown])
        lengths.removeFirst(shown + 1)
        (shown, ready, offset) = (-1, 0, 0)
    }
}
