import PeerObserver

/// Samples of the node's process: CPU time of its threads, memory, open files.
struct NodeProcess: Sendable {
    private let group: MetricGroup
    private let starts, cpu, resident, peakResident, openFiles, openFilesLimit, threads: GaugeTable
    private let threadCPU, threadWait: GaugeTable

    init(_ layout: inout MetricLayout) {
        group = layout.group("process.sample", expires: true)
        let prefix = "process_"
        starts = layout.gauge(
            prefix + "start_time_seconds", "Unix time at which the node's process was started, in seconds.", text: "pid"
        )
        cpu = layout.counter(
            prefix + "cpu_seconds_total", "CPU time of the node's process, of ended threads too.", told: "pid")
        resident = layout.gauge(
            prefix + "resident_memory_bytes", "Resident memory of the node's process.", text: "pid")
        peakResident = layout.gauge(
            prefix + "peak_resident_memory_bytes", "Most resident memory that the node's process has had.", text: "pid")
        openFiles = layout.gauge(
            prefix + "open_files", "Open file descriptors of the node's process, sockets among them.", text: "pid")
        openFilesLimit = layout.gauge(
            prefix + "open_files_limit", "File descriptors that the node's process may have.", text: "pid")
        threads = layout.gauge(prefix + "threads", "Threads of the node's process.", text: "pid")
        threadCPU = layout.counter(
            prefix + "thread_cpu_seconds_total", "CPU time of the node's threads, by the node's name for them.",
            told: "pid", "thread")
        threadWait = layout.counter(
            prefix + "thread_wait_seconds_total", "Time that the node's threads waited for a CPU, ready to run.",
            told: "pid", "thread")
    }

    func collect(_ sample: ProcessSample, _ node: inout NodeState) {
        node.processes.note(sample, tick: node.store.tick)
        node.store.refresh(group)
        let samples = node.processes.samples
        func each(_ value: (ProcessSample) -> Double?) -> [(labels: [String], value: Double)] {
            samples.compactMap { sample in value(sample).map { ([String(sample.pid)], $0) } }
        }
        func eachThread(_ value: (ThreadSample) -> UInt64?) -> [(labels: [String], value: Double)] {
            samples.flatMap { sample in
                var sums: [String: Double] = [:]
                for thread in sample.threads {
                    if let value = value(thread) { sums[thread.name, default: 0] += Double(value) / 1e9 }
                }
                return sums.sorted { $0.key < $1.key }.map { ([String(sample.pid), $0.key], $0.value) }
            }
        }
        node.store.replace(starts, with: each { Double($0.startTime) / 1000 })
        node.store.replace(cpu, with: each { Double($0.cpuTime) / 1e9 })
        node.store.replace(resident, with: each { Double($0.residentBytes) })
        node.store.replace(peakResident, with: each { $0.peakResidentBytes.map { Double($0) } })
        node.store.replace(openFiles, with: each { $0.openFiles.map { Double($0) } })
        node.store.replace(openFilesLimit, with: each { $0.openFilesLimit.map { Double($0) } })
        node.store.replace(threads, with: each { Double($0.threadCount) })
        node.store.replace(threadCPU, with: eachThread(\.cpuTime))
        node.store.replace(threadWait, with: eachThread(\.waitTime))
    }
}

/// The last samples of the processes that one node's name stands for; mostly one.
struct ProcessSamples: Sendable {
    private var latest: [(sample: ProcessSample, tick: Int)] = []

    /// An extractor observes every process of one executable.
    static let limit = 16
    /// Samples come every 10 s.
    static let keptTicks = 60

    var samples: [ProcessSample] { latest.map(\.sample) }

    mutating func note(_ sample: ProcessSample, tick: Int) {
        latest.removeAll { $0.sample.pid == sample.pid || tick - $0.tick > Self.keptTicks }
        if latest.count == Self.limit { latest.removeFirst() }
        latest.append((sample, tick))
        latest.sort { $0.sample.pid < $1.sample.pid }
    }
}
