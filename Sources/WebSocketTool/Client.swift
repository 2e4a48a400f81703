import Daemon
import NIOCore
import NIOWebSocket
import PeerObserver

/// One client, from the handshake to the end of its connection. Lives on the server's event loop.
final class Client: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private enum State {
        case open
        /// Everything that waits is still sent, then comes the close.
        case draining
        /// The server's close has gone out.
        case closing
    }

    let eventLoop: any EventLoop
    private let hub: Hub
    private let status: StatusFeed
    private var queue: ClientQueue
    private var state = State.open
    private var audience: Audience?
    private var format = EventFormat.upstream
    /// Subscriptions that wait for one with a backlog to have its turn, in their order; that one is the first.
    private var waiting: [SubscriptionRequest] = []
    /// The first batch that is for the present subscription.
    private var firstBatch: UInt64 = 0
    private var context: ChannelHandlerContext?
    /// Writing from here passes by the encoder: frames of events are encoded already.
    private var encoder: ChannelHandlerContext?
    private var isPumping = false
    private var lastHeard = NIODeadline.now()
    private var lastPing = NIODeadline.now()
    private var subscriptions = RateLimit()
    private var timer: RepeatedTask?

    init(hub: Hub, status: StatusFeed, eventLoop: any EventLoop) {
        self.hub = hub
        self.status = status
        self.eventLoop = eventLoop
        queue = ClientQueue(byteLimit: hub.limits.queueBytes, eventLimit: hub.limits.queueEvents)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        encoder = try? context.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self)
        hub.metrics.connections.increment()
        status.add(self)
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        let pause = TimeAmount(min(hub.limits.pingInterval, hub.limits.idleTimeout) / 4)
        timer = eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in this.value.tick() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func end() {
        guard self.context != nil else { return }
        timer?.cancel()
        leave()
        status.remove(self)
        hub.metrics.lost.with(LossReason.disconnected.rawValue).increment(by: UInt64(queue.eventCount))
        queue = ClientQueue(byteLimit: 0, eventLimit: 0)
        context = nil
        encoder = nil
    }

    // MARK: Sending

    /// Takes frames of the audience that this client belongs to.
    func offer(_ piece: Piece) {
        guard state == .open, piece.number >= firstBatch else { return }
        add(piece)
        pump()
    }

    /// Takes a frame that only clients of the envelope form get.
    func offer(control: ByteBuffer) {
        guard state == .open, format == .envelope else { return }
        queue.offer(control: control)
        pump()
    }

    /// Whether a message that comes again anyway should wait in the queue.
    var isBehind: Bool { !queue.isEmpty }

    private func add(_ piece: Piece) {
        let dropped = queue.offer(piece)
        if !dropped.isEmpty { hub.lose(dropped) }
    }

    /// Writes as much as the connection takes.
    private func pump() {
        guard !isPumping, let context, let encoder else { return }
        isPumping = true
        // The socket may take all during the flush, and then nothing tells of it: so look again.
        while writeSome(context, encoder), context.channel.isWritable {}
        isPumping = false
        if state == .draining, queue.isEmpty { close(1001, "going away") }
    }

    /// Whether anything was written.
    private func writeSome(_ context: ChannelHandlerContext, _ encoder: ChannelHandlerContext) -> Bool {
        var hasWritten = false
        while context.channel.isWritable, let item = queue.next() {
            switch item {
            case .events(let piece):
                hub.metrics.sentEvents.increment(by: UInt64(piece.eventCount))
                hub.metrics.sentBytes.increment(by: UInt64(piece.frames.readableBytes))
                encoder.write(NIOAny(piece.frames), promise: nil)
            case .control(let frame): encoder.write(NIOAny(frame), promise: nil)
            case .lost(let events, let total):
                guard format == .envelope else { continue }
                encoder.write(NIOAny(ControlMessage.lost(events: events, total: total)), promise: nil)
            }
            hasWritten = true
        }
        if hasWritten { encoder.flush() }
        return hasWritten
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { pump() }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        lastHeard = .now()
        switch frame.opcode {
        case .text: if state == .open { subscribe(frame.unmaskedData) }
        case .binary: if state == .open { close(1003, "subscriptions are text") }
        case .ping:
            // Of pings that a client sends without reading the answers, only some are answered.
            guard context.channel.isWritable, state != .closing else { return }
            send(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
        case .connectionClose:
            if state != .closing {
                send(WebSocketFrame(fin: true, opcode: .connectionClose, data: Self.answer(to: frame)))
            }
            context.close(promise: nil)
        case .pong: break
        default: close(1002, "unknown frame")
        }
    }

    private func subscribe(_ data: ByteBuffer) {
        guard subscriptions.admits(hub.limits.subscriptionRate, now: lastHeard) else {
            return close(1008, "too many subscriptions")
        }
        do {
            let request = try SubscriptionRequest(parsing: Array(data.readableBytesView))
            guard queue.controlCount < hub.limits.controls, waiting.count < hub.limits.waitingSubscriptions else {
                return close(1008, "too many subscriptions unread")
            }
            guard request.backlog > 0 || !waiting.isEmpty else { return begin(request) }
            waiting.append(request)
            if waiting.count == 1 { hub.line.enter(self) }
        } catch {
            close(error.code, error.reason)
        }
    }

    /// The first of the waiting subscriptions, and those behind it that ask for no backlog.
    func takeTurn() {
        guard state == .open, context != nil else { return }
        repeat { begin(waiting.removeFirst()) } while state == .open && waiting.first?.backlog == 0
        if state == .open, !waiting.isEmpty { hub.line.enter(self) }
    }

    private func begin(_ request: SubscriptionRequest) {
        leave()
        let (audience, batch, past) = hub.join(self, request)
        self.audience = audience
        firstBatch = batch
        format = request.subscription.format
        if format == .envelope {
            let count = past.reduce(0) { $0 + $1.eventCount }
            queue.offer(control: ControlMessage.subscribed(request.subscription, backlog: count))
            queue.offer(control: status.message())
        }
        for piece in past { add(piece) }
        pump()
    }

    private func leave() {
        if let audience { hub.leave(self, audience) }
        audience = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
            close(1009, "frame too long")
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error, is UnmaskedFrame: close(1002, "protocol error")
        default: context.close(promise: nil)
        }
    }

    // MARK: Liveness and the end

    private func tick() {
        guard state != .closing else { return }
        let silence = NIODeadline.now() - lastHeard
        if silence > TimeAmount(hub.limits.idleTimeout) {
            close(1008, "idle")
        } else if silence > TimeAmount(hub.limits.pingInterval),
            NIODeadline.now() - lastPing > TimeAmount(hub.limits.pingInterval)
        {
            lastPing = .now()
            send(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
        }
    }

    /// Sends what waits, then closes.
    func goAway() {
        guard state == .open else { return }
        leave()
        state = .draining
        pump()
    }

    private func close(_ code: Int, _ reason: String) {
        guard state != .closing, let context else { return }
        state = .closing
        leave()
        var data = ByteBuffer()
        data.writeInteger(UInt16(code))
        data.writeString(reason)
        send(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        let bound = NIOLoopBound(context, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: TimeAmount(hub.limits.closeTimeout)) { bound.value.close(promise: nil) }
    }

    private func send(_ frame: WebSocketFrame) {
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// The client's own code, as RFC 6455 has it, without its reason.
    private static func answer(to frame: WebSocketFrame) -> ByteBuffer {
        var data = frame.unmaskedData
        return data.readSlice(length: min(2, data.readableBytes)) ?? ByteBuffer()
    }
}

/// Counts what happens within a second.
struct RateLimit {
    private var second = NIODeadline.uptimeNanoseconds(0)
    private var count = 0

    init() {}

    mutating func admits(_ limit: Int, now: NIODeadline) -> Bool {
        if now - second >= .seconds(1) { (second, count) = (now, 0) }
        count += 1
        return count <= limit
    }
}
