/// Bounds what is on its way to the server: so many pieces, each of so many events or bytes.
struct PublishWindow {
    static let pieces = 4
    static let pieceEvents: UInt64 = 16_384
    /// Together well below what the bus keeps while there is no connection, so that it has room for all of it.
    static let pieceBytes = 8 << 20

    /// Events that were given to the bus.
    private var given: UInt64 = 0
    private var bytes = 0
    /// How many were given at the end of each piece that is not settled.
    private var ends: [UInt64] = []
    /// How many were given when the piece at hand began.
    private var start: UInt64 = 0

    var isFull: Bool { ends.count >= Self.pieces }

    /// An event of so many bytes is given to the bus.
    mutating func add(_ size: Int) {
        given += 1
        bytes += size
        guard given - start >= Self.pieceEvents || bytes >= Self.pieceBytes else { return }
        ends.append(given)
        (start, bytes) = (given, 0)
    }

    /// So many events from the beginning on are settled.
    mutating func settle(_ count: UInt64) { ends.removeAll { $0 <= count } }
}
