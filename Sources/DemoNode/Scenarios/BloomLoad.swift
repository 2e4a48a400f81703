import PeerObserver

/// Ten inbound connections a minute of wallets on `bitcoinj`, each of which sets a filter and asks for filtered blocks, as many as it has
/// missed: 100 each here, in portions of 25.
///
/// b10c, "bitcoinj causing high CPU usage on bloom filter serving nodes", 30 May 2024 (https://github.com/bitcoinj/bitcoinj/issues/3404),
/// for connections a minute and user agents. The number of `merkleblock` messages is in a picture there and not in words: 100
/// blocks of each, two thirds of a day, are ours. Weaker means: fewer connections.
struct BloomLoad: Scenario {
    static let name = "bloom-load"

    static let connectionsPerMinute = 10.0
    static let portions = 4
    static let blocksOfAPortion = 25
    private static let userAgents = ["/bitcoinj:0.16.2/Bitcoin Wallet:10.14/", "/bitcoinj:0.16.2/BitGo:1.0/"]
    /// MSG_FILTERED_BLOCK (BIP-0037).
    private static let filteredBlock: UInt32 = 3

    private enum Step {
        case ask(Peer, portions: Int)
        case leave(Peer)
    }

    private var arrivals: Pace
    private var agenda = Agenda<Step>()

    init(intensity: Double) { arrivals = Pace(perSecond: Self.connectionsPerMinute / 60 * intensity) }

    var due: Int64? { min(arrivals.due, agenda.due ?? .max) }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let due = agenda.due, due <= arrivals.due {
            switch agenda.next() {
            case .ask(let peer, let portions):
                ask(peer, node, &stage)
                agenda.add(
                    portions > 1 ? .ask(peer, portions: portions - 1) : .leave(peer), at: stage.elapsed + .seconds(2))
            case .leave(let peer): stage.disconnect(peer, &node)
            case nil: break
            }
            return
        }
        arrivals.advance()
        let peer = stage.connect(from: NodeAddress(spread: .ipv4, random: &stage.random), &node)
        stage.introduce(peer, userAgent: stage.random.element(of: Self.userAgents), relay: false, node)
        stage.send(Message("verack"), to: peer)
        stage.receive(Message("verack"), from: peer)
        stage.receive(Self.filter(&stage.random), from: peer)
        agenda.add(.ask(peer, portions: Self.portions), at: stage.elapsed + .seconds(1))
    }

    private func ask(_ peer: Peer, _ node: NodeState, _ stage: inout Stage) {
        let blocks = (0..<Self.blocksOfAPortion).map { _ in stage.random.element(of: node.pool.blocks) }
        stage.receive(
            .inventory(
                "getdata", blocks.map { .unknown(UnknownItem(invType: Self.filteredBlock, hash: $0.hash)) }),
            from: peer)
        for block in blocks { stage.send(Self.merkleBlock(block, &stage.random), to: peer) }
    }

    /// 634 bytes, as a wallet with some keys sends.
    private static func filter(_ random: inout Random) -> Message {
        var writer = ByteWriter()
        writer.compactSize(622)
        writer.bytes(random.bytes(622))
        writer.littleEndian(UInt32(11))
        writer.littleEndian(UInt32(truncatingIfNeeded: random.next()))
        writer.byte(1)
        return Message("filterload", writer.array)
    }

    /// With the one hash that says that nothing matches.
    private static func merkleBlock(_ block: GeneratedBlock, _ random: inout Random) -> Message {
        var writer = ByteWriter()
        writer.bytes(block.header)
        writer.littleEndian(UInt32(random.within(1500...4500)))
        writer.compactSize(1)
        writer.bytes(random.hash().bytes)
        writer.compactSize(1)
        writer.byte(0)
        return Message("merkleblock", writer.array)
    }
}
