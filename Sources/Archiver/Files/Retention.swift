import Daemon
import Glibc

/// Which archives are deleted.
struct Retention: Sendable, Equatable {
    var age: Duration?
    /// Of all archives together, in bytes.
    var size: UInt64?

    /// What an archive's file tells of itself.
    struct File: Sendable, Equatable {
        /// Seconds since the Unix epoch at which it was written to last.
        let modified: UInt64
        let size: UInt64
    }

    /// The names to delete, oldest first.
    /// - Parameters:
    ///   - files: those of the entries that are still there.
    ///   - now: seconds since the Unix epoch.
    func expired(_ entries: [ClosedList.Entry], files: [String: File], now: UInt64) -> [String] {
        // What somebody has written to since is no longer ours.
        let ours = entries.filter { files[$0.name]?.size == $0.size }
        var total = ours.reduce(0) { $0 &+ $1.size }
        var expired: [String] = []
        for entry in ours {
            let modified = files[entry.name]?.modified ?? now
            let isOld = age.map { now > modified && Duration.seconds(Int64(now - modified)) > $0 } ?? false
            let isTooMuch = size.map { total > $0 } ?? false
            guard isOld || isTooMuch else { continue }
            expired.append(entry.name)
            total -= entry.size
        }
        return expired
    }
}
