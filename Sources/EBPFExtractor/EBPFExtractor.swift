import Daemon
import Logging
import Synchronization
import TraceRecording

/// Observes a node, or runs a recording, until it is asked to stop.
struct EBPFExtractor {
    let node: ObservedNode
    let groups: TracepointGroups
    let source: RecordSourceOptions
    let publisher: EventPublisher
    let daemon: Daemon
    let statistics: TraceStatistics

    func run() async throws {
        let stop = StopFlag()
        // True for the input, which ends the group: by itself, or because it was told to stop.
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await offThread { () throws(DaemonError) in
                    if let replay = source.replay {
                        try runFile(replay, stop: stop)
                    } else {
                        try runRing(stop: stop)
                    }
                    return true
                }
            }
            group.addTask {
                try? await daemon.untilShutdown()
                stop.value.store(true, ordering: .relaxed)
                return false
            }
            if source.replay == nil, node.processInterval > 0 {
                let watch = ProcessWatch(
                    node: node, interval: .milliseconds(Int(node.processInterval * 1000)), publisher: publisher)
                group.addTask {
                    await watch.run()
                    return false
                }
            }
            while let isInput = try await group.next(), !isInput {}
            group.cancelAll()
        }
    }

    private func runFile(_ path: String, stop: StopFlag) throws(DaemonError) {
        let reader: RecordingReader
        do throws(RecordingError) { reader = try RecordingReader(path: path) } catch { throw DaemonError("\(error)") }
        let publisher = RecordPublisher(bus: daemon.bus, publisher: publisher, stampsPID: false)
        let bus = daemon.bus
        daemon.logger.info("replaying \(path)")
        try FileInput(
            reader: reader, publisher: publisher, statistics: statistics, keepsTime: source.replayInTime,
            inFlight: { bus.published.inFlight }
        ).run(until: stop.value)
    }

    private func runRing(stop: StopFlag) throws(DaemonError) {
        guard let path = node.bitcoindPath else { throw DaemonError("no --bitcoind-path") }
        let logger = daemon.logger
        try NodeAttachment.check(path: path, pid: node.bitcoindPid, wanted: groups.kinds)
        TraceLog.show(in: source.libbpfDebug ? logger : nil)
        let programs: TracePrograms
        do throws(TraceError) {
            programs = try TracePrograms(kinds: groups.kinds, ringSize: source.ringSize << 20)
        } catch {
            throw DaemonError("cannot load the BPF programs: \(error)")
        }
        // Only now: a start that fails leaves an earlier recording alone.
        let recording: RecordingWriter?
        do throws(RecordingError) {
            recording = try source.record.map { path throws(RecordingError) in try RecordingWriter(path: path) }
        } catch {
            throw DaemonError("\(error)")
        }
        let attachment = NodeAttachment(
            programs: programs, path: path, pid: node.bitcoindPid, pidFile: node.bitcoindPidFile, wanted: groups.kinds,
            logger: logger)
        let publisher = RecordPublisher(bus: daemon.bus, publisher: publisher, stampsPID: !node.isOne)
        try RingInput(
            programs: programs, attachment: attachment, publisher: publisher, bus: daemon.bus, statistics: statistics,
            recording: recording, logger: logger, heartbeat: daemon.heartbeats.add("reading the ring buffer")
        ).run(until: stop.value)
    }
}

/// Tells the input's thread to stop.
final class StopFlag: Sendable {
    let value = Atomic(false)
}
