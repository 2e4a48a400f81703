import NIOCore
import PeerObserver

/// The node's side of a v1 connection that it has made, in Bitcoin Core's order.
final class P2PPeer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let dialler: P2PDialler
    private var stream: FrameStream
    private var tasks: [RepeatedTask] = []
    private var isEstablished = false
    private var wantsCompactBlocks = false
    private var wantsHeaders = false
    /// Whether the peer is believed to have the tip.
    private var hasTip = false
    private var blocks = 0
    private var inventories: UInt64 = 0
    private var began: Int64 = 0

    init(_ dialler: P2PDialler) {
        self.dialler = dialler
        stream = FrameStream(network: dialler.settings.network)
    }

    func channelActive(context: ChannelHandlerContext) {
        send(
            dialler.with { state in
                .version(
                    userAgent: "/Satoshi:29.0.0(demo-node)/", height: state.chain.height,
                    nowSeconds: Int64(Clock.unixNanoseconds() / 1_000_000_000), relay: true, random: &state.chain.random
                )
            }, context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        for task in tasks { task.cancel() }
        tasks = []
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var messages: [(String, [UInt8])] = []
        do throws(FrameError) {
            try unwrapInboundIn(data).withUnsafeReadableBytes { bytes throws(FrameError) in
                try stream.read(bytes) { command, payload in
                    messages.append((command, payload.withUnsafeBytes { [UInt8]($0) }))
                    return true
                }
            }
        } catch {
            return context.close(promise: nil)
        }
        for (command, payload) in messages { take(command, payload, context) }
    }

    private func take(_ command: String, _ payload: [UInt8], _ context: ChannelHandlerContext) {
        dialler.with { $0.received[command, default: 0] += 1 }
        var reader = ByteReader(payload.span.bytes)
        switch command {
        case "version":
            for type in ["wtxidrelay", "sendaddrv2", "verack", "getaddr"] { send(Message(type), context) }
        case "verack": establish(context)
        case "ping": if let ping = try? Ping(payload: &reader) { answer(.pong(ping.value), context) }
        case "sendheaders": wantsHeaders = true
        case "sendcmpct": if let wish = try? SendCompact(payload: &reader) { wantsCompactBlocks = wish.sendCompact }
        case "getheaders":
            guard let request = try? GetHeaders(payload: &reader), let first = request.locatorHashes.first else {
                return
            }
            send(GeneratedBlock.headers(dialler.with { $0.chain.blocks(after: first) }), context)
            hasTip = true
        default: break
        }
    }

    /// At once, unless the node has too much to do.
    private func answer(_ pong: Message, _ context: ChannelHandlerContext) {
        let delay = dialler.facts.current.delayNanoseconds
        guard delay > 0 else { return send(pong, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .nanoseconds(delay)) {
            let (peer, context) = bound.value
            if context.channel.isActive { peer.send(pong, context) }
        }
    }

    private func establish(_ context: ChannelHandlerContext) {
        guard !isEstablished else { return }
        isEstablished = true
        dialler.with { $0.handshakes += 1 }
        send(.sendCompact(highBandwidth: false), context)
        // Where it takes us for a source of blocks, a node asks for headers.
        send(dialler.with { GeneratedBlock.locator($0.chain.blocks.suffix(1)) }, context)
        send(dialler.with { $0.chain.feeFilter() }, context)
        send(dialler.with { $0.chain.addresses() }, context)
        send(.ping(dialler.with { $0.chain.random.next() }), context)
        began = Clock.monotonic()
        every(1, context) { $0.send(.ping($0.dialler.with { $0.chain.random.next() }), $1) }
        every(4, context) { $0.send($0.dialler.with { $0.chain.addresses() }, $1) }
        every(10, context) { $0.send($0.dialler.with { $0.chain.feeFilter() }, $1) }
        every(dialler.settings.secondsPerBlock, context) { $0.tellOfBlock($1) }
        if dialler.settings.inventoriesPerSecond > 0 {
            every(max(0.001, 1 / dialler.settings.inventoriesPerSecond), context) { $0.sendInventories($1) }
        }
    }

    /// As many as are due; none while the other side does not read.
    private func sendInventories(_ context: ChannelHandlerContext) {
        let seconds = Double(Clock.monotonic() - began) / 1e9
        let due = UInt64(seconds * dialler.settings.inventoriesPerSecond)
        while inventories < due, context.channel.isWritable {
            send(dialler.with { $0.chain.inventory() }, context, flush: false)
            inventories += 1
        }
        inventories = max(inventories, due)
        context.flush()
    }

    /// As Core does: to who has the block before as a compact block or headers, by its hash alone to others.
    private func tellOfBlock(_ context: ChannelHandlerContext) {
        // Two at once now and then: those go as headers.
        blocks += 1
        let count = blocks % 3 == 0 ? 2 : 1
        let mined = dialler.with { state in (0..<count).compactMap { _ in try? state.chain.mine() } }
        guard let last = mined.last else { return }
        if hasTip, wantsCompactBlocks, mined.count == 1 {
            send(dialler.with { $0.chain.compact(last) }, context)
        } else if hasTip, wantsHeaders {
            send(GeneratedBlock.headers(mined), context)
        } else {
            send(.inventory("inv", [.block(last.hash)]), context)
        }
    }

    private func send(_ message: Message, _ context: ChannelHandlerContext, flush: Bool = true) {
        var writer = ByteWriter(capacity: 64 + message.payload.count)
        Frame.encode(message.type, payload: message.payload, network: dialler.settings.network, into: &writer)
        dialler.with { $0.sent[message.type, default: 0] += 1 }
        let buffer = writer.withUnsafeBytes { context.channel.allocator.buffer(bytes: $0) }
        context.write(wrapOutboundOut(buffer), promise: nil)
        if flush { context.flush() }
    }

    private func every(
        _ seconds: Double, _ context: ChannelHandlerContext,
        _ work: @escaping @Sendable (P2PPeer, ChannelHandlerContext) -> Void
    ) {
        let interval = TimeAmount.nanoseconds(Int64(seconds * 1e9))
        let (bound, peer) = (
            NIOLoopBound(context, eventLoop: context.eventLoop), NIOLoopBound(self, eventLoop: context.eventLoop)
        )
        tasks.append(
            context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
                work(peer.value, bound.value)
            })
    }
}
