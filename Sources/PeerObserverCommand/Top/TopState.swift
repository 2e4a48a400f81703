import PeerObserver

/// What the screen shows of what came over the bus. Everything in it is bounded, since all names come from the network.
struct TopState: Sendable {
    /// A count, and how fast it grew between the last two frames.
    struct Meter: Sendable {
        var total: UInt64 = 0
        private(set) var perSecond = 0.0
        private var before: UInt64 = 0

        mutating func add(_ count: UInt64 = 1) { total &+= count }

        mutating func tick(_ seconds: Double) {
            perSecond = Double(total &- before) / max(seconds, 1e-3)
            before = total
        }
    }

    struct PeerKey: Hashable, Sendable {
        let node: String
        let id: UInt64
    }

    struct Peer: Sendable {
        var address = ""
        var type = ""
        var received = Meter()
        var sent = Meter()
        var bytes = Meter()
        var last = ""
    }

    struct Message: Sendable {
        var count = Meter()
        var bytes = Meter()
    }

    /// A publisher's numbers on one subject.
    private struct StreamKey: Hashable, Sendable {
        let subject: String
        let stream: UInt64
    }

    private(set) var events = Meter()
    private(set) var kinds = BoundedTable<String, Meter>(limit: 128)
    private(set) var messages = BoundedTable<String, Message>(limit: 128)
    private(set) var peers = BoundedTable<PeerKey, Peer>(limit: 4096)
    private var streams = BoundedTable<StreamKey, UInt64>(limit: 4096)
    /// Events that are missing in what their publishers numbered.
    private(set) var missing = Meter()
    private(set) var undecodable: UInt64 = 0
    /// The last events, as they came; longer ones by what stands in their heads alone.
    private(set) var last = RecentEvents()

    /// Names are cut here: a screen has no room for more, and memory has an end.
    private static let nameLimit = 64

    /// Takes an event; false where it cannot be read.
    mutating func take(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> Bool {
        let (input, name) = (payload.bytes, String(decoding: subject.prefix(200), as: UTF8.self))
        guard let head = try? EventHead(input) else {
            undecodable += 1
            return false
        }
        events.add()
        let node = Subject.node(subject).map { String($0.prefix(Self.nameLimit)) }
        let kind = node == nil ? name : name.split(separator: ".").dropFirst(2).joined(separator: ".")
        kinds.change(String(kind.prefix(Self.nameLimit)), default: Meter()) { $0.add() }
        count(head, name)
        if head.arm == .ebpf { take(head, input, node ?? "") }
        last.add(payload, node: node, kind: kind)
        return true
    }

    /// A number that does not follow on the one before tells what is missing between. A first number tells nothing.
    private mutating func count(_ head: EventHead, _ subject: String) {
        guard head.streamID != 0, head.sequence != 0 else { return }
        var gap: UInt64 = 0
        streams.change(StreamKey(subject: subject, stream: head.streamID), default: head.sequence) { last in
            if head.sequence > last { gap = head.sequence - last - 1 }
            last = max(last, head.sequence)
        }
        // Whoever may publish could claim any number: one jump is no more than a screenful of digits.
        missing.add(min(gap, 1_000_000_000))
    }

    private mutating func take(_ head: EventHead, _ input: RawSpan, _ node: String) {
        var reader = WireReader(input, in: head.body)
        while let tag = try? reader.nextTag() {
            switch tag {
            case 10:
                guard let body = try? reader.range(), let message = try? MessageHead(input, in: body) else { return }
                take(message, input, node)
            case 18:
                guard let body = try? reader.range() else { return }
                forget(input, body, node)
            default:
                guard (try? reader.skip(tag)) != nil else { return }
            }
        }
    }

    private mutating func take(_ message: MessageHead, _ input: RawSpan, _ node: String) {
        let command = Self.short(input.text(message.command), 24)
        messages.change(command, default: Message()) { entry in
            entry.count.add()
            entry.bytes.add(message.size)
        }
        peers.change(PeerKey(node: node, id: message.peerID), default: Peer()) { peer in
            peer.address = Self.short(input.text(message.addr), 80)
            let type = input.text(message.connectionType)
            peer.type = Self.short(type.isEmpty ? Self.word(message.connType) : type, 24)
            if message.inbound { peer.received.add() } else { peer.sent.add() }
            peer.bytes.add(message.size)
            peer.last = (message.inbound ? "<- " : "-> ") + command
        }
    }

    /// A peer whose connection has ended is no longer shown.
    private mutating func forget(_ input: RawSpan, _ body: Range<Int>, _ node: String) {
        let bytes = input.bytes(body)
        let event = bytes.withUnsafeBytes { try? ConnectionEvent(decoding: $0) }
        switch event?.event {
        case .closed(let closed): peers.remove(PeerKey(node: node, id: closed.conn.peerID))
        case .inboundEvicted(let evicted): peers.remove(PeerKey(node: node, id: evicted.conn.peerID))
        default: break
        }
    }

    private static func word(_ type: Int32) -> String {
        switch ConnType(rawValue: type) {
        case .inbound: "inbound"
        case .outboundFullRelay: "outbound-full-relay"
        case .blockRelayOnly: "block-relay-only"
        case .feeler: "feeler"
        default: "other"
        }
    }

    /// Text of the network, cut and made harmless once and for all.
    static func short(_ text: String, _ limit: Int) -> String { OutputLines.harmless(text.utf8.prefix(limit)) }

    /// Begins a new frame: rates are those since the one before.
    mutating func tick(_ seconds: Double) {
        events.tick(seconds)
        missing.tick(seconds)
        kinds.changeAll { $0.tick(seconds) }
        messages.changeAll {
            $0.count.tick(seconds)
            $0.bytes.tick(seconds)
        }
        peers.changeAll {
            $0.received.tick(seconds)
            $0.sent.tick(seconds)
            $0.bytes.tick(seconds)
        }
    }
}
