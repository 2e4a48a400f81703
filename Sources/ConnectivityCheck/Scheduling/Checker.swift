import Daemon
import NIOCore

/// Joins the scheduler, the connections and the output. On its event loop only.
final class Checker {
    private let loop: any EventLoop
    private let output: ResultOutput
    private let dialler: Dialler
    private var scheduler: Scheduler
    private var timer: Scheduled<Void>?
    private var timerDue = UInt64.max
    private var isPumping = false
    private var isStopping = false
    private var whenIdle: EventLoopPromise<Void>?

    /// Attempts whose time has come wait for so long, so that there are some to begin at once.
    private static let grain: UInt64 = 1_000_000

    init(_ settings: CheckerSettings, output: ResultOutput, loop: any EventLoop) {
        self.loop = loop
        self.output = output
        scheduler = Scheduler(settings.scheduler)
        dialler = Dialler(loop: loop, settings: settings.dialler)
    }

    func take(_ announcements: [Announcement]) {
        let now = Moment.now()
        for announcement in announcements {
            switch scheduler.offer(announcement, at: now.monotonic) {
            case .waits: break
            case .known(let outcome):
                output.emit(CheckResult(announcement: announcement, outcome: outcome, attempt: nil, moment: now))
            case .dropped(let reason): output.metrics.drop(reason)
            }
        }
        pump()
    }

    /// Gives up what has not begun; the future succeeds when the last attempt has ended.
    func stop() -> EventLoopFuture<Void> {
        isStopping = true
        timer?.cancel()
        output.metrics.drop(.shutdown, UInt64(scheduler.abandon().count))
        tell()
        let promise = loop.makePromise(of: Void.self)
        if scheduler.attempts == 0 { promise.succeed() } else { whenIdle = promise }
        return promise.futureResult
    }

    /// Ends the attempts that are under way.
    func cut() { dialler.stop() }

    /// Begins what may begin, and sees to it that the rest will.
    private func pump() {
        // An attempt that fails at once comes back here.
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        while !isStopping {
            let now = Moment.now().monotonic
            switch scheduler.next(at: now) {
            case .start(let target): dialler.dial(target) { [weak self] in self?.finish(target, $0) }
            case .wait(let time):
                schedule(at: max(time, now + Self.grain))
                return tell()
            case .idle:
                scheduler.prune(at: now)
                return tell()
            }
        }
        tell()
    }

    private func finish(_ target: Target, _ result: AttemptResult) {
        let now = Moment.now()
        output.metrics.count(result, of: target)
        let announcements = scheduler.finish(target, result.outcome, at: now.monotonic)
        if let reason = result.outcome.drop {
            output.metrics.drop(reason, UInt64(announcements.count))
        } else {
            for (index, announcement) in announcements.enumerated() {
                output.emit(
                    CheckResult(
                        announcement: announcement, outcome: result.outcome, attempt: index == 0 ? result : nil,
                        moment: now))
            }
        }
        if scheduler.attempts == 0 {
            whenIdle?.succeed()
            whenIdle = nil
        }
        pump()
    }

    private func schedule(at time: UInt64) {
        guard time != timerDue else { return }
        timer?.cancel()
        timerDue = time
        let now = Moment.now().monotonic
        let bound = NIOLoopBound(self, eventLoop: loop)
        timer = loop.scheduleTask(in: .nanoseconds(time > now ? Int64(clamping: time - now) : 0)) {
            bound.value.timerDue = .max
            bound.value.pump()
        }
    }

    private func tell() {
        output.metrics.set(
            ConnectivityMetrics.State(
                waiting: scheduler.waitingCount, queued: scheduler.queued, attempts: scheduler.attempts,
                cachedSuccesses: scheduler.cache.successCount, cachedFailures: scheduler.cache.failureCount,
                evictions: scheduler.cache.evictions))
    }
}
