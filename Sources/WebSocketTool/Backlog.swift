/// The last events of each kind, as they came from the bus.
struct Backlog {
    /// An event that is kept.
    struct Entry {
        /// Counts all events, so that kinds can be merged.
        let number: UInt64
        fileprivate let offset: Int
        fileprivate let subjectLength: Int
        fileprivate let byteCount: Int
    }

    /// Most events of a kind.
    let eventLimit: Int
    /// Most bytes of a kind.
    let byteLimit: Int
    private var rings: [EventRing]
    private var number: UInt64 = 0

    init(eventLimit: Int, byteLimit: Int) {
        self.eventLimit = eventLimit
        self.byteLimit = byteLimit
        rings = EventKind.allCases.map { _ in EventRing(eventLimit: eventLimit, byteLimit: byteLimit) }
    }

    var eventCount: Int { rings.reduce(0) { $0 + $1.count } }
    var byteCount: Int { rings.reduce(0) { $0 + $1.byteCount } }

    mutating func append(_ kind: EventKind, subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        number += 1
        rings[kind.rawValue].append(number, subject, payload)
    }

    /// Shows the events of these kinds to `take`, newest first, until it returns false. The bytes are valid within it only.
    func newest(
        of kinds: EventKinds,
        _ take: (_ subject: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, EventKind) -> Bool
    ) {
        var places = kinds.kinds.filter { rings[$0.rawValue].count > 0 }.map { (kind: $0, index: 0) }
        while true {
            var best: (place: Int, entry: Entry)?
            for (place, ring) in places.enumerated() where ring.index < rings[ring.kind.rawValue].count {
                let entry = rings[ring.kind.rawValue].fromNewest(ring.index)
                if best.map({ $0.entry.number < entry.number }) ?? true { best = (place, entry) }
            }
            guard let best else { return }
            let kind = places[best.place].kind
            guard rings[kind.rawValue].with(best.entry, { take($0, $1, kind) }) else { return }
            places[best.place].index += 1
        }
    }
}

/// Events of one kind, one behind the other in a buffer that is used round and round: no allocation an event.
private struct EventRing {
    private let eventLimit: Int
    private let byteLimit: Int
    private var bytes: [UInt8] = []
    /// Where the next event goes, unless it does not fit there.
    private var end = 0
    private var entries: [Backlog.Entry] = []
    /// Where the oldest stands among the entries.
    private var first = 0
    private(set) var count = 0
    private(set) var byteCount = 0

    init(eventLimit: Int, byteLimit: Int) {
        self.eventLimit = eventLimit
        self.byteLimit = byteLimit
    }

    /// The newest is 0.
    func fromNewest(_ index: Int) -> Backlog.Entry { entries[(first + count - 1 - index) % entries.count] }

    func with<Result>(
        _ entry: Backlog.Entry, _ use: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result
    ) -> Result {
        bytes[entry.offset..<entry.offset + entry.byteCount].withUnsafeBytes {
            use(
                UnsafeRawBufferPointer(rebasing: $0[..<entry.subjectLength]),
                UnsafeRawBufferPointer(rebasing: $0[entry.subjectLength...]))
        }
    }

    mutating func append(_ number: UInt64, _ subject: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        let size = subject.count + payload.count
        guard eventLimit > 0, size <= byteLimit else { return }
        while count >= eventLimit { removeOldest() }
        let offset = room(for: size)
        bytes.withUnsafeMutableBytes {
            let target = UnsafeMutableRawBufferPointer(rebasing: $0[offset..<offset + size])
            target.copyMemory(from: subject)
            UnsafeMutableRawBufferPointer(rebasing: target[subject.count...]).copyMemory(from: payload)
        }
        end = offset + size
        let entry = Backlog.Entry(number: number, offset: offset, subjectLength: subject.count, byteCount: size)
        if count == entries.count, count < eventLimit {
            inOrder()
            entries.append(entry)
        } else {
            entries[(first + count) % entries.count] = entry
        }
        count += 1
        byteCount += size
    }

    private mutating func removeOldest() {
        byteCount -= entries[first].byteCount
        first = (first + 1) % entries.count
        count -= 1
    }

    /// Where `size` bytes are free: grows the buffer up to the limit, then lets the oldest events go.
    private mutating func room(for size: Int) -> Int {
        while true {
            guard count > 0 else {
                if bytes.count < size { grow(to: size) }
                return 0
            }
            let oldest = entries[first].offset
            if end > oldest {
                // Free are the bytes behind the newest and those before the oldest.
                if bytes.count - end >= size { return end }
                if oldest >= size { return 0 }
            } else if oldest - end >= size {
                return end
            }
            if bytes.count < byteLimit { grow(to: byteCount + size) } else { removeOldest() }
        }
    }

    /// Doubles the buffer, or more if that is needed, and puts the events in order.
    private mutating func grow(to size: Int) {
        var larger = [UInt8](repeating: 0, count: min(byteLimit, max(size, 2 * bytes.count, 4096)))
        inOrder()
        var position = 0
        for index in 0..<count {
            let entry = entries[index]
            larger.replaceSubrange(
                position..<position + entry.byteCount, with: bytes[entry.offset..<entry.offset + entry.byteCount])
            entries[index] = Backlog.Entry(
                number: entry.number, offset: position, subjectLength: entry.subjectLength, byteCount: entry.byteCount)
            position += entry.byteCount
        }
        bytes = larger
        end = position
    }

    /// Has the oldest entry stand first, and none behind the newest.
    private mutating func inOrder() {
        guard first > 0 || count < entries.count else { return }
        entries = (0..<count).map { entries[(first + $0) % entries.count] }
        first = 0
    }
}
