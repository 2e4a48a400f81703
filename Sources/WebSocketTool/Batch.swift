import NIOCore

/// Some of a batch's events, by their index in it.
struct EventSet: Equatable, Sendable {
    /// Most events of a batch.
    static let capacity = 1024
    private var words = InlineArray<16, UInt64>(repeating: 0)

    mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

    /// Adds the members of `other`, and tells how many were new.
    mutating func formUnion(_ other: EventSet) -> Int {
        var added = 0
        for index in words.indices {
            added += (other.words[index] & ~words[index]).nonzeroBitCount
            words[index] |= other.words[index]
        }
        return added
    }

    static func == (left: EventSet, right: EventSet) -> Bool {
        left.words.indices.allSatisfy { left.words[$0] == right.words[$0] }
    }
}

/// The events that went out together, and which of them a slow client has lost.
// Proof of Sendable: `lost` is used on the server's event loop alone.
final class Batch: @unchecked Sendable {
    private var lost = EventSet()

    /// Counts events as lost; returns how many of them nobody had lost before.
    func lose(_ events: EventSet) -> Int { lost.formUnion(events) }
}

/// Frames of one batch for the clients of one subscription, which share them.
struct Piece: Sendable {
    let frames: ByteBuffer
    let eventCount: Int
    /// Nil for past events, which others have had already.
    var batch: Batch?
    var events = EventSet()
    /// Which batch it was, so that a client gets nothing from before its subscription.
    var number: UInt64 = 0
}
