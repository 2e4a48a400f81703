import PeerObserver

/// How many P2P messages of which kind, and how large.
struct P2PMessages: Sendable {
    private let count, bytes, linkingLionCount, linkingLionBytes: CounterSlot
    private let messages, messageBytes, malformed, malformedBytes, malformedReceived: CounterSlot

    /// Kinds of reasons why a payload does not decode; the last is for any other.
    static let reasons = [
        "truncated", "non-canonical CompactSize", "CompactSize above limit", "invalid value", "superfluous witness",
        "other",
    ]

    init(_ layout: inout MetricLayout) {
        layout.group("net:inbound_message, net:outbound_message")
        count = layout.counter(
            "p2p_message_count", "P2P messages by type, direction and upstream's number of the connection type.",
            by: Labels.command, Labels.connTypeNumber, Labels.direction)
        bytes = layout.counter(
            "p2p_message_bytes",
            "Payload bytes of P2P messages, by type, direction and upstream's number of the connection type.",
            by: Labels.command, Labels.connTypeNumber, Labels.direction)
        linkingLionCount = layout.counter(
            "p2p_message_count_linkinglion", "P2P messages of LinkingLion's peers.", by: Labels.command,
            Labels.direction)
        linkingLionBytes = layout.counter(
            "p2p_message_bytes_linkinglion", "Payload bytes of P2P messages of LinkingLion's peers.",
            by: Labels.command, Labels.direction)
        messages = layout.counter(
            "p2p_messages_total", "P2P messages by type, direction and the node's own word for the connection type.",
            by: Labels.command, Labels.connectionType, Labels.direction)
        messageBytes = layout.counter(
            "p2p_messages_bytes_total",
            "Payload bytes of P2P messages, by type, direction and the node's own word for the connection type.",
            by: Labels.command, Labels.connectionType, Labels.direction)
        layout.group("netmsg.malformed")
        malformed = layout.counter(
            "p2p_malformed_messages_total", "P2P messages whose payload does not decode, by the kind of reason.",
            chosen: Labels.command, MetricLabel("reason", Self.reasons), Labels.direction)
        malformedBytes = layout.counter(
            "p2p_malformed_message_bytes_total", "Payload bytes of P2P messages that do not decode.",
            chosen: Labels.command, Labels.direction)
        malformedReceived = layout.counter(
            "p2p_malformed_received_total", "P2P messages received whose payload does not decode.")
    }

    /// - Parameter isLinkingLion: whether the peer's address is on that list.
    @inline(__always)
    func collect(_ head: MessageHead, _ input: RawSpan, isLinkingLion: Bool, _ node: inout NodeState) {
        let command = Labels.commandTable.index(input, head.command) ?? Labels.commands.count - 1
        let direction = Labels.direction(inbound: head.inbound)
        let number = Labels.connTypeNumber(head.connType)
        node.store.add(to: count, command, number, direction)
        node.store.add(head.size, to: bytes, command, number, direction)
        let type = Labels.connectionType(input, head.connectionType, number: head.connType)
        node.store.add(to: messages, command, type, direction)
        node.store.add(head.size, to: messageBytes, command, type, direction)
        if isLinkingLion {
            node.store.add(to: linkingLionCount, command, direction)
            node.store.add(head.size, to: linkingLionBytes, command, direction)
        }
        if head.inbound { node.overview.received += 1 } else { node.overview.sent += 1 }
    }

    func collectMalformed(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        var reason = ""
        while let tag = try reader.nextTag() {
            if tag == 10 { reason = try reader.string() } else { try reader.skip(tag) }
        }
        let command = Labels.commandTable.index(input, head.command) ?? Labels.commands.count - 1
        let direction = Labels.direction(inbound: head.inbound)
        node.store.add(to: malformed, command, Self.kind(of: reason), direction)
        node.store.add(head.size, to: malformedBytes, command, direction)
        if head.inbound { node.store.add(to: malformedReceived) }
    }

    /// Reasons hold numbers that the peer has chosen; the kind is what stands around them.
    static func kind(of reason: String) -> Int {
        if reason.hasPrefix("truncated") { return 0 }
        if reason.hasPrefix("non-canonical CompactSize") { return 1 }
        if reason.hasPrefix("CompactSize "), reason.contains(" above ") { return 2 }
        if reason.hasPrefix("invalid ") { return 3 }
        return reason == "superfluous witness" ? 4 : 5
    }
}
