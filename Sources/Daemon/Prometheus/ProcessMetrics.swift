import Glibc

extension MetricsRegistry {
    /// Adds what every program shows of itself: its version, memory and CPU time.
    public func addProcessMetrics(version: String) {
        let name = prefix + "build_info"
        collect { writer in
            writer.metric(name, .gauge, "The program's version, in a label; always 1.")
            writer.sample(name, [("version", version)], UInt64(1))
            writer.metric("process_resident_memory_bytes", .gauge, "Memory in use, in bytes.")
            writer.sample("process_resident_memory_bytes", ProcessUsage.residentBytes())
            writer.metric("process_cpu_seconds_total", .counter, "CPU time used, user and system, in seconds.")
            writer.sample("process_cpu_seconds_total", ProcessUsage.cpuSeconds())
        }
    }
}

/// What the kernel tells of this process.
enum ProcessUsage {
    /// Resident memory in bytes; 0 where /proc is missing.
    static func residentBytes() -> UInt64 {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = UInt64(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
