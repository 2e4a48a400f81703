/// When events are due. Each is measured from the first one, so that what one sleep is too long does not add up.
struct Timeline {
    /// How many times faster than recorded.
    let factor: Double
    private var start: (running: UInt64, event: UInt64)?

    /// What no sum of it with a clock can exceed: 146 years in nanoseconds.
    private static let longest: Double = 4e18

    init(factor: Double) { self.factor = factor }

    /// Nanoseconds of the running clock at which an event of `time` is due. The first is due now; one that is older than
    /// the first, too.
    /// - Parameters:
    ///   - time: milliseconds since the Unix epoch.
    ///   - now: nanoseconds of the running clock.
    mutating func due(_ time: UInt64, now: UInt64) -> UInt64 {
        guard let start else {
            start = (now, time)
            return now
        }
        guard time > start.event else { return start.running }
        return start.running + UInt64(min(Self.longest, Double(time - start.event) * 1e6 / factor))
    }

    /// Everything that is still to come comes later: the receiver could take nothing for so long.
    mutating func postpone(by nanoseconds: UInt64) { start?.running += nanoseconds }
}
