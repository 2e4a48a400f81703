import NIOCore
import NIOPosix
import PeerObserver
import Synchronization

/// Dials the extractor as Bitcoin Core does: BIP324 first, v1 at once where that is refused, and again when the
/// connection has ended.
final class P2PDialler: Sendable {
    struct Settings: Sendable {
        let address: P2PAddress
        let network: Network
        let inventoriesPerSecond: Double
        let secondsPerBlock: Double
    }

    /// Core waits up to a minute; nobody wants to watch that.
    static let retry = TimeAmount.milliseconds(500)

    let settings: Settings
    /// What else the node tells of itself.
    let facts: SharedFacts
    private let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state: Mutex<State>

    struct State {
        var chain: P2PChain
        var attempts = 0
        var handshakes = 0
        var sent: [String: Int] = [:]
        var received: [String: Int] = [:]
        var channel: (any Channel)?
        var isStopping = false
    }

    init(_ settings: Settings, chain: P2PChain, facts: SharedFacts) {
        self.settings = settings
        self.facts = facts
        state = Mutex(State(chain: chain))
        dial(asV2: true)
    }

    func with<Value: Sendable>(_ body: (inout State) -> Value) -> Value { state.withLock { body(&$0) } }

    private func dial(asV2 isV2: Bool) {
        guard !with({ $0.isStopping }) else { return }
        with { $0.attempts += 1 }
        let started = ClientBootstrap(group: threads)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler: any ChannelHandler = isV2 ? P2PV2Attempt() : P2PPeer(self)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: settings.address.host, port: settings.address.port)
        started.whenSuccess { [self] channel in
            with { $0.channel = channel }
            // After a refused v2 attempt at once, like Core.
            channel.closeFuture.whenComplete { [self] _ in dialAgain(asV2: !isV2, after: isV2 ? .zero : Self.retry) }
        }
        started.whenFailure { [self] _ in dialAgain(asV2: true, after: Self.retry) }
    }

    private func dialAgain(asV2 isV2: Bool, after wait: TimeAmount) {
        guard !with({ $0.isStopping }) else { return }
        threads.next().scheduleTask(in: wait) { [self] in dial(asV2: isV2) }
    }

    /// Closes the connection, and says what was done in one line of JSON.
    func stop() -> String {
        let channel = with { state in
            state.isStopping = true
            return state.channel
        }
        try? channel?.close().wait()
        try? threads.syncShutdownGracefully()
        return with { state in
            func json(_ counts: [String: Int]) -> String {
                "{" + counts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
            }
            return """
                {"p2p_attempts":\(state.attempts),"p2p_handshakes":\(state.handshakes),"p2p_sent":\(json(state.sent)),\
                "p2p_received":\(json(state.received))}
                """
        }
    }
}

/// The beginning of a BIP324 handshake, as far as the other side can tell: 64 bytes of a key, and garbage.
private final class P2PV2Attempt: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        var random = Random(seed: Clock.unixNanoseconds())
        let key = random.bytes(64 + random.below(4096))
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: key)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
