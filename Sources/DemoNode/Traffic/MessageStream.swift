import PeerObserver

/// Messages at an even rate.
struct MessageStream {
    private enum Source {
        case mainnet(MainnetMessages)
        /// One after the other, from the start again at the end.
        case cycle([Exchange])
    }

    private var source: Source
    private let ratePerSecond: Double
    private let stamp: Bool
    private let limit: UInt64
    private var sent: UInt64 = 0
    /// Nanoseconds for which there were none.
    private var held: Int64 = 0

    /// - Parameters:
    ///   - stamp: whether pings carry the time.
    ///   - limit: how many messages there are.
    init(_ mix: Mix, ratePerSecond: Double, stamp: Bool, limit: UInt64 = .max, state: inout NodeState) {
        self.ratePerSecond = ratePerSecond
        self.stamp = stamp
        self.limit = limit
        source =
            switch mix {
            case .mainnet:
                .mainnet(MainnetMessages(spacesPings: ratePerSecond <= MainnetMessages.mostWithSpacedPings && !stamp))
            case .recorded: .cycle(RecordedMessages.exchanges())
            case .ping: .cycle(Self.exchanges(.ping(state.random.next()), state.peers.all))
            case .size(let size): .cycle(Self.exchanges(.sized(size, random: &state.random), state.peers.all))
            }
    }

    /// The message to and from every peer.
    private static func exchanges(_ message: Message, _ peers: [Peer]) -> [Exchange] {
        peers.flatMap { peer in [false, true].map { Exchange(inbound: $0, peer: peer, message: message) } }
    }

    /// Nanoseconds after the beginning at which the next message is due.
    var due: Int64? {
        guard sent < limit, ratePerSecond > 0 else { return nil }
        return Int64(Double(sent) * 1e9 / ratePerSecond) + held
    }

    /// Leaves out the time until then.
    mutating func skip(to elapsed: Int64) { if let due, due < elapsed { held += elapsed - due } }

    var isFinished: Bool { sent >= limit }

    mutating func send<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) {
        switch source {
        case .mainnet(var messages):
            // Taken out of the enum for the call, so that its arrays are not copied when they change.
            source = .cycle([])
            messages.send(&state, &probes, stamp: stamp)
            source = .mainnet(messages)
        case .cycle(let exchanges):
            guard !exchanges.isEmpty else { break }
            var exchange = exchanges[Int(sent % UInt64(exchanges.count))]
            if stamp, exchange.message.type == "ping", exchange.message.payload.count == 8 {
                exchange.message = .ping(probes.unixNanoseconds)
            }
            probes.fire(.message(exchange))
        }
        sent += 1
    }
}
