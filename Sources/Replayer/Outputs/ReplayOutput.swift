import ArchiveFormat
import Daemon

/// Where replayed events go. It belongs to one thread.
protocol ReplayOutput: SendableMetatype {
    /// What became of an event.
    typealias Taken = ReplayTaken

    /// The name of the node of events that name none, and whose archives name none.
    var node: String? { get }

    /// Returns when there is room for an event, or reading is to stop: the time for which there was none, in nanoseconds.
    mutating func waitForRoom(until stop: InputStop) -> UInt64

    /// Takes an event.
    mutating func take(_ event: RawSpan, _ note: EventNote) -> Taken

    /// Brings what was taken to where it goes; false when nobody takes it there any more.
    mutating func flush() -> Bool

    /// Waits, where that is of use, until everything has arrived or reading is to stop.
    mutating func finish(until stop: InputStop)
}

enum ReplayTaken: Sendable {
    case taken
    /// It has no content, or one of a newer contract.
    case undecodable
    /// Nobody takes events any more.
    case closed
}
