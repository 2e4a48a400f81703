import Daemon
import Glibc

/// A program under supervision: its process, if there is one, and what is known of it.
final class Child {
    enum State: Equatable {
        /// Not started yet, or to be started anew at that time.
        case waiting(ContinuousClock.Instant?)
        case starting, running, stopping
        /// Has ended and is not started again, with why.
        case ended(String, isFailure: Bool)
    }

    let program: Program
    let socket: NotifySocket?
    private(set) var state = State.waiting(nil)
    private(set) var process: Spawned?
    private(set) var restarts = 0
    /// What it last told of itself.
    private(set) var status = ""
    private(set) var startedAt = ContinuousClock.now
    /// When it last told that it lives.
    private(set) var aliveAt = ContinuousClock.now
    private var killAt: ContinuousClock.Instant?
    private var backoff = Backoff()
    private var (output, errors) = (OutputLines(), OutputLines())

    init(_ program: Program, socket: NotifySocket?) {
        self.program = program
        self.socket = socket
    }

    var isOver: Bool { if case .ended = state { true } else { false } }

    /// Whether those that need it may start: it is ready, or has failed to be.
    var isSettled: Bool {
        switch state {
        case .running, .stopping, .ended: true
        case .starting: false
        case .waiting: restarts > 0
        }
    }

    // MARK: Starting

    func isDue(_ now: ContinuousClock.Instant) -> Bool {
        if case .waiting(let time) = state { return time.map { $0 <= now } ?? true }
        return false
    }

    func start(_ environment: [String: String], watchdog: Duration?, _ now: ContinuousClock.Instant) throws(DaemonError)
    {
        var environment = environment.merging(program.environment) { $1 }
        environment["NOTIFY_SOCKET"] = socket?.path
        if socket != nil, let watchdog { environment["WATCHDOG_USEC"] = "\(watchdog.nanoseconds / 1000)" }
        (startedAt, aliveAt, status) = (now, now, "")
        // Of a process before it.
        _ = socket?.words()
        process = try Spawn.start(program.path, program.arguments, environment)
        state = .starting
    }

    func noteReady() { if state == .starting { state = .running } }

    /// The program was started and could not be, or has ended by itself: when it is started again, or that it is not.
    func settle(_ end: End, _ now: ContinuousClock.Instant, jitter: Double) -> String {
        guard state != .stopping else {
            // A nats-server that is asked to stop does so, and ends with exit code 1.
            var isFailure = end.isFailure
            if program.stage == .server, case .exit = end { isFailure = false }
            state = .ended(end.description, isFailure: isFailure)
            return "stopped: \(end)"
        }
        guard end.isWorthAnother else {
            state = .ended(end.description, isFailure: end.isFailure)
            return "\(end); it is not started again"
        }
        let wait = backoff.wait(ran: now - startedAt, jitter: jitter)
        restarts += 1
        state = .waiting(now + wait)
        return "\(end); started again in \(Double(wait.nanoseconds / 100_000_000) / 10) s"
    }

    // MARK: Listening

    func hear(_ now: ContinuousClock.Instant) {
        for word in socket?.words() ?? [] {
            switch word {
            case .ready: noteReady()
            case .alive: aliveAt = now
            case .status(let text): status = text
            case .stopping: break
            }
        }
    }

    /// Lines that have come, at most some 256 KiB of them.
    func read(from source: Source) -> [String] {
        guard let process else { return [] }
        let descriptor = source == .output ? process.output : process.errors
        var (lines, buffer) = ([String](), [UInt8](repeating: 0, count: 65536))
        for _ in 0..<4 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            lines += source == .output ? output.take(buffer[..<count]) : errors.take(buffer[..<count])
        }
        if case .line(let ready) = program.readiness, lines.contains(where: { $0.contains(ready) }) { noteReady() }
        return lines
    }

    enum Source { case output, errors }

    // MARK: Ending

    /// How a process ended.
    enum End: CustomStringConvertible {
        case exit(Int32)
        case signal(Int32)
        case notStarted(DaemonError)

        var description: String {
            switch self {
            case .exit(0): "ended"
            case .exit(64): "wrong arguments"
            case .exit(let code): "ended with exit code \(code)"
            case .signal(let number): "ended by signal \(number) (\(String(cString: strsignal(number))))"
            case .notStarted(let error): "\(error)"
            }
        }

        var isFailure: Bool { if case .exit(0) = self { false } else { true } }

        /// Not what ended as it should, nor what no repetition mends.
        var isWorthAnother: Bool {
            switch self {
            case .exit(0), .exit(64): false
            default: true
            }
        }
    }

    /// The process's end, if it has ended; what it had written is in the lines.
    func reap() -> (end: End, output: [String], errors: [String])? {
        guard let running = process else { return nil }
        var raw: Int32 = 0
        guard waitpid(running.pid, &raw, WNOHANG) == running.pid else { return nil }
        var (lines, errorLines) = ([String](), [String]())
        while case let more = read(from: .output), !more.isEmpty { lines += more }
        while case let more = read(from: .errors), !more.isEmpty { errorLines += more }
        lines += [output.rest()].compactMap(\.self)
        errorLines += [errors.rest()].compactMap(\.self)
        close(running.output)
        close(running.errors)
        (process, killAt) = (nil, nil)
        return (raw & 0x7F == 0 ? .exit(raw >> 8 & 0xFF) : .signal(raw & 0x7F), lines, errorLines)
    }

    /// Asks the process to stop; there is none to wait for where none runs.
    func stop(within time: Duration, _ now: ContinuousClock.Instant) {
        guard let process else {
            if !isOver { state = .ended("not running", isFailure: false) }
            return
        }
        state = .stopping
        killAt = min(killAt ?? now + time, now + time)
        kill(process.pid, SIGTERM)
    }

    /// Kills what was asked to stop and has not; true where it did.
    func killOverdue(_ now: ContinuousClock.Instant) -> Bool {
        guard let process, let time = killAt, time <= now else { return false }
        killAt = nil
        kill(process.pid, SIGKILL)
        return true
    }

    /// So long a program may take to become ready, whatever the watchdog's time.
    private static let startTimeout = Duration.seconds(60)

    /// Kills what does not tell any more that it lives, or never became ready; true where it did.
    func killSilent(_ now: ContinuousClock.Instant, watchdog: Duration) -> Bool {
        guard let process, socket != nil, state == .running || state == .starting else { return false }
        let limit = state == .starting ? max(watchdog, Self.startTimeout) : watchdog
        guard now - aliveAt > limit else { return false }
        aliveAt = now
        kill(process.pid, SIGKILL)
        return true
    }
}
