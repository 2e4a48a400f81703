import ArgumentParser
import Daemon
import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import EBPFExtractor

@Suite struct ProcessSampleTests {
    @Test func sampleOfThisProcessIsPlausible() throws {
        let before = try #require(ProcessSample(pid: getpid()))
        // Work, so that CPU time grows by more than a tick.
        let end = ContinuousClock.now + .milliseconds(100)
        var sum = 0
        while ContinuousClock.now < end { sum &+= 1 }
        let sample = try #require(ProcessSample(pid: getpid()))
        #expect(sample.pid == UInt32(getpid()))
        #expect(sample.startTime == before.startTime)
        #expect(sample.cpuTime >= before.cpuTime + 10_000_000, "\(sum)")
        #expect(sample.residentBytes > 1 << 20 && sample.residentBytes < 1 << 36)
        #expect((sample.peakResidentBytes ?? 0) >= sample.residentBytes)
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        #expect((sample.openFiles ?? 0) >= 3)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(sample.openFilesLimit == UInt64(limit.rlim_cur))
        #expect(sample.threadCount > 0 && sample.threads.count <= Int(sample.threadCount) + 8)
        let first = try #require(sample.threads.first { $0.tid == UInt32(getpid()) })
        #expect(!first.name.isEmpty && first.cpuTime > 0)
    }

    @Test func startTimeIsWhenTheProcessStarted() throws {
        let now = UInt64(time(nil)) * 1000
        let child = try ChildProcess("/bin/sleep", ["100"])
        defer { child.stop() }
        var sample = try #require(ProcessSample(pid: child.pid))
        // It is started through another program.
        while sample.threads.first?.name == "setpriv" { sample = try #require(ProcessSample(pid: child.pid)) }
        // The machine's start is known to the second.
        #expect(sample.startTime + 2500 > now && sample.startTime < now + 2500)
        #expect(sample.threads.map(\.name) == ["sleep"])
    }

    @Test func noProcessNoSample() {
        #expect(ProcessSample(pid: 4_194_305) == nil)
    }

    /// A /proc of one process, 42, with what is given.
    private func proc(_ files: [String: String]) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for folder in ["42", "42/task", "42/fd", "42/task/42", "42/task/43"] {
            try #require(mkdir("\(directory.path)/\(folder)", 0o755) == 0)
        }
        for (name, text) in files { _ = try directory.write(text, to: name) }
        return directory
    }

    private static let whole = [
        "stat": "cpu 1 2 3\nbtime 1700000000\nprocesses 3\n",
        "42/stat": "42 (b) (x) S 1 1 1 0 -1 4 0 0 0 0 100 50 0 0 20 0 2 0 1000 9 9\n",
        "42/statm": "1000 200 30 4 0 5 0\n",
        "42/status": "Name:\tx\nVmHWM:\t    1024 kB\n",
        "42/limits":
            "Limit                     Soft Limit           Hard Limit           Units\nMax open files            64                   128                  files\n",
        "42/task/42/comm": "b-msghand\n", "42/task/42/schedstat": "123456789 1000 7\n",
        "42/task/43/comm": "\u{1B}[2J\u{202E}\n",
        "42/task/43/stat": "43 (x) S 1 1 1 0 -1 4 0 0 0 0 3 4 0 0 20 0 2 0 1000 9 9\n",
    ]

    @Test func everyFieldIsReadFromItsPlace() throws {
        let directory = try proc(Self.whole)
        let sample = try #require(ProcessSample(pid: 42, proc: directory.path))
        let tick: UInt64 = 1_000_000_000 / UInt64(sysconf(Int32(_SC_CLK_TCK)))
        #expect(sample.startTime == 1_700_000_000_000 + 1000 * tick / 1_000_000)
        #expect(sample.cpuTime == 150 * tick)
        #expect(sample.residentBytes == 200 * UInt64(getpagesize()))
        #expect(sample.peakResidentBytes == 1 << 20)
        #expect(sample.openFiles == 0 && sample.openFilesLimit == 64 && sample.threadCount == 2)
        let threads = sample.threads.sorted { $0.tid < $1.tid }
        #expect(
            threads == [
                ThreadSample(tid: 42, name: "b-msghand", cpuTime: 123_456_789, waitTime: 1000),
                ThreadSample(tid: 43, name: "\u{1B}[2J\u{202E}", cpuTime: 7 * tick),
            ])
    }

    @Test func whatIsMissingIsAbsentOrNoSample() throws {
        for missing in ["42/stat", "42/statm"] {
            let directory = try proc(Self.whole.filter { $0.key != missing })
            #expect(ProcessSample(pid: 42, proc: directory.path) == nil, "\(missing)")
        }
        let directory = try proc(Self.whole.filter { !["42/status", "42/limits", "42/task/42/comm"].contains($0.key) })
        rmdir("\(directory.path)/42/fd")
        let sample = try #require(ProcessSample(pid: 42, proc: directory.path))
        #expect(sample.peakResidentBytes == nil && sample.openFiles == nil && sample.openFilesLimit == nil)
        #expect(sample.threads.map(\.tid) == [43] && sample.threadCount == 2)
    }

    @Test(arguments: [
        "", "42 (x)", "42 (x) S 1 2", "42 (x) Z 1 1 1 0 -1 4 0 0 0 0 100 50 0 0 20 0 2 0 1000 9 9",
        "42 (x) S 1 1 1 0 -1 4 0 0 0 0 -100 50 0 0 20 0 2 0 1000 9 9",
    ])
    func brokenStatIsNoSample(stat: String) throws {
        var files = Self.whole
        files["42/stat"] = stat
        let directory = try proc(files)
        #expect(ProcessSample(pid: 42, proc: directory.path) == nil)
        _ = try directory.write(try #require(Self.whole["42/stat"]), to: "42/stat")
        #expect(ProcessSample(pid: 42, proc: directory.path) != nil)
    }

    /// As in a service that sees processes only: ProcSubset=pid of systemd.
    @Test func withoutTheMachinesStatTheClocksTellWhenItStarted() throws {
        var files = Self.whole
        let known = try #require(ProcessSample(pid: getpid())).startTime
        files["stat"] = nil
        files["42/stat"] = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
        let directory = try proc(files)
        let sample = try #require(ProcessSample(pid: 42, proc: directory.path))
        #expect(max(sample.startTime, known) - min(sample.startTime, known) <= 2000)
    }

    @Test func hugeNumbersDoNotTrap() throws {
        var files = Self.whole
        let most = UInt64.max
        files["42/stat"] = "42 (x) S 1 1 1 0 -1 4 0 0 0 0 \(most) \(most) 0 0 20 0 \(most) 0 \(most) 9 9\n"
        files["42/statm"] = "\(most) \(most)\n"
        files["42/status"] = "VmHWM: \(most) kB\n"
        files["stat"] = "btime \(most)\n"
        let directory = try proc(files)
        #expect(ProcessSample(pid: 42, proc: directory.path)?.threadCount == .max)
    }
}

