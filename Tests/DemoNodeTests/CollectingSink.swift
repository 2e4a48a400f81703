import CTraceEvents
import PeerObserver
import Testing

@testable import DemoNode

/// Keeps what is fired; the time is that of the record sink.
struct CollectingSink: Sink {
    var hits: [(hit: Hit, elapsed: Int64)] = []
    var lines: [(line: String, elapsed: Int64)] = []
    var isAttached = true

    mutating func say(_ line: String, at elapsed: Int64) { lines.append((line, elapsed)) }

    mutating func fire(_ hit: Hit, at elapsed: Int64) -> Bool {
        hits.append((hit, elapsed))
        return isAttached
    }

    func unixNanoseconds(at elapsed: Int64) -> UInt64 {
        UInt64(RecordEncoder.startSeconds * 1_000_000_000 + elapsed)
    }
}

extension Traffic<CollectingSink> {
    /// What happens in the first seconds, in simulated time.
    static func simulated(_ settings: TrafficSettings, seconds: Double) throws -> Traffic<CollectingSink> {
        var traffic = try Traffic(CollectingSink(), settings)
        try traffic.run(before: Int64(seconds * 1e9))
        return traffic
    }

    var exchanges: [Exchange] {
        probes.sink.hits.compactMap { if case .message(let exchange) = $0.hit { exchange } else { nil } }
    }

    func elapsed(of kind: trace_kind) -> [Int64] {
        probes.sink.hits.filter { $0.hit.kind == kind }.map(\.elapsed)
    }
}

extension TrafficSettings {
    init(_ change: (inout TrafficSettings) -> Void) {
        self.init()
        change(&self)
    }
}
