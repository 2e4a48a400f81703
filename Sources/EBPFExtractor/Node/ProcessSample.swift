import Glibc
import PeerObserver

extension ProcessSample {
    /// Of the threads, at most so many are listed.
    static let mostThreads = 1024

    /// What `proc` (/proc) tells of a process now; nil where it does not run, or may not be seen.
    init?(pid: Int32, proc: String = "/proc") {
        let folder = "\(proc)/\(pid)"
        guard let stat = ProcessStat(file: "\(folder)/stat"), stat.isRunning,
            let resident = Self.field(1, of: "\(folder)/statm")
        else { return nil }
        let bootTime = Self.bootTime(file: "\(proc)/stat") ?? Self.bootTimeByClocks
        self.init(
            pid: UInt32(clamping: pid),
            startTime: bootTime &* 1_000 &+ stat.startTicks.multipliedReportingOverflow(by: 1_000).partialValue
                / Self.ticks,
            cpuTime: stat.cpuTicks.multipliedReportingOverflow(by: 1_000_000_000 / Self.ticks).partialValue,
            residentBytes: resident.multipliedReportingOverflow(by: UInt64(getpagesize())).partialValue,
            peakResidentBytes: Self.number(after: "VmHWM:", in: "\(folder)/status").map { $0 &* 1024 },
            openFiles: ProcessTable.entries(of: "\(folder)/fd") { _ in }.map(UInt64.init),
            openFilesLimit: Self.number(after: "Max open files", in: "\(folder)/limits"),
            threadCount: UInt32(clamping: stat.threads), threads: Self.threads(in: "\(folder)/task"))
    }

    private static func threads(in folder: String) -> [ThreadSample] {
        var threads: [ThreadSample] = []
        ProcessTable.entries(of: folder) { name in
            guard threads.count < mostThreads, let tid = UInt32(name) else { return }
            if let thread = ThreadSample(tid: tid, folder: "\(folder)/\(name)") { threads.append(thread) }
        }
        return threads
    }

    /// Clock ticks a second.
    fileprivate static let ticks = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))

    /// Seconds since the Unix epoch at which the machine started.
    private static func bootTime(file: String) -> UInt64? { number(after: "btime ", in: file) }

    /// The same where /proc shows processes only. Once: how the clocks are steered must not move when a process was started.
    private static let bootTimeByClocks =
        UInt64(
            max(0, MonotonicClock.read(CLOCK_REALTIME) - MonotonicClock.read(CLOCK_BOOTTIME))) / 1_000_000_000

    /// The number after `label` at the start of a line; nil where it is missing or a word.
    private static func number(after label: String, in file: String) -> UInt64? {
        guard let text = ProcessTable.contents(of: file, limit: 1 << 16) else { return nil }
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: label.utf8) {
            let digits = line.dropFirst(label.utf8.count).drop { $0 <= 0x20 }.prefix { 0x30...0x39 ~= $0 }
            return UInt64(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }

    /// A number of a line of numbers, by position.
    fileprivate static func field(_ index: Int, of file: String) -> UInt64? {
        guard let text = ProcessTable.contents(of: file, limit: 256) else { return nil }
        let fields = text.split { $0 <= 0x20 }
        return index < fields.count ? UInt64(String(decoding: fields[index], as: UTF8.self)) : nil
    }
}

extension ThreadSample {
    /// nil where the thread has ended.
    init?(tid: UInt32, folder: String) {
        guard let comm = ProcessTable.contents(of: "\(folder)/comm", limit: 64) else { return nil }
        let name = String(decoding: comm.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        if let time = ProcessSample.field(0, of: "\(folder)/schedstat") {
            self.init(
                tid: tid, name: name, cpuTime: time, waitTime: ProcessSample.field(1, of: "\(folder)/schedstat"))
        } else {
            // A kernel without CONFIG_SCHED_INFO.
            guard let stat = ProcessStat(file: "\(folder)/stat") else { return nil }
            self.init(tid: tid, name: name, cpuTime: stat.cpuTicks &* (1_000_000_000 / ProcessSample.ticks))
        }
    }
}
