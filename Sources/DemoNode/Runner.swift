import CTracepoints
import PeerObserver

/// Runs traffic by the clock.
struct Runner {
    /// How often what is due is looked for, at high rates.
    static let stepNanoseconds: Int64 = 1_000_000
    /// Longest sleep: a signal that arrives just before it waits that long.
    static let longestSleepNanoseconds: Int64 = 100_000_000
    /// What was missed for longer is made up for by going on later, not by a burst.
    static let mostBehindNanoseconds: Int64 = 250_000_000

    /// Nanoseconds of traffic; nil: until a signal.
    let end: Int64?
    private(set) var elapsed: Int64 = 0
    private(set) var stalled: Int64 = 0
    /// What the RPC server tells, renewed every second.
    var facts: SharedFacts?
    private var nextFacts: Int64 = 0

    init(seconds: Double) { end = seconds > 0 ? Int64(seconds * 1e9) : nil }

    /// At the traffic's own rate.
    mutating func run(_ traffic: inout Traffic<ProbeSink>) throws(PayloadError) {
        var start = Clock.monotonic()
        while !StopSignal.isRequested, let due = traffic.nextDue {
            let now = Clock.monotonic()
            if now - start - due > Self.mostBehindNanoseconds {
                stalled += now - start - due
                start = now - due
            }
            elapsed = min(now - start, end ?? .max)
            try traffic.run(before: elapsed)
            renewFacts(traffic)
            if elapsed == end { return }
            let next = max(traffic.nextDue ?? 0, elapsed + Self.stepNanoseconds)
            Clock.sleep(untilMonotonic: start + min(next, elapsed + Self.longestSleepNanoseconds, end ?? .max))
        }
    }

    /// As fast as one thread can.
    mutating func flood(_ traffic: inout Traffic<ProbeSink>) throws(PayloadError) {
        let start = Clock.monotonic()
        while !StopSignal.isRequested, !traffic.isFinished {
            elapsed = Clock.monotonic() - start
            if let end, elapsed >= end { return }
            try traffic.flood(64, at: elapsed)
            renewFacts(traffic)
        }
    }

    private mutating func renewFacts(_ traffic: borrowing Traffic<ProbeSink>) {
        guard let facts, elapsed >= nextFacts else { return }
        facts.current = traffic.facts
        nextFacts = elapsed + 1_000_000_000
    }

    /// All of it at once, in simulated time.
    mutating func simulate<Target: Sink>(_ traffic: inout Traffic<Target>) throws(PayloadError) {
        try traffic.run(before: end ?? .max)
        elapsed = end ?? traffic.probes.elapsed
    }

    /// Returns when a tracer has attached, and attaches no more; false where a signal came first.
    static func waitUntilAttached() -> Bool {
        var attached: Int32 = 0
        var unchanged = 0
        while attached == 0 || unchanged < 10 {
            Clock.sleep(untilMonotonic: Clock.monotonic() + 20_000_000)
            if StopSignal.isRequested { return false }
            let count = tracepoints_attached()
            unchanged = count == attached ? unchanged + 1 : 0
            attached = count
        }
        return true
    }
}
