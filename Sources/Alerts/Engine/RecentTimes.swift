/// The last moments of something, as many as are needed to tell that it came too often.
struct RecentTimes: Sendable {
    private var times: [UInt64] = []
    private var next = 0

    /// Takes a moment in. Returns how many there were within `window` milliseconds, when that is more than `threshold`.
    mutating func add(_ now: UInt64, threshold: Int, window: UInt64) -> Int? {
        if times.count <= threshold {
            times.append(now)
        } else {
            times[next] = now
            next = (next + 1) % times.count
        }
        guard times.count > threshold else { return nil }
        // The oldest of one more than the threshold.
        let oldest = times[next]
        return now <= oldest &+ window ? times.count : nil
    }
}
