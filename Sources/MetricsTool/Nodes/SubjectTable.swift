import PeerObserver

/// Knows where the events of a subject belong: to which node, and to which of its subjects.
struct SubjectTable: Sendable {
    struct Route: Sendable {
        let node: Int
        let subject: Int
    }

    private struct Entry: Sendable {
        let bytes: [UInt8]
        let route: Route
    }

    /// By a hash of the subject; what shares a place takes it over.
    private var cache: [Entry?] = Array(repeating: nil, count: 1024)

    /// nil for a subject that is not remembered.
    @inline(__always)
    func route(_ subject: UnsafeRawBufferPointer) -> Route? {
        guard let entry = cache[place(subject)], entry.bytes.elementsEqual(subject) else { return nil }
        return entry.route
    }

    mutating func remember(_ subject: UnsafeRawBufferPointer, _ route: Route) {
        cache[place(subject)] = Entry(bytes: Array(subject), route: route)
    }

    @inline(__always)
    private func place(_ subject: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in subject { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 1023)
    }
}
