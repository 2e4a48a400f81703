import CLibbpf
import CTraceEvents
import TestSupport
import Testing

@testable import EBPFExtractor

extension KernelTests {
    /// Tracepoints that a compiler has put in many places of a binary.
    @Suite struct Places {
        private let misbehaving = TraceKind(TRACE_NET_MISBEHAVING_CONNECTION)

        /// libbpf's way, and that of one link for all places.
        @Test(arguments: [false, true]) func eachOfFortyWaysToPassArgumentsIsRead(oneByOne: Bool) throws {
            let fixture = try builtProduct("places-fixture")
            let programs = try TracePrograms(kinds: [misbehaving], oneByOne: oneByOne)
            try programs.attach(misbehaving, pid: nil, path: fixture)
            #expect(try ChildProcess(fixture, []).wait() == 0)
            var (peers, reasons) = ([Int64](), Set<String>())
            programs.consume { bytes in
                let record = bytes.loadUnaligned(as: trace_net_misbehaving.self)
                peers.append(record.peer_id)
                reasons.insert(text(record.reason))
                return true
            }
            #expect(peers == Array(1...40))
            #expect(reasons == ["fixture"])
        }

        @Test(
            .enabled(if: !trace_needs_admin(), "this kernel attaches place by place, which is libbpf's affair"),
            arguments: [
                (TRACE_MEMPOOL_REJECTED, TraceError.Reason.tooManyPlaces, "more than 256 ways; leave its group out"),
                (TRACE_MEMPOOL_ADDED, .argumentsUnknown, "not understood; leave its group out"),
            ])
        func whatCannotBeReadIsToldWithAWayOut(kind: trace_kind, reason: TraceError.Reason, words: String) throws {
            let kind = TraceKind(kind)
            let programs = try TracePrograms(kinds: [kind, misbehaving])
            let error = #expect(throws: TraceError.self) {
                try programs.attach(kind, pid: nil, path: try builtProduct("places-fixture"))
            }
            #expect(error?.reason == reason)
            #expect(error?.description.contains(words) == true, "\(error.map(\.description) ?? "")")
            // The others go on.
            try programs.attach(misbehaving, pid: nil, path: try builtProduct("places-fixture"))
            #expect(programs.attached == [misbehaving])
        }
    }
}
