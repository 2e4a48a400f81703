import Glibc

/// The system's time.
enum WallClock {
    /// Nanoseconds since the Unix epoch.
    static func unixNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
