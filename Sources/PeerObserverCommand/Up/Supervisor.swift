import Daemon
import Glibc

/// Starts programs stage by stage, starts anew what fails, and stops them stage by stage. One thread, one loop: `run` is to be called on a
/// thread that stays until the end of the process (`Spawn`).
final class Supervisor {
    struct Limits {
        /// Without a sign of life for so long, a program is killed and started anew; nil for never.
        var watchdog: Duration? = .seconds(60)
        var stopTimeout: Duration = .seconds(20)
        /// So long the next stage waits for the one before to become ready.
        var readiness: Duration = .seconds(10)
        /// So long programs have once a second signal has come.
        var hurry: Duration = .seconds(2)
    }

    private let children: [Child]
    private let environment: [String: String]
    private let limits: Limits
    private let screen: Screen
    /// The programs of which it has been told that they are ready.
    private var announced: Set<String> = []
    private var signals = 0
    /// The stage that is being stopped; nil while all shall run.
    private var stopping: Program.Stage?
    private var began: [Program.Stage: ContinuousClock.Instant] = [:]

    init(_ programs: [Program], sockets: String, environment: [String: String], limits: Limits, screen: Screen)
        throws(DaemonError)
    {
        var children: [Child] = []
        for program in programs {
            var socket: NotifySocket?
            if case .notification = program.readiness { socket = try NotifySocket(path: "\(sockets)/\(program.name)") }
            children.append(Child(program, socket: socket))
        }
        self.children = children
        // Keys of the configuration are for `up`, and may be secrets.
        self.environment = environment.filter { !$0.key.hasPrefix("PEER_OBSERVER_") && $0.key != "WATCHDOG_PID" }
        self.limits = limits
        self.screen = screen
    }

    /// Returns when everything has ended: the exit code.
    func run() -> Int32 {
        Signals.shared.install()
        while true {
            let now = ContinuousClock.now
            handleSignals(now)
            for child in children {
                listen(to: child, now)
                reap(child, now)
                watch(child, now)
            }
            if stopping == nil { startWhatIsDue(now) } else { stopNext(now) }
            if screen.hasTable { screen.show(StatusTable.lines(children, now)) }
            if isOver { break }
            wait()
        }
        screen.finish()
        return children.contains { if case .ended(_, true) = $0.state { true } else { false } } ? 1 : 0
    }

    /// Everything has ended, or all but the server, which is of no use alone.
    private var isOver: Bool {
        if stopping == nil, children.allSatisfy({ $0.program.stage == .server || $0.isOver }) {
            say("nothing is left to run")
            stopping = Program.Stage.allCases[0]
        }
        return children.allSatisfy(\.isOver)
    }

    // MARK: One round

    private func wait() {
        var descriptors = [pollfd(fd: Signals.shared.descriptor, events: Int16(POLLIN), revents: 0)]
        for child in children {
            for descriptor in [child.process?.output, child.process?.errors, child.socket?.descriptor] {
                if let descriptor { descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
            }
        }
        // Times come due by tenths of seconds. A pipe whose writer is gone is always ready until the process is reaped.
        poll(&descriptors, nfds_t(descriptors.count), 100)
        if descriptors.dropFirst().contains(where: {
            $0.revents & Int16(POLLHUP) != 0 && $0.revents & Int16(POLLIN) == 0
        }) {
            usleep(10_000)
        }
    }

    private func handleSignals(_ now: ContinuousClock.Instant) {
        for number in Signals.shared.take() where [SIGINT, SIGTERM, SIGHUP].contains(number) {
            signals += 1
            switch signals {
            case 1:
                say("stopping: extractors, tools, nats-server; a second signal stops at once")
                stopping = Program.Stage.allCases[0]
            case 2:
                say("stopping at once")
                for child in children { child.stop(within: limits.hurry, now) }
            default:
                for child in children { child.stop(within: .zero, now) }
            }
        }
    }

    private func listen(to child: Child, _ now: ContinuousClock.Instant) {
        screen.print(child.program.name, child.read(from: .output), to: STDOUT_FILENO)
        screen.print(child.program.name, child.read(from: .errors))
        child.hear(now)
        if child.state == .running, announced.insert(child.program.name).inserted {
            say("\(child.program.name) is ready (PID \(child.process?.pid ?? 0))")
        }
    }

    private func reap(_ child: Child, _ now: ContinuousClock.Instant) {
        guard let (end, output, errors) = child.reap() else { return }
        screen.print(child.program.name, output, to: STDOUT_FILENO)
        screen.print(child.program.name, errors)
        announced.remove(child.program.name)
        say("\(child.program.name) \(child.settle(end, now, jitter: .random(in: 0...1)))")
    }

    private func watch(_ child: Child, _ now: ContinuousClock.Instant) {
        if let watchdog = limits.watchdog, child.killSilent(now, watchdog: watchdog) {
            say("\(child.program.name) has given no sign of life for \(watchdog), and is killed")
        }
        if child.killOverdue(now) { say("\(child.program.name) has not stopped in time, and is killed") }
    }

    private func startWhatIsDue(_ now: ContinuousClock.Instant) {
        for stage in Program.Stage.allCases.reversed() {
            let members = children.filter { $0.program.stage == stage }
            let start = began[stage] ?? now
            began[stage] = start
            for child in members where child.isDue(now) {
                do throws(DaemonError) {
                    try child.start(environment, watchdog: limits.watchdog, now)
                } catch {
                    say("\(child.program.name): \(child.settle(.notStarted(error), now, jitter: .random(in: 0...1)))")
                }
            }
            guard members.allSatisfy(\.isSettled) || now - start > limits.readiness else { return }
        }
    }

    /// Asks the next stage to stop once all before it have ended.
    private func stopNext(_ now: ContinuousClock.Instant) {
        guard let stage = stopping else { return }
        for child in children.filter({ $0.program.stage <= stage }) where child.state != .stopping && !child.isOver {
            child.stop(within: limits.stopTimeout, now)
        }
        guard children.allSatisfy({ $0.program.stage > stage || $0.isOver }) else { return }
        if let next = Program.Stage(rawValue: stage.rawValue + 1) { stopping = next }
    }

    private func say(_ line: String) { screen.print("up", [OutputLines.harmless(line.utf8)]) }
}
