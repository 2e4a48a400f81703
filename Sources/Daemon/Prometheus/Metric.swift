import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
    private let storage = Atomic<UInt64>(0)

    public init() {}

    public func increment(by count: UInt64 = 1) { storage.wrappingAdd(count, ordering: .relaxed) }

    public var value: UInt64 { storage.load(ordering: .relaxed) }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let storage = Atomic<UInt64>(0)

    public init() {}

    public func set(_ value: Double) { storage.store(value.bitPattern, ordering: .relaxed) }

    public var value: Double { Double(bitPattern: storage.load(ordering: .relaxed)) }
}

/// Metrics of one name that differ in their label values.
public final class Family<Member: Sendable>: Sendable {
    private let labels: [String]
    private let make: @Sendable () -> Member
    private let members = Mutex<[[String]: Member]>([:])

    init(labels: [String], make: @escaping @Sendable () -> Member) {
        self.labels = labels
        self.make = make
    }

    /// The member with these label values, in the order of the label names; made when it is new. Keep it where it is
    /// needed often.
    public func with(_ values: String...) -> Member {
        precondition(values.count == labels.count, "a family with labels \(labels) was given \(values.count) values")
        return members.withLock { members in
            if let known = members[values] { return known }
            let member = make()
            members[values] = member
            return member
        }
    }

    /// Every member with its labels, sorted by their values.
    func all() -> [(labels: [(String, String)], member: Member)] {
        members.withLock { $0.map { ($0.key, $0.value) } }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            .map { (labels: Array(zip(labels, $0.0)), member: $0.1) }
    }
}
