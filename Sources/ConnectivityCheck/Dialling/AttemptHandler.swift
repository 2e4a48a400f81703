import Daemon
import NIOCore

/// The connection of one attempt: feeds it with bytes and time, and does what it wants. On its event loop only.
final class AttemptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var attempt: Attempt
    private let isOwnNonce: (UInt64) -> Bool
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var timerDue: UInt64?
    /// Called once, with the attempt's result.
    var done: (AttemptResult) -> Void = { _ in }

    init(_ attempt: Attempt, isOwnNonce: @escaping (UInt64) -> Bool) {
        self.attempt = attempt
        self.isOwnNonce = isOwnNonce
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        // The attempt was ended while the connection was being made.
        if attempt.isFinished { return context.close(promise: nil) }
        perform(attempt.connected(at: .now()))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = Moment.now()
        perform(
            unwrapInboundIn(data).withUnsafeReadableBytes { attempt.receive($0, at: now, isOwnNonce: isOwnNonce) })
    }

    func channelInactive(context: ChannelHandlerContext) { perform(attempt.ended(.closed)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { perform(attempt.ended(.closed)) }

    /// There is no connection.
    func connectFailed(_ outcome: Outcome) { perform(attempt.ended(outcome)) }

    func stop() { perform(attempt.ended(.shutdown)) }

    private func perform(_ actions: [Attempt.Action]) {
        for action in actions {
            switch action {
            case .send(let bytes):
                context?.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .finish(let result):
                timer?.cancel()
                // First, so that the socket is free when the next attempt begins.
                context?.close(promise: nil)
                done(result)
                done = { _ in }
            }
        }
        schedule()
    }

    private func schedule() {
        guard timerDue != attempt.due, let context else { return }
        timer?.cancel()
        timerDue = attempt.due
        guard let due = attempt.due else { return }
        let now = Moment.now().monotonic
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(due > now ? Int64(clamping: due - now) : 0)) {
            bound.value.timePassed()
        }
    }

    private func timePassed() {
        timerDue = nil
        perform(attempt.timePassed(at: .now()))
    }
}
