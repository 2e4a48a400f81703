import Daemon

/// Results of late, by target: bounded in time and number.
struct ResultCache {
    struct Settings: Equatable, Sendable {
        var successLifetime: Duration = .seconds(3600)
        var failureLifetime: Duration = .seconds(600)
        /// Most results that are remembered.
        var limit = 50_000
    }

    private struct Entry {
        let outcome: Outcome
        /// Monotonic nanoseconds.
        let expiry: UInt64
    }

    private let settings: Settings
    private var entries: [Target: Entry] = [:]
    /// In the order of their ends, since all of a kind live as long.
    private var successes = FIFO<Target>()
    private var failures = FIFO<Target>()
    /// Results that were given up before their time, for want of room.
    private(set) var evictions: UInt64 = 0

    init(_ settings: Settings) { self.settings = settings }

    var successCount: Int { successes.count }
    var failureCount: Int { failures.count }

    func outcome(of target: Target, at now: UInt64) -> Outcome? {
        guard let entry = entries[target], entry.expiry > now else { return nil }
        return entry.outcome
    }

    /// Remembers a result. Each target is tried by one attempt at a time, and not while its result is here.
    mutating func insert(_ outcome: Outcome, for target: Target, at now: UInt64) {
        let lifetime = outcome == .success ? settings.successLifetime : settings.failureLifetime
        prune(at: now)
        guard lifetime > .zero, settings.limit > 0, entries[target] == nil else { return }
        if entries.count >= settings.limit {
            // A failure is worth less: it spares a connection that fails fast, or is soon forgotten anyway.
            if let evicted = failures.removeFirst() ?? successes.removeFirst() { entries[evicted] = nil }
            evictions += 1
        }
        entries[target] = Entry(outcome: outcome, expiry: now + lifetime.nanoseconds)
        if outcome == .success { successes.append(target) } else { failures.append(target) }
    }

    /// Forgets results whose time is over.
    mutating func prune(at now: UInt64) {
        Self.prune(&successes, &entries, at: now)
        Self.prune(&failures, &entries, at: now)
    }

    private static func prune(_ targets: inout FIFO<Target>, _ entries: inout [Target: Entry], at now: UInt64) {
        while let target = targets.first, let entry = entries[target], entry.expiry <= now {
            entries[target] = nil
            _ = targets.removeFirst()
        }
    }
}
