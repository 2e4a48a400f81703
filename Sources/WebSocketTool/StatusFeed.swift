import NIOCore
import Synchronization

/// Tells clients every few seconds how the tool fares, and at once when the bus comes or goes.
// Proof of Sendable: all but `source` is used on the server's event loop alone.
final class StatusFeed: @unchecked Sendable {
    private let metrics: WebSocketMetrics
    private let source = Mutex<@Sendable () -> ToolStatus>({ ToolStatus() })
    private var clients: [ObjectIdentifier: Client] = [:]
    private var timer: RepeatedTask?
    private var wasConnected = false
    private var seconds = 0
    private var whenEmpty: EventLoopPromise<Void>?
    private let loop = Mutex<(any EventLoop)?>(nil)

    private static let period = 5

    init(metrics: WebSocketMetrics) { self.metrics = metrics }

    /// Where the numbers come from, once there is a bus.
    func setSource(_ source: @escaping @Sendable () -> ToolStatus) { self.source.withLock { $0 = source } }

    func message() -> ByteBuffer { ControlMessage.status(source.withLock { $0 }(), clients: clients.count) }

    func add(_ client: Client) {
        clients[ObjectIdentifier(client)] = client
        metrics.clients.store(clients.count, ordering: .relaxed)
        loop.withLock { $0 = client.eventLoop }
        guard timer == nil else { return }
        wasConnected = source.withLock { $0 }().isConnected
        timer = client.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [self] _ in
            tick()
        }
    }

    func remove(_ client: Client) {
        clients[ObjectIdentifier(client)] = nil
        metrics.clients.store(clients.count, ordering: .relaxed)
        guard clients.isEmpty else { return }
        timer?.cancel()
        timer = nil
        whenEmpty?.succeed()
        whenEmpty = nil
    }

    private func tick() {
        let status = source.withLock { $0 }()
        seconds += 1
        guard status.isConnected != wasConnected || seconds % Self.period == 0 else { return }
        wasConnected = status.isConnected
        let message = ControlMessage.status(status, clients: clients.count)
        // Who is behind gets the next one.
        for client in clients.values where !client.isBehind { client.offer(control: message) }
    }

    /// Has every client receive what waits for it, then a close; returns when all have gone, or after `timeout`.
    func sendAllAway(timeout: Duration) async {
        guard let loop = loop.withLock({ $0 }) else { return }
        let gone = loop.makePromise(of: Void.self)
        loop.execute { [self] in
            guard !clients.isEmpty else { return gone.succeed() }
            whenEmpty = gone
            loop.scheduleTask(in: TimeAmount(timeout)) { [self] in
                whenEmpty?.succeed()
                whenEmpty = nil
            }
            for client in clients.values { client.goAway() }
        }
        try? await gone.futureResult.get()
    }
}
