import Daemon
import Glibc
import NIOCore
import PeerObserver
import Synchronization

/// Between the bus and the clients: encodes each event at most once a format, and hands out shared frames.
///
/// Events come from the bus' threads, and clients live on the server's event loop; what both use is behind a lock. Clients with
/// equal subscriptions form an audience, so that whether an event is wanted is decided once for all of them.
final class Hub: MessageHandler {
    let limits: ClientLimits
    let metrics = WebSocketMetrics()
    let line = BacklogLine()
    private let state: Mutex<HubState>
    /// Batches on their way to the event loop.
    private let inTransit = Atomic(0)
    /// Events that a slow client has lost, and that `flush` has not told yet.
    private let slowClientLosses = Atomic(0)

    /// Batches on their way at which the bus is held up.
    private static let transitLimit = 64

    init(limits: ClientLimits, redactor: Redactor? = nil) {
        self.limits = limits
        state = Mutex(HubState(Backlog(eventLimit: limits.backlogEvents, byteLimit: limits.backlogBytes), redactor))
    }

    // MARK: The bus' side

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        guard var event = ReceivedEvent(ReceivedSubject(subject), RawSpan(_unsafeBytes: payload)) else {
            return .undecodable
        }
        awaitEventLoop()
        let isTaken = state.withLock { state in
            guard state.receive(&event, metrics) else { return false }
            state.backlog.append(event.kind, subject: subject, payload: payload)
            state.taken += 1
            if state.isFull { submit(state.closeBatch(), state.loop) }
            return true
        }
        return isTaken ? nil : .undecodable
    }

    func flush() -> Loss? {
        awaitEventLoop()
        return state.withLock { state in
            submit(state.closeBatch(), state.loop)
            // A loss is told no later than the flush that has as many events to subtract it from.
            let lost = min(slowClientLosses.load(ordering: .relaxed), state.taken)
            slowClientLosses.wrappingSubtract(lost, ordering: .relaxed)
            state.taken = 0
            return lost > 0 ? Loss(UInt64(lost), .slowClient) : nil
        }
    }

    /// Holds the bus up while the event loop is behind; what waits there then is counted by the client library.
    private func awaitEventLoop() {
        var rounds = 0
        while inTransit.load(ordering: .acquiring) >= Self.transitLimit, rounds < 1000 {
            usleep(1000)
            rounds += 1
        }
    }

    /// Hands frames to the event loop. Called under the lock, so that batches stay in order.
    private func submit(_ deliveries: [(Audience, Piece)], _ loop: (any EventLoop)?) {
        guard !deliveries.isEmpty, let loop else { return }
        inTransit.wrappingAdd(1, ordering: .acquiringAndReleasing)
        loop.execute { [self] in
            inTransit.wrappingSubtract(1, ordering: .acquiringAndReleasing)
            for (audience, piece) in deliveries {
                for client in audience.clients.values { client.offer(piece) }
            }
        }
    }

    // MARK: The clients' side, on the event loop

    /// Makes the client one of those with this subscription. Returns the first batch that is meant for it, and the past
    /// events that it asked for.
    func join(_ client: Client, _ request: SubscriptionRequest) -> (audience: Audience, batch: UInt64, past: [Piece]) {
        let (audience, number, past) = state.withLock { state in
            state.loop = client.eventLoop
            submit(state.closeBatch(), state.loop)
            let past = state.past(request, byteLimit: limits.queueBytes / 4 * 3, eventLimit: limits.queueEvents)
            return (state.join(request.subscription), state.batchNumber, past)
        }
        audience.clients[ObjectIdentifier(client)] = client
        return (audience, number, past)
    }

    func leave(_ client: Client, _ audience: Audience) {
        audience.clients[ObjectIdentifier(client)] = nil
        state.withLock { $0.leave(audience) }
    }

    /// Counts events that `client` was too slow for.
    func lose(_ pieces: [Piece]) {
        for piece in pieces {
            metrics.lost.with(LossReason.slowClient.rawValue).increment(by: UInt64(piece.eventCount))
            guard let batch = piece.batch else { continue }
            slowClientLosses.wrappingAdd(batch.lose(piece.events), ordering: .relaxed)
        }
    }

    /// Events and bytes kept for clients to come.
    var backlog: (events: Int, bytes: Int) { state.withLock { ($0.backlog.eventCount, $0.backlog.byteCount) } }
}

/// The clients of one subscription.
// Proof of Sendable: `clients` is used on the server's event loop alone.
final class Audience: @unchecked Sendable {
    let subscription: Subscription
    var clients: [ObjectIdentifier: Client] = [:]

    init(_ subscription: Subscription) { self.subscription = subscription }
}
