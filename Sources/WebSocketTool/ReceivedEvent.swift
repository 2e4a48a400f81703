import PeerObserver

/// An event as it came from the bus. It is decoded when something needs its content, once; most of them never are.
struct ReceivedEvent: ~Copyable, ~Escapable {
    let subject: ReceivedSubject
    let kind: EventKind
    let head: EventHead
    let bytes: RawSpan
    private(set) var decoded: Event?

    /// Nil for what is no event, or has no content that this version knows.
    @_lifetime(copy bytes)
    init?(_ subject: ReceivedSubject, _ bytes: RawSpan) {
        guard let head = try? EventHead(bytes), let kind = try? EventKind(head, bytes) else { return nil }
        self.subject = subject
        self.kind = kind
        self.head = head
        self.bytes = bytes
        decoded = nil
    }

    /// False where that cannot be done.
    mutating func decode() -> Bool {
        if decoded == nil { decoded = try? Event(decoding: bytes) }
        return decoded != nil
    }
}
