import CLibbpf
import Glibc

/// The kernel and the rights of this process: what the ebpf-extractor needs.
struct KernelChecks {
    /// Another folder in tests.
    var root = ""
    /// Whether the kernel takes uprobes from CAP_SYS_ADMIN alone.
    var needsAdmin: @Sendable () -> Bool = { trace_needs_admin() }

    private func file(_ path: String) -> String? {
        SmallFile.read(root + path)?.split(separator: "\n").first.map(String.init)
    }

    private func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    var findings: [Finding] { [version, bpf, rights, memoryLock] }

    /// docs/kernels.md tells what was tried.
    private var version: Finding {
        let release = file("/proc/sys/kernel/osrelease") ?? ""
        let numbers = release.split(whereSeparator: { !$0.isNumber }).prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else {
            return Finding("kernel", .warning, "version unknown: '\(release)'", advice: "Linux 5.19 or newer is needed")
        }
        guard (numbers[0], numbers[1]) >= (5, 19) else {
            return Finding(
                "kernel", .failure, "Linux \(release)",
                advice: "Linux 5.19 or newer is needed for tracepoints; RPCs, log and P2P can be observed without")
        }
        return Finding("kernel", .ok, "Linux \(release)")
    }

    private var bpf: Finding {
        if file("/sys/kernel/security/lockdown")?.contains("[confidentiality]") == true {
            return Finding(
                "bpf", .failure, "the kernel is locked down (confidentiality)",
                advice: "BPF programs cannot read memory then: start the kernel with lockdown=integrity")
        }
        let missing = [
            ("/proc/sys/kernel/unprivileged_bpf_disabled", "CONFIG_BPF_SYSCALL"),
            ("/sys/bus/event_source/devices/uprobe/type", "CONFIG_UPROBE_EVENTS"),
        ].filter { !exists($0.0) }.map(\.1)
        guard missing.isEmpty else {
            return Finding(
                "bpf", .failure, "the kernel is built without \(missing.joined(separator: " and "))",
                advice: "use a kernel of a distribution; in a container, mount /sys and /proc of the host")
        }
        return Finding("bpf", .ok, "BPF and uprobes are there; BTF is not needed")
    }

    private var rights: Finding {
        guard let bits = Capabilities.effective(below: root) else {
            return Finding(
                "rights", .warning, "unknown", advice: "the ebpf-extractor needs \(Capabilities.tracing(needsAdmin()))")
        }
        let needsAdmin = needsAdmin()
        let needed = Capabilities.tracing(needsAdmin)
        guard Capabilities.canTrace(bits, needsAdmin: needsAdmin) else {
            let advice = "run as root, or give the ebpf-extractor \(needed) and CAP_SYS_PTRACE (docs/systemd.md)"
            return Finding("rights", .failure, "tracepoints take \(needed)", advice: advice)
        }
        guard bits & Capabilities.ptrace != 0 else {
            return Finding(
                "rights", .warning, "no CAP_SYS_PTRACE",
                advice: "without it, a node of another user shows nothing of its process (process.sample)")
        }
        return Finding("rights", .ok, "\(needed), CAP_SYS_PTRACE")
    }

    /// Since 5.11 the kernel charges BPF's memory to the cgroup, and the limit means nothing to it.
    private var memoryLock: Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit)
        let text = limit.rlim_cur == rlim_t.max ? "unlimited" : "\(limit.rlim_cur >> 10) KiB"
        return Finding("memlock", .ok, "\(text); kernels that can run the programs do not go by it")
    }
}
