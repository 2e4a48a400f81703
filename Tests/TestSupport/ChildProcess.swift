import Dispatch
public import Glibc
import Synchronization

/// A program started by a test. It dies with this value, with the test process, and with `stop`.
public final class ChildProcess: Sendable {
    public let pid: pid_t
    // The reader holds this alone: if it held the process, nothing but the test run's end would stop that.
    private let written = WrittenLines()
    private let status = Mutex<Int32?>(nil)

    /// Starts `path`; its stdout and stderr are read line by line.
    public init(_ path: String, _ arguments: [String], environment: [String: String]? = nil) throws {
        let output: Int32
        (pid, output) = try Spawner.shared.spawn([path] + arguments, environment: environment)
        DispatchQueue(label: "output of \(path)").async { [written] in written.read(from: output) }
    }

    /// What it has written so far.
    public var output: [String] { written.lines }

    /// The first line, old or new, that holds `text`; throws when it does not come in time or the program ends
    /// without it.
    @discardableResult
    public func line(containing text: String, within timeout: Duration = .seconds(20)) throws -> String {
        let deadline = ContinuousClock.now + timeout
        while true {
            if let line = written.lines.first(where: { $0.contains(text) }) { return line }
            let left = deadline - ContinuousClock.now
            guard left > .zero else { throw TestError("no line with '\(text)' in \(output)") }
            written.waitForMore(left)
        }
    }

    public func signal(_ number: Int32) { kill(pid, number) }

    /// Stops it, as Ctrl-Z would; returns when it stands still.
    public func pause() {
        kill(pid, SIGSTOP)
        var raw: Int32 = 0
        while waitpid(pid, &raw, WUNTRACED) < 0, errno == EINTR {}
    }

    /// Waits for its end, and for what it has written: the exit code, or 128 and the signal's number.
    public func wait() -> Int32 {
        let code = reap()
        // Not for long: what it has started itself may outlive it and hold the pipe.
        written.waitForEnd(.seconds(1))
        return code
    }

    private func reap() -> Int32 {
        status.withLock { known in
            if let known { return known }
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
            let code = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
            known = code
            return code
        }
    }

    /// Kills it and waits for its end.
    public func stop() {
        guard status.withLock({ $0 }) == nil else { return }
        kill(pid, SIGKILL)
        _ = reap()
    }

    deinit { stop() }
}

/// What a program has written, line by line.
private final class WrittenLines: Sendable {
    private let storage = Mutex<[String]>([])
    private let added = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    init() { ended.enter() }

    var lines: [String] { storage.withLock { $0 } }

    func waitForMore(_ timeout: Duration) { _ = added.wait(timeout: .now() + timeout.inSeconds) }

    func waitForEnd(_ timeout: Duration) { _ = ended.wait(timeout: .now() + timeout.inSeconds) }

    /// Reads to the end, and closes. Once.
    func read(from descriptor: Int32) {
        defer {
            close(descriptor)
            ended.leave()
        }
        var (pending, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            pending.append(contentsOf: buffer[..<count])
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                storage.withLock { $0.append(line) }
                added.signal()
            }
        }
    }
}

/// Why a test cannot go on.
public struct TestError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

extension Duration {
    public var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
