import Daemon

/// Publishes the lines of a node's log until it is asked to stop, or standard input ends.
struct LogExtractor {
    let source: LogSource
    let node: NodeName?
    let daemon: Daemon
    let statistics: LogStatistics

    func run() async throws {
        let stop = InputStop()
        // True for the input, which ends the group: by itself, or because it was told to stop.
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await offThread { () throws(DaemonError) in
                    try read(until: stop)
                    return true
                }
            }
            group.addTask {
                try? await daemon.untilShutdown()
                stop.request()
                return false
            }
            while let isInput = try await group.next(), !isInput {}
            group.cancelAll()
        }
    }

    private func read(until stop: InputStop) throws(DaemonError) {
        let publisher = LinePublisher(bus: daemon.bus, node: node)
        publisher.register(in: daemon.metrics)
        let heartbeat = daemon.heartbeats.add("reading the log")
        if let path = source.bitcoindPipe {
            try PipeInput(path: path, publisher: publisher, statistics: statistics, logger: daemon.logger)
                .run(until: stop, heartbeat: heartbeat)
        } else if let path = source.debugLog, let positions = source.positionFile {
            try FileTail(
                path: path, positionFile: PositionFile(path: positions), fromEnd: source.fromEnd,
                publisher: publisher, flow: daemon.bus, statistics: statistics, logger: daemon.logger
            ).run(until: stop, heartbeat: heartbeat)
        } else {
            try StandardInput(publisher: publisher, flow: daemon.bus, statistics: statistics).run(
                until: stop, heartbeat: heartbeat)
        }
    }
}
