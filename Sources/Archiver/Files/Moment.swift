import Glibc

/// A point in time, by both of the system's clocks.
struct Moment: Sendable, Equatable {
    /// Nanoseconds since the Unix epoch.
    var wall: UInt64
    /// Of the clock that never steps.
    var running: Duration

    var milliseconds: UInt64 { wall / 1_000_000 }
    var seconds: UInt64 { wall / 1_000_000_000 }

    static func now() -> Moment {
        var (wall, running) = (timespec(), timespec())
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_MONOTONIC, &running)
        return Moment(
            wall: UInt64(wall.tv_sec) * 1_000_000_000 + UInt64(wall.tv_nsec),
            running: .seconds(running.tv_sec) + .nanoseconds(running.tv_nsec))
    }
}
