import Synchronization

/// How far a replay has got; written by the replaying thread now and then, read by whoever shows it.
final class ReplayStatus: Sendable {
    struct Snapshot: Sendable, Equatable {
        /// Events that were given on.
        var events: UInt64 = 0
        /// Events that the filters left out.
        var filtered: UInt64 = 0
        var undecodable: UInt64 = 0
        /// Bytes of the archives; 0 in total where it is not known.
        var bytesRead: UInt64 = 0
        var totalBytes: UInt64 = 0
        /// Of the first event that was given on, and the last one.
        var firstTime: UInt64?
        var lastTime: UInt64?
        /// The archive that the last one is from.
        var path = ""
        /// Archives that could not be read to their end.
        var failed: Set<String> = []
        /// Whether there is nothing left to do, or nobody to do it for.
        var isAtEnd = false
        /// Until when it waits for the next event's time, on the running clock; nil where it does not.
        var waitingUntil: UInt64?
        var round: UInt64 = 1
    }

    private let snapshot = Mutex(Snapshot())

    var current: Snapshot {
        get { snapshot.withLock { $0 } }
        set { snapshot.withLock { $0 = newValue } }
    }
}
