import CLibbpf
import Glibc

/// Why the BPF programs could not be loaded or attached.
struct TraceError: Error, Equatable, CustomStringConvertible {
    enum Reason: Sendable {
        case notPermitted
        case kernelTooOld
        case noSuchProcess
        case noSuchFile
        /// Also an ELF file for another architecture, or one that is no program.
        case notAnELFFile
        /// No USDT tracepoint at all.
        case noTracepoints
        /// USDT tracepoints, but not the wanted one.
        case tracepointMissing
        case argumentsUnknown
        case tooManyPlaces
        case badObject
        case other
    }

    let reason: Reason
    /// The `errno`, or 0 where there is none.
    let systemError: Int32

    init(_ reason: Reason, systemError: Int32 = 0) {
        self.reason = reason
        self.systemError = systemError
    }

    /// `nil` for success.
    init?(_ result: trace_result) {
        let reason: Reason
        switch result.status {
        case TRACE_OK: return nil
        case TRACE_NOT_PERMITTED: reason = .notPermitted
        case TRACE_KERNEL_TOO_OLD: reason = .kernelTooOld
        case TRACE_NO_SUCH_PROCESS: reason = .noSuchProcess
        case TRACE_NO_SUCH_FILE: reason = .noSuchFile
        case TRACE_NOT_AN_ELF_FILE: reason = .notAnELFFile
        case TRACE_NO_TRACEPOINTS: reason = .noTracepoints
        case TRACE_TRACEPOINT_MISSING: reason = .tracepointMissing
        case TRACE_ARGUMENTS_UNKNOWN: reason = .argumentsUnknown
        case TRACE_TOO_MANY_PLACES: reason = .tooManyPlaces
        case TRACE_BAD_OBJECT: reason = .badObject
        default: reason = .other
        }
        self.init(reason, systemError: result.system_error)
    }

    private static let wayOut =
        "leave its group out (--no-mempool-tracepoints and the like), or observe an official release of the node"

    /// What is wrong and what to do, without a subject: "/path: …" or "cannot load the BPF programs: …" goes before it.
    var description: String {
        switch reason {
        case .notPermitted:
            "not permitted; run as root, or with CAP_BPF and CAP_PERFMON (before Linux 6.10 with CAP_SYS_ADMIN)"
        case .kernelTooOld:
            "the kernel is too old; Linux 5.19 or newer, with CONFIG_BPF_SYSCALL and CONFIG_UPROBE_EVENTS, is needed"
        case .noSuchProcess: "no such process"
        case .noSuchFile: "no such file"
        case .notAnELFFile: "not a program of this machine (no ELF executable of its architecture)"
        case .noTracepoints:
            "has no tracepoints; the node must be built with -DWITH_USDT=ON (official Linux releases are)"
        case .tracepointMissing: "does not have this tracepoint"
        case .argumentsUnknown:
            "its arguments are passed in a way that is not understood; \(Self.wayOut)"
        case .tooManyPlaces:
            "it is in too many places, or its arguments are passed in more than 256 ways; \(Self.wayOut)"
        case .badObject: "the BPF object is damaged"
        case .other: String(cString: strerror(systemError))
        }
    }
}
