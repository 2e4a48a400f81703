import Daemon
import Glibc
import Logging
import NIOCore
import PeerObserver

/// A node's connection: feeds its session with bytes and time, and does what that wants. On its event loop only.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Asks a connection to end because the program does.
    struct Shutdown {}

    private let number: UInt64
    private let address: String
    private let node: ObservedNode
    private let shared: Shared
    private var session: Session
    private var output = ByteWriter(capacity: 512)
    private var timer: Scheduled<Void>?
    private var timerDue = UInt64.max
    private var ending: (reason: DisconnectReason, detail: String?)?
    private var hasEnded = false

    /// What may wait to be sent: a node that does not read our few short messages gets no more of them.
    static let mostUnsentBytes = 1 << 18

    init(number: UInt64, address: String, node: ObservedNode, shared: Shared) {
        self.number = number
        self.address = address
        self.node = node
        self.shared = shared
        session = Session(settings: shared.settings, opened: .now(), knownBlock: shared.lastBlock)
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = Moment.now()
        let buffer = unwrapInboundIn(data)
        shared.metrics.receivedBytes.increment(by: UInt64(buffer.readableBytes))
        perform(buffer.withUnsafeReadableBytes { session.receive($0, at: now) }, at: now, context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        end(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError else { return close(.connectionError, "\(error)", context) }
        // A node that ends while we ping it resets the connection.
        if error.errnoCode == ECONNRESET || error.errnoCode == EPIPE { return close(.nodeClosed, "reset", context) }
        close(.connectionError, errnoText(error.errnoCode), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Shutdown { close(.shutdown, nil, context) } else { context.fireUserInboundEventTriggered(event) }
    }

    private func perform(_ actions: [Action], at now: Moment, _ context: ChannelHandlerContext) {
        guard ending == nil else { return }
        output.removeAll()
        for action in actions {
            switch action {
            case .send(let message):
                Frame.encode(message.command, payload: message.payload, network: shared.settings.network, into: &output)
            case .publish(let kind): publish(kind, at: now)
            case .established(let version): established(version, at: now)
            case .received(let command): shared.metrics.count(message: command)
            case .unknownPong: shared.metrics.unknownPongs.increment()
            case .heardOf(let block): shared.lastBlock = block
            case .close(let reason, let detail): close(reason, detail, context)
            }
        }
        guard ending == nil else { return }
        if output.count > 0 {
            let buffer = output.withUnsafeBytes { context.channel.allocator.buffer(bytes: $0) }
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            if !context.channel.isWritable { return close(.notReading, nil, context) }
        }
        if session.due < timerDue { schedule(context) }
    }

    private func publish(_ kind: P2PEvent.Kind, at now: Moment) {
        node.publish(P2PEvent(event: kind, connection: number, address: address), at: now)
    }

    private func established(_ version: Version, at now: Moment) {
        let reconnects = shared.history.begin(node, address: address)
        let handshake = P2PHandshake(duration: now.since(session.opened), version: version, reconnects: reconnects)
        shared.metrics.established(isReconnect: reconnects > 0)
        publish(.handshake(handshake), at: now)
        log(.info, "a node has connected", ["user_agent": "\(version.userAgent)", "reconnects": "\(reconnects)"])
    }

    /// Has `timePassed` called when something is due.
    private func schedule(_ context: ChannelHandlerContext) {
        timer?.cancel()
        guard ending == nil else { return }
        timerDue = session.due
        let now = Moment.now().monotonic
        let wait = TimeAmount.nanoseconds(timerDue > now ? Int64(clamping: timerDue - now) : 0)
        let (bound, connection) = (
            NIOLoopBound(context, eventLoop: context.eventLoop), NIOLoopBound(self, eventLoop: context.eventLoop)
        )
        timer = context.eventLoop.scheduleTask(in: wait) { connection.value.timePassed(bound.value) }
    }

    private func timePassed(_ context: ChannelHandlerContext) {
        let now = Moment.now()
        perform(session.timePassed(at: now), at: now, context)
        schedule(context)
    }

    private func close(_ reason: DisconnectReason, _ detail: String?, _ context: ChannelHandlerContext) {
        guard ending == nil else { return }
        ending = (reason, detail)
        context.close(promise: nil)
    }

    /// Tells of the end, once.
    private func end(_ context: ChannelHandlerContext) {
        guard !hasEnded else { return }
        hasEnded = true
        let (reason, detail) = ending ?? (.nodeClosed, nil)
        ending = (reason, detail)
        let now = Moment.now()
        let ended = session.ended(reason, detail: detail, at: now)
        shared.metrics.ended(reason, wasEstablished: ended.handshake)
        if ended.handshake { shared.history.end(node, address: address) }
        publish(.disconnect(ended), at: now)
        // Whoever can connect could fill the log with what never became a node.
        log(ended.handshake ? .info : .debug, "a connection has ended", ["reason": "\(reason.rawValue)"], detail)
    }

    private func log(_ level: Logger.Level, _ text: Logger.Message, _ more: Logger.Metadata, _ detail: String? = nil) {
        var metadata: Logger.Metadata = ["connection": "\(number)", "address": "\(address)"]
        metadata["node"] = node.name.map { "\($0)" }
        metadata["detail"] = detail.map { "\($0)" }
        shared.logger.log(level: level, text, metadata: metadata.merging(more) { $1 })
    }
}
