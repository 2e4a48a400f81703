public import Daemon
import Synchronization

/// A bus without a server: keeps what is published, and delivers what a test sends.
public final class RecordingBus: EventBus {
    public struct Event: Sendable, Equatable {
        public let subject: String
        public let payload: [UInt8]
    }

    private struct State {
        var published: [Event] = []
        var lost: [LossReason: UInt64] = [:]
        var receive: (@Sendable (Event) -> LossReason?)?
        var flush: (@Sendable () -> Loss?)?
        var subjects: [String] = []
    }

    public let maxPayload: Int
    private let state = Mutex(State())

    public init(maxPayload: Int = 1 << 20) { self.maxPayload = maxPayload }

    public func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) {
        let event = Event(subject: "\(subject)", payload: Array(payload))
        state.withLock { $0.published.append(event) }
    }

    public func countLost(_ count: UInt64, _ reason: LossReason) {
        state.withLock { $0.lost[reason, default: 0] += count }
    }

    public func subscribe<Handler: MessageHandler>(
        to subjects: [String], pendingBytes: Int, handler: Handler
    ) throws(DaemonError) {
        let shared = Shared(handler)
        state.withLock { state in
            state.subjects = subjects
            state.receive = { event in
                shared.handler.withLock { handler in
                    Array(event.subject.utf8).withUnsafeBytes { subject in
                        event.payload.withUnsafeBytes { handler.receive(subject: subject, payload: $0) }
                    }
                }
            }
            state.flush = { shared.handler.withLock { $0.flush() } }
        }
    }

    /// What was published, oldest first.
    public var published: [Event] { state.withLock { $0.published } }
    public var lost: [LossReason: UInt64] { state.withLock { $0.lost } }
    /// What the tool subscribed to, without the `node.*` twins.
    public var subjects: [String] { state.withLock { $0.subjects } }

    /// Delivers one event to the handler that subscribed.
    @discardableResult
    public func deliver(_ payload: [UInt8], on subject: String) -> LossReason? {
        state.withLock { $0.receive }?(Event(subject: subject, payload: payload))
    }

    /// Has the handler flush.
    @discardableResult
    public func flush() -> Loss? { state.withLock { $0.flush }?() }
}

private final class Shared<Handler: MessageHandler>: Sendable {
    let handler: Mutex<Handler>

    init(_ handler: Handler) { self.handler = Mutex(handler) }
}
