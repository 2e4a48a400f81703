import Glibc

/// A moment on both clocks.
struct Moment: Equatable {
    /// Nanoseconds that only go forward; for durations.
    var monotonic: UInt64
    /// Nanoseconds since the Unix epoch; for events.
    var unix: UInt64

    static func now() -> Moment { Moment(monotonic: read(CLOCK_MONOTONIC), unix: read(CLOCK_REALTIME)) }

    /// Nanoseconds since `earlier`.
    func since(_ earlier: Moment) -> UInt64 { monotonic > earlier.monotonic ? monotonic - earlier.monotonic : 0 }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
