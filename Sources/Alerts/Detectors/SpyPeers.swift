import PeerObserver

/// Peers that never announce and never ask: all they do is listen. A node sends something of its own right behind the handshake; who sends
/// no more than its settings is looked at again later.
struct SpyPeers: Detector {
    static let facts = DetectorFacts(
        subject: .alertSpyPeers, severity: .warning,
        summary: "Many inbound peers stay, announce nothing and ask for nothing.",
        parameters: [
            Parameter("peers", 8, 1...1e6, "Such peers within ten minutes that are always fine."),
            Parameter("factor", 4, 1...1e6, "How many times their usual number in ten minutes is still fine."),
            Parameter("silence", 30, 5...600, "Seconds behind the handshake in which nothing came."),
            Parameter(
                "patience", 1200, 60...86_400,
                "Seconds behind the handshake in which nothing came but settings, such as sendheaders or feefilter."),
        ])

    private struct Waiting: Sendable {
        let key: PeerKey
        let due: UInt64
        /// The end of its handshake.
        let origin: AlertEvidence
    }

    /// Inbound peers whose handshake is done, in order.
    private struct Queue: Sendable {
        private var items: [Waiting] = []
        private var next = 0
        private let most = 65_536

        /// Returns false where it is full.
        mutating func append(_ item: Waiting) -> Bool {
            guard items.count - next < most else { return false }
            items.append(item)
            return true
        }

        mutating func takeDue(_ now: UInt64) -> Waiting? {
            guard next < items.count, items[next].due <= now else { return nil }
            defer { next += 1 }
            if next > 1024 {
                items.removeFirst(next)
                next = 0
            }
            return items[next]
        }
    }

    private var early = Queue()
    private var late = Queue()
    /// Moments at which one was found.
    private var found: [UInt64] = []
    /// Those that were found and are still there.
    private var staying: Set<PeerKey> = []
    private var isRaised = false
    private var usual = UsualRate()
    private var minute: UInt64 = 0
    private let least: Double
    private let factor: Double
    private let silence: UInt64
    private let patience: UInt64

    private static let window: UInt64 = 600_000
    private static let mostFound = 65_536

    init(_ parameters: Parameters) {
        least = parameters["peers"]
        factor = parameters["factor"]
        silence = parameters.milliseconds("silence")
        patience = parameters.milliseconds("patience")
    }

    private var threshold: Double { usual.isKnown ? max(least, usual.value * factor) : least }
    var level: Level? { Level(value: Double(found.count), threshold: threshold) }

    mutating func shookHands(_ peer: Peer, _ book: inout AlertBook) {
        guard peer.isInbound, peer.isWhole else { return }
        // The second look is far away: a flood of connections that fills it takes nothing from the first one.
        let isEarly = early.append(Waiting(key: peer.key, due: book.now + silence, origin: book.origin))
        let isLate = late.append(Waiting(key: peer.key, due: book.now + patience, origin: book.origin))
        if !isEarly || !isLate { book.overlook(.alertSpyPeers) }
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        if let first = found.firstIndex(where: { $0 + Self.window > book.now }) {
            if first > 0 { found.removeFirst(first) }
        } else {
            found.removeAll()
        }
        if book.now / 60_000 > minute {
            if minute > 0 { usual.learn(Double(found.count), threshold: threshold, factor: factor) }
            minute = book.now / 60_000
            lookAgain(peers, &book)
        }
        while let item = early.takeDue(book.now) {
            look(item, peers, [.announced, .asked, .getaddr, .other], &book)
        }
        while let item = late.takeDue(book.now) { look(item, peers, [.announced, .asked, .getaddr], &book) }
    }

    private mutating func look(
        _ item: Waiting, _ peers: borrowing PeerTable, _ deeds: Peer.Deeds, _ book: inout AlertBook
    ) {
        // Who has left was no such peer, but a visitor.
        guard let peer = peers.peer(item.key), peer.deeds.isDisjoint(with: deeds), !staying.contains(item.key) else {
            return
        }
        guard found.count < Self.mostFound, staying.count < Self.mostFound else {
            return book.overlook(.alertSpyPeers)
        }
        found.append(book.now)
        staying.insert(item.key)
        guard Double(found.count) > threshold else { return }
        isRaised = true
        report(
            "\(found.count) inbound peers of ten minutes only listen", found.count, [peer.told], [item.origin], &book)
    }

    /// The alert goes on while those that it is about stay.
    private mutating func lookAgain(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        staying = staying.filter { peers.peer($0)?.deeds.isDisjoint(with: [.announced, .asked, .getaddr]) ?? false }
        isRaised = isRaised && Double(staying.count) > least
        guard isRaised else { return }
        report("\(staying.count) inbound peers that only listen have stayed", staying.count, [], [], &book)
    }

    private func report(
        _ summary: String, _ count: Int, _ peers: [AlertPeer], _ evidence: [AlertEvidence], _ book: inout AlertBook
    ) {
        book.report(
            Finding(
                subject: .alertSpyPeers, summary: summary,
                measures: [
                    AlertMeasure(name: "peers", value: Double(count), threshold: threshold),
                    AlertMeasure(name: "usual_in_ten_minutes", value: usual.value),
                ],
                peers: peers, evidence: evidence))
    }
}
