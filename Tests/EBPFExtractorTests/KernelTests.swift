import CLibbpf
import CTraceEvents
import CTracepoints
import Foundation
import Testing

@testable import EBPFExtractor

/// Tests against the real kernel. The test process stands in for the node: it carries the tracepoints, and fires them itself.
/// Serialized, since a program attached by one test would also see what another test fires.
@Suite(
    .serialized,
    .enabled(if: getuid() == 0, "loading BPF programs needs root"),
    .enabled(
        if: FileManager.default.fileExists(atPath: "/sys/bus/event_source/devices/uprobe"), "the kernel has no uprobes")
)
struct KernelTests {}

/// Programs attached to this process, and what it takes to read what they wrote.
struct Tracing {
    let programs: TracePrograms

    /// Few by default: the kernel takes 0.1 s to detach each.
    init(_ kinds: Set<TraceKind> = [TraceKind(TRACE_NET_INBOUND_MESSAGE)], ringSize: Int = 0, wakeMark: Int = 0) throws
    {
        programs = try TracePrograms(kinds: kinds, ringSize: ringSize, wakeMark: wakeMark)
        for kind in kinds { try programs.attach(kind, pid: getpid(), path: "/proc/self/exe") }
    }

    /// All records in the ring, copied.
    func records() -> [Record] {
        var records: [Record] = []
        programs.consume { bytes in
            records.append(Record(bytes: [UInt8](bytes)))
            return true
        }
        return records
    }

    func counters(_ kind: trace_kind) throws -> trace_counters {
        try #require(try programs.counters()[TraceKind(kind)])
    }
}

struct Record: Equatable {
    let bytes: [UInt8]

    var header: trace_header { load(trace_header.self) }
    func load<T>(_ type: T.Type) -> T { bytes.withUnsafeBytes { $0.loadUnaligned(as: type) } }
    var payload: ArraySlice<UInt8> { bytes.suffix(Int(header.payload_length)) }
}

extension TraceKind {
    init(_ kind: trace_kind) { self = TraceKind.allCases[Int(kind.rawValue)] }
}

/// The text in an imported fixed-size C array, up to its zero.
func text<T>(_ field: T) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

func bytes<T>(_ field: T) -> [UInt8] { withUnsafeBytes(of: field) { [UInt8]($0) } }

/// Bytes without a period that a slice boundary could hide.
func pattern(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
    }
}

func fireMessage(_ payload: [UInt8], peer: Int64 = 1, inbound: Bool = true) -> Bool {
    let fire = inbound ? tracepoint_net_inbound_message : tracepoint_net_outbound_message
    return fire(peer, "203.0.113.7:8333", "outbound-full-relay", "tx", UInt64(payload.count), payload)
}
