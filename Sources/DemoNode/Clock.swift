import Glibc

/// The system's clocks, in nanoseconds.
enum Clock {
    static func monotonic() -> Int64 { Int64(read(CLOCK_MONOTONIC)) }
    static func unixNanoseconds() -> UInt64 { read(CLOCK_REALTIME) }

    /// Returns early when a signal arrives.
    static func sleep(untilMonotonic nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        _ = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