@Suite struct ProcessWatchTests {
    private func watch(_ arguments: [String], bus: RecordingBus = RecordingBus()) throws -> ProcessWatch {
        ProcessWatch(
            node: try ObservedNode.parse(arguments), interval: .milliseconds(10),
            publisher: EventPublisher(bus: bus, node: nil))
    }

    /// A program of its own, so that other tests' do not count.
    private func program(in directory: TemporaryDirectory) throws -> String {
        let path = "\(directory.path)/node"
        let copy = try ChildProcess("/bin/cp", ["/bin/sleep", path])
        #expect(copy.wait() == 0)
        return path
    }

    /// Starts it, and waits until it runs: children are started through another program.
    private func start(_ path: String) throws -> ChildProcess {
        let child = try ChildProcess(path, ["100"])
        while ProcessTable.executable(of: child.pid) != FileIdentity(path: path) { usleep(1000) }
        return child
    }

    @Test func everyProcessOfTheExecutableIsSampledAlsoOfAReplacedOne() throws {
        let directory = try TemporaryDirectory()
        let path = try program(in: directory)
        #expect(try watch(["-b", path]).samples().isEmpty)
        let one = try start(path)
        let two = try start(path)
        defer {
            one.stop()
            two.stop()
        }
        #expect(Set(try watch(["-b", path]).samples().map(\.pid)) == [UInt32(one.pid), UInt32(two.pid)])
        unlink(path)
        _ = try program(in: directory)
        #expect(Set(try watch(["-b", path]).samples().map(\.pid)) == [UInt32(one.pid), UInt32(two.pid)])
    }

    @Test func onlyTheProcessThatIsMeantIsSampled() throws {
        let directory = try TemporaryDirectory()
        let path = try program(in: directory)
        let one = try start(path)
        let two = try start(path)
        let other = try start("/bin/sleep")
        defer {
            one.stop()
            two.stop()
            other.stop()
        }
        #expect(try watch(["-b", path, "--bitcoind-pid", "\(two.pid)"]).samples().map(\.pid) == [UInt32(two.pid)])
        let file = try directory.write("\(one.pid)\n", to: "pid")
        #expect(try watch(["-b", path, "--bitcoind-pid-file", file]).samples().map(\.pid) == [UInt32(one.pid)])
        let stale = try directory.write("\(other.pid)\n", to: "stale")
        #expect(try watch(["-b", path, "--bitcoind-pid-file", stale]).samples().isEmpty)
        #expect(try watch(["-b", path, "--bitcoind-pid-file", "/nonexistent"]).samples().isEmpty)
    }

    @Test func samplesArePublishedOnTheirSubjectUntilCancelled() async throws {
        let directory = try TemporaryDirectory()
        let path = try program(in: directory)
        let child = try start(path)
        defer { child.stop() }
        let bus = RecordingBus()
        let watch = try watch(["-b", path], bus: bus)
        let task = Task { await watch.run() }
        while bus.published.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await task.value
        let event = try Event(decoding: bus.published[1].payload)
        #expect(bus.published[1].subject == "process.sample" && event.sequence == 2)
        #expect(event.pid == UInt32(child.pid))
        guard case .ebpfExtractor(let ebpf) = event.payload, case .process(let sample) = ebpf.event else {
            Issue.record("no sample")
            return
        }
        #expect(sample.threads.map(\.name) == ["node"])
    }
}
