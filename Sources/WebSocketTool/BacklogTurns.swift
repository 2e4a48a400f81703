import Glibc
import NIOCore

/// Whose backlog is gathered next.
///
/// To gather one costs milliseconds of the event loop and of the lock that events need too. So after each comes a pause
/// of four times what it took: however many clients ask, and however often, that is a fifth of the time at most. Who
/// asks while nobody else does never waits.
struct BacklogTurns<Member> {
    enum Action: Equatable {
        /// The first that waits has its turn.
        case serve
        case wait(until: NIODeadline)
        case rest
    }

    /// How many times as long as the work a pause is.
    static var pause: Int64 { 4 }

    private var waiting: [Member] = []
    private var head = 0
    private var free = NIODeadline.uptimeNanoseconds(0)

    init() {}

    mutating func enter(_ member: Member) { waiting.append(member) }

    func next(now: NIODeadline) -> Action {
        guard head < waiting.count else { return .rest }
        return now < free ? .wait(until: free) : .serve
    }

    /// Takes out the first.
    mutating func take() -> Member {
        let member = waiting[head]
        head += 1
        if head == waiting.count || head >= 64 {
            waiting.removeFirst(head)
            head = 0
        }
        return member
    }

    /// A turn that took `work` has ended.
    mutating func served(_ work: TimeAmount, now: NIODeadline) {
        free = now + .nanoseconds(work.nanoseconds * Self.pause)
    }
}

/// Gives clients their turns. Lives on the server's event loop.
// Proof of Sendable: all is used on that event loop alone.
final class BacklogLine: @unchecked Sendable {
    private var turns = BacklogTurns<Client>()
    private var isScheduled = false

    /// `client` takes its turn, now or later.
    func enter(_ client: Client) {
        turns.enter(client)
        serve(client.eventLoop)
    }

    private func serve(_ loop: any EventLoop) {
        guard !isScheduled else { return }
        while true {
            switch turns.next(now: .now()) {
            case .rest: return
            case .wait(let until):
                isScheduled = true
                loop.scheduleTask(deadline: until) { [self] in
                    isScheduled = false
                    serve(loop)
                }
                return
            case .serve:
                // Meanwhile it may have asked for more: that is another turn.
                isScheduled = true
                let start = Self.processorTime
                turns.take().takeTurn()
                isScheduled = false
                turns.served(Self.processorTime - start, now: .now())
            }
        }
    }

    /// Of this thread: what others take of a busy machine is not this work's.
    private static var processorTime: TimeAmount {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
