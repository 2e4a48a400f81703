import PeerObserver

/// Takes the raw bytes of transactions out of messages: ids stay, blocks keep their header.
enum LowData {
    /// Whether a message may hold any; without decoding it.
    static func concerns(_ head: EventHead, _ event: RawSpan) throws(WireError) -> Bool {
        guard head.arm == .ebpf else { return false }
        var reader = WireReader(event, in: head.body)
        while let tag = try reader.nextTag() {
            if tag == 10 { return arms.contains(try MessageHead(event, in: try reader.range()).arm) }
            try reader.skip(tag)
        }
        return false
    }

    private static let arms: Set<UInt32> = [
        MessageArm.tx, MessageArm.compactblock, MessageArm.block, MessageArm.blocktxn,
    ]

    /// The event without them; nil where there is nothing to take out.
    static func reduced(_ event: Event) -> Event? {
        guard case .ebpfExtractor(let ebpf) = event.payload, case .message(let message) = ebpf.event,
            var reduced = message.reduced()
        else { return nil }
        if case .block(var block) = reduced.message {
            block.transactions = []
            reduced.message = .block(block)
        }
        var event = event
        event.payload = .ebpfExtractor(EBPFEvent(event: .message(reduced)))
        return event
    }
}
