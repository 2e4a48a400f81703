/// What is still to be done, in the order of its times.
struct Agenda<Item> {
    private var entries: [(due: Int64, item: Item)] = []

    /// Nanoseconds after the scenario's beginning.
    var due: Int64? { entries.first?.due }

    mutating func add(_ item: Item, at due: Int64) {
        // Most come after all that are there.
        let place = entries.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
        entries.insert((due, item), at: place)
    }

    /// Takes the first out.
    mutating func next() -> Item? { entries.isEmpty ? nil : entries.removeFirst().item }
}

extension Int64 {
    /// In nanoseconds.
    static func seconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }
}
