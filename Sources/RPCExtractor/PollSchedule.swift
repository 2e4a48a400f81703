/// When an RPC is asked next. What was missed, since an answer took long, is left out and not made up for.
struct PollSchedule: Sendable {
    /// A node that cannot be asked is looked for this often, however long the interval.
    static let retry = Duration.seconds(10)

    let interval: Duration
    private(set) var due: ContinuousClock.Instant

    init(interval: Duration, first: ContinuousClock.Instant) {
        self.interval = interval
        due = first
    }

    /// A round has ended at `now`.
    mutating func advance(now: ContinuousClock.Instant, nodeIsUp: Bool) {
        guard nodeIsUp else {
            due = max(due, now) + min(interval, Self.retry)
            return
        }
        due += interval
        if due < now {
            let missed = Int((now - due) / interval) + 1
            due += interval * missed
        }
    }
}
