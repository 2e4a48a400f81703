/// Decides what is tried when. No socket, no clock: times are monotonic nanoseconds.
///
/// Targets wait in a queue for each group of addresses. Of the groups whose limit allows an attempt, the one that may have had it
/// first is next; so a group that is announced a thousand times takes its turn like any other.
struct Scheduler {
    struct Settings: Sendable {
        /// Attempts a second, in all.
        var rate = 100.0
        /// Attempts a second to one group of addresses.
        var groupRate = 1.0
        /// Most attempts at a time.
        var mostAttempts = 1000
        /// Most addresses that wait for a result, and the part of them that one peer may have.
        var mostWaiting = 10_000
        var mostPerSource = 1250
        /// Most targets of one group that wait for their attempt. A group's rate is low: who announces thousands of its addresses
        /// would hold their places in the queue for hours.
        var mostPerGroup = 10_000
        var cache = ResultCache.Settings()
    }

    /// What becomes of an announced address.
    enum Offer: Equatable {
        /// It waits for an attempt, be it one that has begun.
        case waits
        /// There is a result already.
        case known(Outcome)
        case dropped(DropReason)
    }

    enum Next: Equatable {
        case start(Target)
        /// Not before this time.
        case wait(until: UInt64)
        /// Not before something is offered or finished.
        case idle
    }

    private struct Group {
        var queue = FIFO<Target>()
        var usage = RateLimit.Usage()
    }

    /// A group and when its next attempt may begin. Each group has one of these in the heap as long as it is remembered.
    private struct Turn: Comparable {
        let time: UInt64
        /// Tells equal times apart: first come, first served.
        let number: UInt64
        let group: NetworkGroup

        static func < (left: Turn, right: Turn) -> Bool {
            left.time != right.time ? left.time < right.time : left.number < right.number
        }
    }

    private let settings: Settings
    private let limit: RateLimit
    private let groupLimit: RateLimit
    private(set) var cache: ResultCache
    private var usage = RateLimit.Usage()
    private var groups: [NetworkGroup: Group] = [:]
    private var turns = BinaryHeap<Turn>()
    private var turnNumber: UInt64 = 0
    /// Who waits for the result of a target that is queued or being tried.
    private var waiting: [Target: [Announcement]] = [:]
    private var bySource: [String: Int] = [:]
    /// Targets that wait for their attempt.
    private(set) var queued = 0
    /// Attempts under way.
    private(set) var attempts = 0
    /// Addresses that wait for a result.
    private(set) var waitingCount = 0
    /// Groups that something waits for, or that have used up some of their share.
    var groupCount: Int { groups.count }

    init(_ settings: Settings) {
        self.settings = settings
        // 50 ms worth of attempts at once: a wake-up for each would cost more than it is good for.
        limit = RateLimit(perSecond: settings.rate, burst: max(1, settings.rate / 20))
        groupLimit = RateLimit(perSecond: settings.groupRate, burst: max(1, settings.groupRate))
        cache = ResultCache(settings.cache)
    }

    mutating func offer(_ announcement: Announcement, at now: UInt64) -> Offer {
        let target = announcement.target
        if let outcome = cache.outcome(of: target, at: now) { return .known(outcome) }
        guard waitingCount < settings.mostWaiting else { return .dropped(.queueFull) }
        let owner = announcement.source.owner
        guard bySource[owner, default: 0] < settings.mostPerSource else { return .dropped(.sourceShare) }
        if waiting[target] == nil {
            guard enqueue(target, at: now) else { return .dropped(.groupShare) }
        }
        bySource[owner, default: 0] += 1
        waitingCount += 1
        waiting[target, default: []].append(announcement)
        return .waits
    }

    /// The next attempt; one that is given out has begun.
    mutating func next(at now: UInt64) -> Next {
        while let turn = turns.first, turn.time <= now, groups[turn.group]?.queue.isEmpty != false {
            // Nothing waits, and nothing is left of what it has used up.
            _ = turns.removeFirst()
            groups[turn.group] = nil
        }
        guard queued > 0, attempts < settings.mostAttempts, let turn = turns.first else { return .idle }
        let time = max(turn.time, usage.nextTime(limit))
        guard time <= now else { return .wait(until: time) }
        _ = turns.removeFirst()
        guard let target = groups[turn.group]?.queue.removeFirst() else { return .idle }
        groups[turn.group]?.usage.use(at: now, groupLimit)
        usage.use(at: now, limit)
        addTurn(of: turn.group, at: now)
        queued -= 1
        attempts += 1
        return .start(target)
    }

    /// An attempt has ended; who waited for its result, the first to announce it first.
    mutating func finish(_ target: Target, _ outcome: Outcome, at now: UInt64) -> [Announcement] {
        attempts -= 1
        if outcome.isResult { cache.insert(outcome, for: target, at: now) }
        return release(target)
    }

    /// Forgets what is over; to be called now and then.
    mutating func prune(at now: UInt64) { cache.prune(at: now) }

    /// Gives up every target whose attempt has not begun; who waited for them.
    mutating func abandon() -> [Announcement] {
        var abandoned: [Announcement] = []
        for group in groups.keys {
            while let target = groups[group]?.queue.removeFirst() { abandoned += release(target) }
        }
        groups.removeAll()
        turns = BinaryHeap()
        queued = 0
        return abandoned
    }

    /// - Returns: Whether there was room.
    private mutating func enqueue(_ target: Target, at now: UInt64) -> Bool {
        let group = NetworkGroup(target)
        let count = groups[group]?.queue.count ?? 0
        guard count < settings.mostPerGroup else { return false }
        if groups[group] == nil {
            groups[group] = Group()
            addTurn(of: group, at: now)
        }
        groups[group]?.queue.append(target)
        queued += 1
        return true
    }

    private mutating func addTurn(of group: NetworkGroup, at now: UInt64) {
        turnNumber += 1
        let time = max(now, groups[group]?.usage.nextTime(groupLimit) ?? 0)
        turns.insert(Turn(time: time, number: turnNumber, group: group))
    }

    private mutating func release(_ target: Target) -> [Announcement] {
        guard let released = waiting.removeValue(forKey: target) else { return [] }
        waitingCount -= released.count
        for announcement in released {
            let owner = announcement.source.owner
            guard let count = bySource[owner] else { continue }
            bySource[owner] = count > 1 ? count - 1 : nil
        }
        return released
    }
}
