import Daemon
import Dispatch
import Glibc

/// Reads standard input to its end.
final class StandardInput {
    private let descriptor: Int32
    private let stream: StreamInput
    private let flow: any BusFlow

    private static let waitMilliseconds: Int32 = 100
    private static let mostInFlight: UInt64 = 32_768

    init(descriptor: Int32 = STDIN_FILENO, publisher: LinePublisher, flow: any BusFlow, statistics: LogStatistics) {
        self.descriptor = descriptor
        self.flow = flow
        stream = StreamInput(publisher: publisher, statistics: statistics)
    }

    /// Blocks until the input ends or `stop` is requested.
    func run(until stop: InputStop, heartbeat: Heartbeat? = nil) throws(DaemonError) {
        // A file waits; whoever writes to a pipe may be a node, and must not.
        let isFile = isRegularFile
        reading: while !stop.isRequested {
            heartbeat?.beat()
            if isFile, flow.inFlight > Self.mostInFlight || !flow.isConnected {
                stop.sleep(milliseconds: 2)
                continue
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Self.waitMilliseconds) > 0 else {
                stream.report()
                continue
            }
            switch try stream.read(descriptor) {
            case .bytes, .nothing: stream.report()
            case .end: break reading
            }
        }
        stream.finish()
        stream.report(now: true)
        // What was read waits for a server that is not there yet, instead of being lost with the end.
        while flow.inFlight > 0, !stop.isRequested { stop.sleep(milliseconds: 2) }
    }

    private var isRegularFile: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
