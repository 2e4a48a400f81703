/// How often something may happen: so many times a second, some of them at once after a pause.
struct RateLimit: Sendable {
    /// Nanoseconds between two.
    private let interval: UInt64
    /// Nanoseconds that one may come ahead of its time.
    private let lead: UInt64

    /// - Parameter burst: How many may come at once; at least 1.
    init(perSecond rate: Double, burst: Double) {
        interval = UInt64(max(1, 1e9 / rate))
        lead = UInt64(Double(interval) * max(0, burst - 1))
    }

    /// What one user of the limit has used up (the generic cell rate algorithm).
    struct Usage: Sendable {
        /// When all that happened would have, had it been spread evenly.
        private var spread: UInt64 = 0

        /// Monotonic nanoseconds from which on the next may happen.
        func nextTime(_ limit: RateLimit) -> UInt64 { spread > limit.lead ? spread - limit.lead : 0 }

        mutating func use(at now: UInt64, _ limit: RateLimit) { spread = max(spread, now) + limit.interval }
    }
}
