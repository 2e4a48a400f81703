import CTraceEvents
import PeerObserver

/// How often each tracepoint was tried, and how often it was hit, that is, had something attached.
struct Tally: Equatable {
    struct Count: Equatable {
        var attempted: UInt64 = 0
        var fired: UInt64 = 0

        mutating func add(fired isFired: Bool) {
            attempted += 1
            if isFired { fired += 1 }
        }
    }

    /// By `enum trace_kind`.
    private(set) var tracepoints = [Count](repeating: Count(), count: Int(TRACE_KIND_COUNT.rawValue))
    private(set) var messageTypes: [String: Count] = [:]

    mutating func count(_ hit: Hit, fired: Bool) {
        tracepoints[Int(hit.kind.rawValue)].add(fired: fired)
        if case .message(let exchange) = hit { messageTypes[exchange.message.type, default: Count()].add(fired: fired) }
    }

    subscript(kind: trace_kind) -> Count { tracepoints[Int(kind.rawValue)] }

    var total: Count {
        tracepoints.reduce(into: Count()) {
            $0.attempted += $1.attempted
            $0.fired += $1.fired
        }
    }

    /// As in `net:inbound_message`.
    static func name(_ kind: Int) -> String {
        guard let row = trace_tracepoint_of(UInt32(kind)) else { return "" }
        return String(cString: row.pointee.provider) + ":" + String(cString: row.pointee.name)
    }

    /// One line of JSON.
    ///
    /// - Parameters:
    ///   - elapsed: how long the traffic went on, in nanoseconds.
    ///   - stalled: how much longer it took, since the machine could not keep up.
    func summary(elapsed: Int64, stalled: Int64) -> String {
        let points = tracepoints.enumerated().map { (Self.name($0.offset), $0.element) }
        let types = messageTypes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var writer = ByteWriter()
        writer.utf8("{\"elapsed_ms\":\(elapsed / 1_000_000),\"stalled_ms\":\(stalled / 1_000_000)")
        Self.write("fired", points.map { ($0, $1.fired) }, into: &writer)
        Self.write("attempted", points.map { ($0, $1.attempted) }, into: &writer)
        Self.write("messages", types.map { ($0, $1.fired) }, into: &writer)
        Self.write("messages_attempted", types.map { ($0, $1.attempted) }, into: &writer)
        writer.text("}")
        return String(decoding: writer.array, as: UTF8.self)
    }

    private static func write(_ name: String, _ values: [(String, UInt64)], into writer: inout ByteWriter) {
        writer.utf8(",\"\(name)\":{")
        for (index, (key, value)) in values.enumerated() {
            if index > 0 { writer.text(",") }
            writer.jsonString(key)
            writer.text(":")
            writer.decimal(value)
        }
        writer.text("}")
    }
}
