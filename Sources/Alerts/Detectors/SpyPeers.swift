import PeerObserver

/// Peers that never announce and never ask: all they do is listen. A node sends something of its own right behind the handshake.
struct SpyPeers: Detector {
    static let facts = DetectorFacts(
        subject: .alertSpyPeers, severity: .warning,
        summary: "Many inbound peers stay, announce nothing and ask for nothing.",
        parameters: [
            Parameter("peers", 8, 1...1e6, "Such peers within ten minutes that are always fine."),
            Parameter("factor", 4, 1...1e6, "How many times their usual number in ten minutes is still fine."),
            Parameter("silence", 30, 5...600, "Seconds behind the handshake in which nothing came."),
        ])

    private struct Waiting: Sendable {
        let key: PeerKey
        let due: UInt64
    }

    /// Of inbound peers whose handshake is done, in order.
    private var waiting: [Waiting] = []
    private var next = 0
    /// Moments at which one was found.
    private var found: [UInt64] = []
    private var usual = UsualRate()
    private var minute: UInt64 = 0
    private let least: Double
    private let factor: Double
    private let silence: UInt64

    private static let window: UInt64 = 600_000
    private static let mostWaiting = 65_536
    private static let mostFound = 65_536

    init(_ parameters: Parameters) {
        least = parameters["peers"]
        factor = parameters["factor"]
        silence = parameters.milliseconds("silence")
    }

    private var threshold: Double { max(least, usual.value * factor) }
    var level: Level? { Level(value: Double(found.count), threshold: threshold) }

    mutating func shookHands(_ peer: Peer, _ book: inout AlertBook) {
        guard peer.isInbound, peer.isWhole else { return }
        guard waiting.count - next < Self.mostWaiting else { return book.overlook(.alertSpyPeers) }
        waiting.append(Waiting(key: peer.key, due: book.now + silence))
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) {
        if let first = found.firstIndex(where: { $0 + Self.window > book.now }) {
            if first > 0 { found.removeFirst(first) }
        } else {
            found.removeAll()
        }
        if book.now / 60_000 > minute {
            if minute > 0 { usual.add(Double(found.count)) }
            minute = book.now / 60_000
        }
        while next < waiting.count, waiting[next].due <= book.now {
            look(peers.peer(waiting[next].key), &book)
            next += 1
        }
        if next > 1024 {
            waiting.removeFirst(next)
            next = 0
        }
    }

    private mutating func look(_ peer: Peer?, _ book: inout AlertBook) {
        // Who has left was no such peer, but a visitor.
        guard let peer, peer.deeds.isDisjoint(with: [.announced, .asked, .getaddr, .other]) else { return }
        guard found.count < Self.mostFound else { return book.overlook(.alertSpyPeers) }
        found.append(book.now)
        guard Double(found.count) > threshold else { return }
        book.report(
            Finding(
                subject: .alertSpyPeers, summary: "\(found.count) inbound peers of ten minutes only listen",
                measures: [
                    AlertMeasure(name: "peers_in_ten_minutes", value: Double(found.count), threshold: threshold),
                    AlertMeasure(name: "usual_in_ten_minutes", value: usual.value),
                ],
                peers: [peer.told]))
    }
}
