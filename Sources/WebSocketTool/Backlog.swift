/// The last events of each kind, as they came from the bus.
struct Backlog {
    struct Entry {
        /// Counts all events, so that kinds can be merged.
        let number: UInt64
        private let bytes: [UInt8]
        private let subjectLength: Int

        init(number: UInt64, subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
            self.number = number
            subjectLength = subject.count
            bytes = [UInt8](unsafeUninitializedCapacity: subject.count + payload.count) { buffer, count in
                let target = UnsafeMutableRawBufferPointer(buffer)
                // The capacity is what both need.
                target.copyMemory(from: subject)
                UnsafeMutableRawBufferPointer(rebasing: target[subject.count...]).copyMemory(from: payload)
                count = subject.count + payload.count
            }
        }

        var byteCount: Int { bytes.count + 64 }

        func with<Result>(
            _ use: (_ subject: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> Result
        ) -> Result {
            bytes.withUnsafeBytes {
                use(
                    UnsafeRawBufferPointer(rebasing: $0[..<subjectLength]),
                    UnsafeRawBufferPointer(rebasing: $0[subjectLength...]))
            }
        }
    }

    private struct Ring {
        var entries: [Entry?] = []
        /// Where the oldest stands.
        var first = 0
        var count = 0
        var byteCount = 0

        /// The newest is 0.
        func fromNewest(_ index: Int) -> Entry? { entries[(first + count - 1 - index) % entries.count] }

        mutating func removeOldest() {
            byteCount -= entries[first]?.byteCount ?? 0
            entries[first] = nil
            first = (first + 1) % entries.count
            count -= 1
        }

        mutating func append(_ entry: Entry, limit: Int) {
            if count == entries.count {
                // Grows up to the limit as it fills; the ring is in order whenever it is full for the first time.
                let ordered = (0..<count).map { entries[(first + $0) % entries.count] }
                entries = ordered + [Entry?](repeating: nil, count: min(max(16, count), limit - count))
                first = 0
            }
            entries[(first + count) % entries.count] = entry
            count += 1
            byteCount += entry.byteCount
        }
    }

    /// Most events of a kind.
    let eventLimit: Int
    /// Most bytes of a kind.
    let byteLimit: Int
    private var rings = [Ring](repeating: Ring(), count: EventKind.allCases.count)
    private var number: UInt64 = 0

    init(eventLimit: Int, byteLimit: Int) {
        self.eventLimit = eventLimit
        self.byteLimit = byteLimit
    }

    var eventCount: Int { rings.reduce(0) { $0 + $1.count } }
    var byteCount: Int { rings.reduce(0) { $0 + $1.byteCount } }

    mutating func append(_ kind: EventKind, subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        number += 1
        guard eventLimit > 0 else { return }
        let entry = Entry(number: number, subject: subject, payload: payload)
        guard entry.byteCount <= byteLimit else { return }
        let ring = kind.rawValue
        while rings[ring].count >= eventLimit || rings[ring].byteCount + entry.byteCount > byteLimit {
            rings[ring].removeOldest()
        }
        rings[ring].append(entry, limit: eventLimit)
    }

    /// Shows the events of these kinds to `take`, newest first, until it returns false.
    func newest(of kinds: EventKinds, _ take: (Entry, EventKind) -> Bool) {
        var places = kinds.kinds.filter { rings[$0.rawValue].count > 0 }.map { (kind: $0, index: 0) }
        while true {
            var best: (place: Int, entry: Entry)?
            for (place, ring) in places.enumerated() where ring.index < rings[ring.kind.rawValue].count {
                guard let entry = rings[ring.kind.rawValue].fromNewest(ring.index) else { continue }
                if best.map({ $0.entry.number < entry.number }) ?? true { best = (place, entry) }
            }
            guard let best, take(best.entry, places[best.place].kind) else { return }
            places[best.place].index += 1
        }
    }
}
