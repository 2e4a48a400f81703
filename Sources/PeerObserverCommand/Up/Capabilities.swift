/// The rights of this process beyond its user's.
enum Capabilities {
    /// Bits of those in effect; nil where they cannot be read below `root`, a folder in tests.
    static func effective(below root: String = "") -> UInt64? {
        let line = SmallFile.read(root + "/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        return line.flatMap { UInt64($0.split(whereSeparator: \.isWhitespace).last ?? "", radix: 16) }
    }

    // linux/capability.h
    static let ptrace: UInt64 = 1 << 19
    private static let admin: UInt64 = 1 << 21
    private static let perfmon: UInt64 = 1 << 38
    private static let bpf: UInt64 = 1 << 39

    /// Whether these rights are enough for the ebpf-extractor to attach.
    static func canTrace(_ bits: UInt64, needsAdmin: Bool) -> Bool {
        bits & admin != 0 || (!needsAdmin && bits & perfmon != 0 && bits & bpf != 0)
    }

    /// What it takes, in words. Without rights a kernel does not tell which of the two it is: then it is the larger one.
    static func tracing(_ needsAdmin: Bool) -> String { needsAdmin ? "CAP_SYS_ADMIN" : "CAP_BPF and CAP_PERFMON" }
}
