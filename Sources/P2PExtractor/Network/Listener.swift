import Daemon
import NIOCore
import NIOPosix
import PeerObserver
import Synchronization

/// Takes the connections that nodes make.
final class Listener: Sendable {
    private let shared: Shared
    private let limit: Int
    // One thread: the times of all nodes are taken by the same one, and it is never busy.
    private let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state = Mutex(State())

    private struct State {
        var listening: [any Channel] = []
        var open: [UInt64: any Channel] = [:]
        var connections: UInt64 = 0
        var isStopping = false
    }

    /// - Parameter limit: Most connections at a time.
    init(shared: Shared, limit: Int) {
        self.shared = shared
        self.limit = limit
    }

    /// Listens on `address` and returns where, since its port may be 0.
    func listen(on address: ListenAddress, for node: ObservedNode) async throws(DaemonError) -> ListenAddress {
        let bootstrap = ServerBootstrap(group: threads)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: Connection.mostUnsentBytes / 2, high: Connection.mostUnsentBytes)
            )
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel, for: node) }
            }
        do {
            let channel = try await bootstrap.bind(host: address.host, port: address.port).get()
            state.withLock { $0.listening.append(channel) }
            return ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port)
        } catch {
            let reason = (error as? IOError).map { errnoText($0.errnoCode) } ?? "\(error)"
            throw DaemonError(
                "cannot listen for nodes on \(address): \(reason)",
                hint: "choose a free address of this machine")
        }
    }

    /// Has the thread tell every second that it still runs.
    func beat(_ heartbeat: Heartbeat) {
        _ = threads.next().scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in heartbeat.beat() }
    }

    private func accept(_ channel: any Channel, for node: ObservedNode) throws {
        let number: UInt64? = state.withLock { state in
            guard state.open.count < limit, !state.isStopping else { return nil }
            state.connections += 1
            state.open[state.connections] = channel
            return state.connections
        }
        guard let number else {
            shared.metrics.refused(.connectionLimit)
            throw ChannelError.connectTimeout(.zero)
        }
        shared.metrics.opened()
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.open[number] = nil } }
        let address = ListenAddress(
            host: channel.remoteAddress?.ipAddress ?? "", port: channel.remoteAddress?.port ?? 0)
        try channel.pipeline.syncOperations.addHandler(
            Connection(number: number, address: "\(address)", node: node, shared: shared))
    }

    /// Ends every connection, each with its event, and stops listening.
    func stop() async {
        let (listening, open) = state.withLock { state in
            state.isStopping = true
            return (state.listening, state.open.values.map { $0 })
        }
        for channel in listening { try? await channel.close() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(Connection.Shutdown()) }
        for channel in open { try? await channel.closeFuture.get() }
        try? await threads.shutdownGracefully()
    }
}
