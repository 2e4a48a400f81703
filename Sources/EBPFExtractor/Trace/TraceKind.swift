import CTraceEvents

/// A tracepoint that has a BPF program; also the kind of the records the program writes, and the row of its counters.
struct TraceKind: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The value of `enum trace_kind`.
    let number: UInt32
    let provider: String
    let name: String
    /// The length of the fixed part of this kind's records.
    let recordSize: Int

    /// `nil` for a number without a tracepoint.
    init?(number: UInt32) {
        guard let row = trace_tracepoint_of(number) else { return nil }
        self.number = number
        provider = String(cString: row.pointee.provider)
        name = String(cString: row.pointee.name)
        recordSize = Int(trace_record_size(number))
    }

    static let allCases = (0..<TRACE_KIND_COUNT.rawValue).compactMap(TraceKind.init(number:))

    /// As in `net:inbound_message`.
    var description: String { "\(provider):\(name)" }

    var bit: UInt32 { 1 << number }

    static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension Set<TraceKind> {
    /// One bit per kind, as the C interface takes them.
    var bits: UInt32 { reduce(0) { $0 | $1.bit } }

    init(bits: UInt32) { self = Set(TraceKind.allCases.filter { bits & $0.bit != 0 }) }
}
