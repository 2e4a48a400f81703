import Glibc
import TestSupport

/// A process that stands in for the node and fires tracepoints when told to (see ProbeFixture).
final class ProbeNode: Sendable {
    let path: String
    private let process: ChildProcess
    private let directory: TemporaryDirectory
    private let commands: Int32
    private let answers = Slot(1)

    var pid: pid_t { process.pid }

    /// - Parameter path: the executable; a copy of the fixture where the test replaces it.
    init(path: String = Products.path("probe-fixture")) throws {
        self.path = path
        directory = try TemporaryDirectory()
        let fifo = "\(directory.path)/commands"
        guard mkfifo(fifo, 0o600) == 0 else { throw TestError("mkfifo: error \(errno)") }
        // For reading too, since opening it for writing alone waits for a reader.
        commands = open(fifo, O_RDWR | O_CLOEXEC)
        process = try ChildProcess(path, [fifo])
        try process.line(containing: "ready")
    }

    deinit { close(commands) }

    func send(_ command: String) {
        let bytes = Array("\(command)\n".utf8)
        _ = write(commands, bytes, bytes.count)
    }

    /// The next answer's words after the first.
    func answer(within timeout: Duration = .seconds(60)) throws -> [String] {
        let next = answers.value
        try eventually("an answer of the node", within: timeout) { process.output.count > next }
        answers.value = next + 1
        return process.output[next].split(separator: " ").dropFirst().map(String.init)
    }

    /// Has it do `command`; the number of hits that it tells.
    @discardableResult
    func fire(_ command: String, within timeout: Duration = .seconds(60)) throws -> UInt64 {
        send(command)
        let words = try answer(within: timeout)
        guard let number = words.first.flatMap({ UInt64($0) }) else {
            throw TestError("answer to \(command): \(words)")
        }
        return number
    }

    func stop() { process.stop() }
}
