import PeerObserver

/// What a subject tells of its events, remembered for each.
struct Routes: Sendable {
    struct Route: Sendable {
        /// Without the node.
        let kind: String
        let node: String?
        /// The field that names the node, encoded; empty without one.
        let nodeField: [UInt8]
        let treatment: ArchiveFilter.Treatment
    }

    private let filter: ArchiveFilter
    /// By a hash of the subject; what shares a place takes it over.
    private var cache: [(subject: [UInt8], route: Route)?] = Array(repeating: nil, count: 1024)

    init(_ filter: ArchiveFilter) { self.filter = filter }

    mutating func route(_ subject: UnsafeRawBufferPointer) -> Route {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in subject { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let place = Int(truncatingIfNeeded: (hash ^ hash >> 32) & 1023)
        if let known = cache[place], known.subject.elementsEqual(subject) { return known.route }
        let route = make(subject)
        cache[place] = (Array(subject), route)
        return route
    }

    private func make(_ subject: UnsafeRawBufferPointer) -> Route {
        let node = Subject.node(subject)
        let text = String(decoding: subject, as: UTF8.self)
        let kind = node.map { String(text.dropFirst("node.\($0).".count)) } ?? text
        return Route(
            kind: kind, node: node, nodeField: node.map { Self.field($0) } ?? [], treatment: filter.treatment(of: kind))
    }

    /// Field 1000 of an event.
    private static func field(_ node: String) -> [UInt8] {
        var event = Event(timestamp: 0)
        event.node = node
        // Without the time before it, which takes two bytes.
        return Array(event.encoded().dropFirst(2))
    }
}
