import CLibbpf
import Daemon

/// Hits that never became a record, summed over the tracepoints.
struct LostHits: Equatable {
    var ringFull: UInt64 = 0
    var oversized: UInt64 = 0
    /// Arguments that could not be read, and hits for which the kernel did not run the program.
    var fault: UInt64 = 0

    init() {}

    init(_ counters: [TraceKind: trace_counters]) {
        for row in counters.values {
            ringFull += row.outcomes.ring_full
            oversized += row.outcomes.oversized
            fault += row.outcomes.fault + row.missed
        }
    }

    /// What has come since `earlier`.
    func since(_ earlier: LostHits) -> [(LossReason, UInt64)] {
        [
            (.ringFull, ringFull - earlier.ringFull), (.oversized, oversized - earlier.oversized),
            (.fault, fault - earlier.fault),
        ]
    }
}
