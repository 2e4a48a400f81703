import Daemon
import PeerObserver

/// The nodes of a fleet, and which of them an event is of.
struct NodeTable: Sendable {
    private struct Route: Sendable {
        let bytes: [UInt8]
        let subject: Subject?
        /// Whether the subject names a node: then the event's own word does not count.
        let isNamed: Bool
        /// nil where it names none, or one that is not looked at.
        let node: Int?
    }

    let settings: WatchSettings
    private(set) var nodes: [NodeWatch] = []
    private var places: [String?: Int] = [:]
    /// By a hash of the subject; what shares a place takes it over.
    private var cache: [Route?] = Array(repeating: nil, count: 1024)
    /// The last name that stood in an event and not in its subject.
    private var lastNamed: (name: [UInt8], place: Int)?
    /// Events of nodes beyond the limit, or whose names are none.
    private(set) var otherNodeEvents: UInt64 = 0

    /// Nodes that are told apart.
    static let limit = 500

    init(_ settings: WatchSettings) { self.settings = settings }

    subscript(place: Int) -> NodeWatch {
        _read { yield nodes[place] }
        _modify { yield &nodes[place] }
    }

    /// Where an event belongs; nil for a subject that is not known, or a node beyond the limit.
    mutating func route(
        _ subject: UnsafeRawBufferPointer, _ head: EventHead, _ input: RawSpan
    ) -> (place: Int, subject: Subject)? {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in subject { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let slot = Int(truncatingIfNeeded: (hash ^ hash >> 32) & 1023)
        let route: Route
        if let known = cache[slot], known.bytes.elementsEqual(subject) {
            route = known
        } else {
            route = make(subject)
            cache[slot] = route
        }
        guard let kind = route.subject else { return nil }
        guard let place = route.isNamed ? route.node : place(named: head.node, input) else {
            otherNodeEvents += 1
            return nil
        }
        return (place, kind)
    }

    private mutating func make(_ bytes: UnsafeRawBufferPointer) -> Route {
        let node = Subject.node(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        let name = node.map { String(text.dropFirst("node.\($0).".count)) } ?? text
        return Route(
            bytes: Array(bytes), subject: Self.subjects[name], isNamed: node != nil,
            node: node.flatMap { place($0) })
    }

    private mutating func place(named range: Range<Int>?, _ input: RawSpan) -> Int? {
        guard let range else { return place(nil) }
        if let lastNamed, input.withUnsafeBytes({ $0[range].elementsEqual(lastNamed.name) }) { return lastNamed.place }
        guard let place = place(input.text(range)) else { return nil }
        lastNamed = (input.bytes(range), place)
        return place
    }

    private mutating func place(_ name: String?) -> Int? {
        if let place = places[name] { return place }
        guard nodes.count < Self.limit, name.map({ NodeName($0) != nil }) ?? true else { return nil }
        places[name] = nodes.count
        nodes.append(NodeWatch(name: name, settings: settings))
        return nodes.count - 1
    }

    private static let subjects = Dictionary(uniqueKeysWithValues: Subject.allCases.map { ($0.name, $0) })
}
