import PeerObserver

/// What no ordinary peer does, at intervals: one peer after the other sends one of each, so that what watches for it has something
/// to show.
struct Oddities {
    private let everyNanoseconds: Int64
    private(set) var due: Int64

    init(everySeconds: Double) {
        everyNanoseconds = Int64(everySeconds * 1e9)
        // Between two blocks.
        due = everyNanoseconds / 2
    }

    mutating func fire<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) {
        due += everyNanoseconds
        guard let peer = state.peers.all.randomPeer(&state.random) else { return }
        for message in Self.messages(
            of: peer, nowSeconds: probes.nowSeconds, tip: state.tip.hash, random: &state.random)
        {
            probes.fire(.message(Exchange(inbound: true, peer: peer, message: message)))
        }
    }

    static func messages(of peer: Peer, nowSeconds: Int64, tip: Hash256, random: inout Random) -> [Message] {
        var messages = [
            // Three entries, of which there is not one.
            Message("inv", [3]),
            Message("hello", random.bytes(20)),
            // From before there were nonces in pings.
            Message("ping"),
            // Not even the count of the addresses.
            Message("addrv2"),
            reject("tx", reason: "dust", of: random.hash()),
            // Core announces blocks and transactions apart.
            .inventory("inv", [.block(tip), .wtx(random.hash())]),
            // By the clock of somebody who is ten minutes ahead.
            .addr([NodeAddress(.ipv4, random: &random)], seenSeconds: nowSeconds + 600),
            .addrV2([NodeAddress.random(&random)], seenSeconds: nowSeconds + 600),
        ]
        if let own = peer.own { messages.append(.addrV2([own], seenSeconds: nowSeconds)) }
        return messages
    }

    /// Core sent such messages until v0.20.
    private static func reject(_ type: String, reason: String, of hash: Hash256) -> Message {
        var writer = ByteWriter()
        writer.compactSize(type.utf8.count)
        writer.bytes(Array(type.utf8))
        writer.byte(0x41)
        writer.compactSize(reason.utf8.count)
        writer.bytes(Array(reason.utf8))
        writer.bytes(hash.bytes)
        return Message("reject", writer.array)
    }
}
