/// How long to wait before a program that has ended is started anew: half a second, doubling to half a minute.
struct Backoff: Sendable, Equatable {
    private static let (first, last, health) = (Duration.milliseconds(500), Duration.seconds(30), Duration.seconds(60))

    private var next = Backoff.first

    /// - Parameters:
    ///   - ran: How long the program ran; a minute of health forgets what was before.
    ///   - jitter: From 0 to 1, so that programs that fail together do not all come back together: the wait is changed by a fifth at most.
    mutating func wait(ran: Duration, jitter: Double) -> Duration {
        if ran >= Self.health { next = Self.first }
        let wait = next * (0.8 + 0.4 * min(1, max(0, jitter)))
        next = min(Self.last, next * 2)
        return wait
    }
}
