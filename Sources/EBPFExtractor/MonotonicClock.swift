import Glibc

/// The distance from CLOCK_MONOTONIC, which BPF stamps, to Unix time.
struct MonotonicClock {
    /// Nanoseconds to add; what the kernel's clock says changes with every correction of the system's time.
    private(set) var offset: Int64

    /// A change above this is a step of the system's clock, not its normal steering. Nanoseconds.
    static let step: Int64 = 100_000_000

    init() { offset = Self.measure() }

    /// Measures anew. Returns the change in nanoseconds where it is a step.
    mutating func update(to measured: Int64 = measure()) -> Int64? {
        let change = measured &- offset
        offset = measured
        return abs(change) > Self.step ? change : nil
    }

    /// The narrowest of a few readings, so that being interrupted between two clocks does not count.
    static func measure() -> Int64 {
        var best: (width: Int64, offset: Int64) = (.max, 0)
        for _ in 0..<5 {
            let before = read(CLOCK_MONOTONIC)
            let real = read(CLOCK_REALTIME)
            let after = read(CLOCK_MONOTONIC)
            if after - before < best.width { best = (after - before, real - (before + (after - before) / 2)) }
        }
        return best.offset
    }

    static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
