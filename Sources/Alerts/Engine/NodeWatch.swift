import PeerObserver

/// One node: its peers, its detectors, and its alerts.
struct NodeWatch: Sendable {
    let name: String?
    var peers = PeerTable()
    var detectors: DetectorTable
    var book: AlertBook
    var condition = NodeCondition()
    /// Whether an event came since that was asked last, and when one had come, by the clock on the wall.
    var isHeard = false
    var heard: ContinuousClock.Instant?
    private var second: UInt64 = 0
    private let settings: WatchSettings
    private var peerSilence: UInt64 { UInt64(settings.peerSilence) * 1000 }

    /// A replay that begins again, or another clock: what was remembered is of no use.
    private static let mostBack: UInt64 = 3_600_000
    /// Events that were held back somewhere come among newer ones; so many older ones in a row are a clock that was set back.
    private static let mostLate: UInt64 = 120_000
    private static let mostLateInARow = 50
    private var late = 0

    init(name: String?, settings: WatchSettings) {
        self.name = name
        detectors = DetectorTable(settings.detectors)
        book = AlertBook(node: name, facts: settings.detectors.facts, settings: settings.book)
        self.settings = settings
    }

    /// Has the node's time follow the event's, which may come a little out of order.
    mutating func advance(to time: UInt64) {
        late = time + Self.mostLate < book.now ? late + 1 : 0
        if time + Self.mostBack < book.now || late > Self.mostLateInARow {
            late = 0
            condition = NodeCondition()
            peers.removeAll()
            detectors = DetectorTable(settings.detectors)
            book.restart(at: time)
            second = time / 1000
        }
        guard time > book.now else { return }
        book.now = time
        guard time / 1000 > second else { return }
        let isNewMinute = time / 60_000 > second / 60
        second = time / 1000
        // What is found by the clock is raised by no event.
        book.origin = AlertEvidence()
        detectors.tick(peers, &book)
        book.tick()
        if isNewMinute, time > peerSilence { forgetSilent(since: time - peerSilence) }
    }
}

struct WatchSettings: Sendable {
    var detectors = DetectorSettings()
    var book = AlertBook.Settings()
    /// Seconds after which a peer without an event is forgotten.
    var peerSilence = 300
    /// Seconds on the wall's clock without an event of a node after which its alerts are told as over.
    var nodeSilence = 600
}
