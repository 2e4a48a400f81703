import Glibc

/// A moment on both clocks.
public struct Moment: Equatable, Sendable {
    /// Nanoseconds that only go forward; for durations.
    public var monotonic: UInt64
    /// Nanoseconds since the Unix epoch; for events.
    public var unix: UInt64

    public init(monotonic: UInt64, unix: UInt64) {
        self.monotonic = monotonic
        self.unix = unix
    }

    public static func now() -> Moment { Moment(monotonic: read(CLOCK_MONOTONIC), unix: read(CLOCK_REALTIME)) }

    /// Nanoseconds since `earlier`.
    public func since(_ earlier: Moment) -> UInt64 { monotonic > earlier.monotonic ? monotonic - earlier.monotonic : 0 }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole nanoseconds; 0 for a negative one.
    public var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
    }
}
