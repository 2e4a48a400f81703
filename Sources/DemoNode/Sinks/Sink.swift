/// Where hits go.
protocol Sink {
    /// - Parameter elapsed: nanoseconds since the traffic began.
    /// - Returns: whether anybody was there to take the hit.
    mutating func fire(_ hit: Hit, at elapsed: Int64) -> Bool

    /// Writes a line of debug.log, where there is one.
    mutating func say(_ line: String, at elapsed: Int64)

    /// Nanoseconds of Unix time, as a clock read at this moment would show them.
    func unixNanoseconds(at elapsed: Int64) -> UInt64
}

extension Sink {
    func say(_ line: String, at elapsed: Int64) {}
}

/// A sink with its counters and the time of the hits.
struct Probes<Target: Sink> {
    var sink: Target
    var tally = Tally()
    /// Nanoseconds since the traffic began.
    var elapsed: Int64 = 0
    /// Unix time at which the traffic began.
    let startSeconds: Int64
    private let messagesOnly: Bool

    /// - Parameter messagesOnly: whether all other hits are left out.
    init(_ sink: Target, messagesOnly: Bool = false) {
        self.sink = sink
        self.messagesOnly = messagesOnly
        startSeconds = Int64(sink.unixNanoseconds(at: 0) / 1_000_000_000)
    }

    var nowSeconds: Int64 { startSeconds + elapsed / 1_000_000_000 }

    var unixNanoseconds: UInt64 { sink.unixNanoseconds(at: elapsed) }

    mutating func say(_ line: String) { sink.say(line, at: elapsed) }

    mutating func fire(_ hit: Hit) {
        if messagesOnly {
            guard case .message = hit else { return }
        }
        let fired = sink.fire(hit, at: elapsed)
        tally.count(hit, fired: fired)
    }
}
