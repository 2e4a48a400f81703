import NIOCore
import NIOPosix
import PeerObserver

/// Publishes the height and hash of the tip at intervals. Upstream has an extractor for that, and ours has none; the stand-in
/// plays both, so that the tools' part can be seen. It speaks as much of NATS as a publisher must.
final class IPCPublisher {
    /// Upstream asks every 10 s; nobody wants to wait for that.
    static let interval = TimeAmount.seconds(2)

    private let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Connects.
    init(to address: P2PAddress, _ facts: SharedFacts) throws {
        _ = try ClientBootstrap(group: threads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NATSPublication(facts))
                }
            }
            .connect(host: address.host, port: address.port).wait()
    }

    func stop() { try? threads.syncShutdownGracefully() }

    /// The protocol's line and what it carries.
    static func publication(_ facts: NodeFacts, milliseconds: UInt64) -> [UInt8] {
        let tip = BlockTip(height: facts.tipHeight, hash: facts.tipHash)
        let event = Event(
            payload: .ipcExtractor(IPCEvent(event: .blockTip(tip))), timestamp: milliseconds
        ).encoded()
        return Array("PUB ipc \(event.count)\r\n".utf8) + event + Array("\r\n".utf8)
    }
}

/// One connection to the server.
private final class NATSPublication: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let longestLine = 1 << 16

    private let facts: SharedFacts
    private var received = ByteBuffer()
    private var task: RepeatedTask?

    init(_ facts: SharedFacts) { self.facts = facts }

    func channelActive(context: ChannelHandlerContext) {
        send(Array("CONNECT {\"verbose\":false,\"name\":\"demo-node\"}\r\n".utf8), context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        task = context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: IPCPublisher.interval) { _ in
            let (publication, context) = bound.value
            let facts = publication.facts.current
            publication.send(
                IPCPublisher.publication(facts, milliseconds: Clock.unixNanoseconds() / 1_000_000), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { task?.cancel() }

    /// The server asks now and then whether anybody is there.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        received.writeBuffer(&buffer)
        while let end = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let line = received.readString(length: end + 1 - received.readerIndex) ?? ""
            if line.hasPrefix("PING") { send(Array("PONG\r\n".utf8), context) }
        }
        if received.readableBytes > Self.longestLine { context.close(promise: nil) }
        received.discardReadBytes()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }
}
