import Dispatch
import Glibc
import Synchronization

/// Writes the debug.log on a thread of its own, a write for each line, as the node does.
final class DebugLogWriter: Sendable {
    private static let stepNanoseconds: Int64 = 10_000_000

    private let path: String
    private let rate: Double
    private let secondsPerBlock: Double?
    private let seed: UInt64
    private let isStopped = Atomic(false)
    /// Lines that came from elsewhere.
    private let said = Mutex<[String]>([])
    private let ended = DispatchSemaphore(value: 0)

    /// Starts at once. `rate` in lines per second.
    init(path: String, rate: Double, secondsPerBlock: Double?, seed: UInt64) throws {
        self.path = path
        self.rate = rate
        self.secondsPerBlock = secondsPerBlock
        self.seed = seed
        ReopenSignal.install()
        let file = try open()
        DispatchQueue(label: "debug.log").async { [self] in
            run(file)
            ended.signal()
        }
    }

    /// A line without its time, to be written soon.
    func say(_ line: String) { said.withLock { $0.append(line) } }

    /// Returns when the last line is written.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
    }

    private func open() throws -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Output.FileError(path: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }

    private func run(_ file: Int32) {
        var (file, lines, written) = (file, DebugLogLines(seed: seed), 0.0)
        defer { close(file) }
        for line in DebugLogLines.begin { write(line, to: file) }
        let start = Clock.monotonic()
        var now = start
        // Soon after the start, so that a short run shows one.
        var nextBlock = secondsPerBlock.map { $0 / 10 }
        while !isStopped.load(ordering: .relaxed) {
            let seconds = Double(now - start) / 1e9
            if let every = secondsPerBlock, let next = nextBlock, seconds >= next {
                lines.beginBlock()
                lines.addOddity()
                nextBlock = next + every
            }
            let due = seconds * rate
            while written < due, !isStopped.load(ordering: .relaxed) {
                // The node, too, changes to the new file before a line.
                if ReopenSignal.take(), let new = try? open() {
                    close(file)
                    file = new
                }
                write(lines.next(), to: file)
                written += 1
            }
            for line in said.withLock({ lines in
                defer { lines.removeAll() }
                return lines
            }) {
                write(line, to: file)
            }
            Clock.sleep(untilMonotonic: now + Self.stepNanoseconds)
            now = Clock.monotonic()
        }
        for line in DebugLogLines.end { write(line, to: file) }
    }

    private func write(_ line: String, to file: Int32) {
        var text = line.isEmpty ? "\n" : "\(Self.time(Clock.unixNanoseconds())) \(line)\n"
        text.withUTF8 { _ = Glibc.write(file, $0.baseAddress, $0.count) }
    }

    /// As the node writes a time.
    ///
    /// - Parameter now: Unix time in nanoseconds.
    static func time(_ now: UInt64) -> String {
        let microseconds = String(1_000_000 + now / 1000 % 1_000_000).dropFirst()
        return "\(date(Int64(now / 1_000_000_000)).dropLast()).\(microseconds)Z"
    }

    /// To the second.
    ///
    /// - Parameter unix: Unix time in seconds.
    static func date(_ unix: Int64) -> String {
        var (seconds, parts, buffer) = (time_t(unix), tm(), [CChar](repeating: 0, count: 32))
        gmtime_r(&seconds, &parts)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// SIGHUP asks for the log to be opened anew, as after a rotation.
enum ReopenSignal {
    private static let requested = Atomic(false)

    /// Whether it was asked for since the last call.
    static func take() -> Bool { requested.exchange(false, ordering: .relaxed) }

    static func install() {
        // Made here, so that the handler only stores.
        _ = take()
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in ReopenSignal.requested.store(true, ordering: .relaxed) }
        sigaction(SIGHUP, &action, nil)
    }
}
