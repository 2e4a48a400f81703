import Daemon
import Glibc
import PeerObserver

/// Publishes samples of the observed processes at an interval.
struct ProcessWatch {
    let node: ObservedNode
    let interval: Duration
    let publisher: EventPublisher

    /// Of all processes of an executable, at most so many are sampled.
    static let mostProcesses = 64

    /// Returns when its task is cancelled.
    func run() async {
        let channel = publisher.channel(.processSample)
        while !Task.isCancelled {
            for sample in samples() {
                publisher.publish(
                    .ebpfExtractor(EBPFEvent(event: .process(sample))), on: channel,
                    sourceTime: UInt64(max(0, MonotonicClock.read(CLOCK_REALTIME))), pid: node.isOne ? nil : sample.pid)
            }
            try? await Task.sleep(for: interval)
        }
    }

    /// One sample of each process that is observed now.
    func samples() -> [ProcessSample] {
        guard let path = node.bitcoindPath else { return [] }
        guard let pid = node.bitcoindPid ?? node.bitcoindPidFile.flatMap(ProcessTable.pid(inFile:)) else {
            // A PID file that is not there yet names nobody.
            guard node.bitcoindPidFile == nil else { return [] }
            return ProcessTable.processes(running: path).prefix(Self.mostProcesses).compactMap {
                ProcessSample(pid: $0)
            }
        }
        // A number in a stale file may have gone to another program.
        guard ProcessTable.runs(pid, path) else { return [] }
        return ProcessSample(pid: pid).map { [$0] } ?? []
    }
}
