import CLibbpf
import CTraceEvents

/// The tracepoints of the node's executable, as its ELF notes tell them.
enum TracepointChecks {
    static func findings(_ path: String?) -> [Finding] {
        let check = "tracepoints"
        guard let path else {
            return [
                Finding(
                    check, .skipped, "no executable is known",
                    advice: "start the node, or give --ebpf-extractor.bitcoind-path")
            ]
        }
        var kinds: UInt32 = 0
        let result = trace_list_kinds(path, &kinds)
        switch result.status {
        case TRACE_OK: return [known(path, kinds)]
        case TRACE_NO_SUCH_FILE:
            return [Finding(check, .failure, "\(path): no such file", advice: "name the node's executable")]
        case TRACE_NOT_PERMITTED:
            return [
                Finding(check, .failure, "\(path) cannot be read", advice: "run as root, or as a user who may read it")
            ]
        case TRACE_NOT_AN_ELF_FILE:
            return [
                Finding(
                    check, .failure, "\(path) is no program of this machine",
                    advice: "name the executable itself, not a script that starts it")
            ]
        case TRACE_NO_TRACEPOINTS:
            return [
                Finding(
                    check, .failure, "\(path) has none",
                    advice: "official Linux releases have them (v29 and newer); own builds need -DWITH_USDT=ON")
            ]
        default:
            return [Finding(check, .failure, "\(path): error \(result.system_error)", advice: "see docs/kernels.md")]
        }
    }

    private static func known(_ path: String, _ kinds: UInt32) -> Finding {
        var (there, missing) = (0, [String]())
        for kind in 0..<TRACE_KIND_COUNT.rawValue {
            guard let row = trace_tracepoint_of(kind) else { continue }
            let name = "\(String(cString: row.pointee.provider)):\(String(cString: row.pointee.name))"
            // Only a patched node has those of the address manager.
            if kinds & 1 << kind != 0 { there += 1 } else if !name.hasPrefix("addrman:") { missing.append(name) }
        }
        guard missing.isEmpty else {
            return Finding(
                "tracepoints", there == 0 ? .failure : .warning,
                "\(path): \(there), without \(missing.joined(separator: ", "))",
                advice: "a newer node has them: v29 and newer")
        }
        return Finding("tracepoints", .ok, "\(path): \(there)")
    }
}
