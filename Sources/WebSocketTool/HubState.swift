import Daemon
import NIOCore
import PeerObserver

/// What the bus' threads and the event loop share.
struct HubState: ~Copyable {
    /// An audience, and what of the open batch it wants.
    private struct Listener {
        let audience: Audience
        var clientCount = 0
        var ranges: [Range<Int>] = []
        var events = EventSet()
        var eventCount = 0

        mutating func take(_ range: Range<Int>, _ index: Int) {
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
            events.insert(index)
            eventCount += 1
        }

        mutating func clear() {
            ranges.removeAll(keepingCapacity: true)
            events = EventSet()
            eventCount = 0
        }
    }

    /// Bytes of frames from which on a batch goes out early.
    private static let batchBytes = 512 << 10

    var backlog: Backlog
    private var redactor: Redactor?
    var loop: (any EventLoop)?
    /// Events since the last flush.
    var taken = 0
    /// The number of the open batch.
    private(set) var batchNumber: UInt64 = 1
    /// Kinds that somebody wants.
    private(set) var wanted = EventKinds.none
    private var encoder = EventEncoder()
    private var listeners: [Listener] = []
    /// Events of the open batch.
    private var eventCount = 0

    init(_ backlog: Backlog, _ redactor: Redactor?) {
        self.backlog = backlog
        self.redactor = redactor
    }

    var isFull: Bool { eventCount == EventSet.capacity || encoder.byteCount >= Self.batchBytes }

    /// Takes an event for those who want it; false where they could not get it, since it cannot be decoded.
    mutating func receive(_ event: inout ReceivedEvent, _ metrics: WebSocketMetrics) -> Bool {
        guard redactor != nil else { return !wanted.contains(event.kind) || add(&event, metrics) }
        guard event.decode(), let decoded = event.decoded else { return false }
        // It learns from events even if nobody looks.
        guard let bytes = redactor?.redactedBytes(decoded), wanted.contains(event.kind) else { return true }
        // What was encoded and rewritten is an event; should it not be, nothing is shown, and it counts as lost.
        guard var redacted = ReceivedEvent(event.subject, bytes.span.bytes) else { return false }
        return add(&redacted, metrics)
    }

    /// Encodes an event for those who want it; false where it cannot be decoded.
    private mutating func add(_ event: inout ReceivedEvent, _ metrics: WebSocketMetrics) -> Bool {
        var upstream: Range<Int>?
        var envelope: Range<Int>?
        var isDecodable = true
        for index in listeners.indices {
            guard let isAdmitted = listeners[index].audience.subscription.admits(&event) else {
                isDecodable = false
                continue
            }
            guard isAdmitted else { continue }
            let range: Range<Int>?
            switch listeners[index].audience.subscription.format {
            case .upstream:
                range = upstream ?? encoder.append(&event, as: .upstream)
                upstream = range
            case .envelope:
                range = envelope ?? encoder.append(&event, as: .envelope)
                envelope = range
            }
            guard let range else {
                isDecodable = false
                continue
            }
            listeners[index].take(range, eventCount)
        }
        if upstream != nil { metrics.encodedUpstream.increment() }
        if envelope != nil { metrics.encodedEnvelope.increment() }
        if upstream != nil || envelope != nil { eventCount += 1 }
        return isDecodable
    }

    /// Ends the open batch: its frames for each audience.
    mutating func closeBatch() -> [(Audience, Piece)] {
        guard eventCount > 0 else { return [] }
        let batch = Batch()
        var deliveries: [(Audience, Piece)] = []
        // Who wants the same of a format shares the bytes too.
        var made: [(format: EventFormat, events: EventSet, frames: ByteBuffer)] = []
        for index in listeners.indices where listeners[index].eventCount > 0 {
            let (audience, events) = (listeners[index].audience, listeners[index].events)
            let format = audience.subscription.format
            let known = made.first { $0.format == format && $0.events == events }
            let frames = known?.frames ?? encoder.buffer(listeners[index].ranges, of: format)
            if known == nil { made.append((format, events, frames)) }
            let piece = Piece(
                frames: frames, eventCount: listeners[index].eventCount, batch: batch, events: events,
                number: batchNumber)
            deliveries.append((audience, piece))
            listeners[index].clear()
        }
        encoder.removeAll()
        eventCount = 0
        batchNumber += 1
        return deliveries
    }

    // MARK: Audiences

    /// The audience of a subscription, with one client more.
    mutating func join(_ subscription: Subscription) -> Audience {
        wanted.formUnion(subscription.kinds)
        if let index = listeners.firstIndex(where: { $0.audience.subscription == subscription }) {
            listeners[index].clientCount += 1
            return listeners[index].audience
        }
        let audience = Audience(subscription)
        listeners.append(Listener(audience: audience, clientCount: 1))
        return audience
    }

    mutating func leave(_ audience: Audience) {
        guard let index = listeners.firstIndex(where: { $0.audience === audience }) else { return }
        listeners[index].clientCount -= 1
        guard listeners[index].clientCount == 0 else { return }
        listeners.remove(at: index)
        wanted = listeners.reduce(into: .none) { $0.formUnion($1.audience.subscription.kinds) }
    }

    // MARK: Past events

    /// The last events that the subscription admits, oldest first.
    borrowing func past(
        _ request: SubscriptionRequest, byteLimit: Int, eventLimit: Int
    ) -> [Piece] {
        let (subscription, wanted) = (request.subscription, min(request.backlog, eventLimit))
        guard wanted > 0 else { return [] }
        var encoder = EventEncoder()
        var ranges: [Range<Int>] = []
        // Anew, as it is kept: by now more may be known of what is not to be shown.
        var redactor = redactor
        backlog.newest(of: subscription.kinds) { subject, payload, kind in
            guard subscription.mayAdmit(payload, kind) else { return true }
            let append = { (event: inout ReceivedEvent) in
                guard subscription.admits(&event) == true else { return }
                if let range = encoder.append(&event, as: subscription.format) { ranges.append(range) }
            }
            guard var event = ReceivedEvent(ReceivedSubject(subject), RawSpan(_unsafeBytes: payload)) else {
                return true
            }
            if redactor == nil {
                append(&event)
            } else if event.decode(), let decoded = event.decoded, let bytes = redactor?.redactedBytes(decoded),
                var redacted = ReceivedEvent(event.subject, bytes.span.bytes)
            {
                append(&redacted)
            }
            return ranges.count < wanted && encoder.byteCount < byteLimit
        }
        // The last one may have been too much.
        if encoder.byteCount > byteLimit { ranges.removeLast() }
        ranges.reverse()
        return stride(from: 0, to: ranges.count, by: 64).map { start in
            let part = Array(ranges[start..<min(start + 64, ranges.count)])
            return Piece(frames: encoder.buffer(part, of: subscription.format), eventCount: part.count)
        }
    }
}
