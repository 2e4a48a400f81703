import PeerObserver

/// What a detector found.
struct Finding: Sendable {
    var subject: Subject
    /// One line for people.
    var summary: String
    var measures: [AlertMeasure]
    var peers: [AlertPeer] = []
    var addresses: [String] = []
    /// Events that it is about, where the one at hand is none of them.
    var evidence: [AlertEvidence] = []
    /// More than the detector's own.
    var severity: AlertSeverity?
}

/// The alerts of one node: what is going on, and what is to be told of it.
///
/// Findings of one kind are one alert, whoever they come from. It is over when nothing was found for a while; then its kind is left alone
/// until the cool-down has passed.
struct AlertBook: Sendable {
    struct Settings: Sendable {
        /// Seconds after the end of an alert within which findings of its kind are counted only.
        var coolDown = 600
        /// Seconds between two events that tell that an alert goes on.
        var updateInterval = 60
    }

    /// What became of findings, by kind.
    struct Counts: Sendable {
        var raised: [UInt64] = Array(repeating: 0, count: Subject.alertKinds.count)
        var coolingDown: [UInt64] = Array(repeating: 0, count: Subject.alertKinds.count)
        var overlooked: [UInt64] = Array(repeating: 0, count: Subject.alertKinds.count)
    }

    private struct Active: Sendable {
        var notice: AlertNotice
        var peers: Set<UInt64> = []
        /// Whether there is more of it than was told.
        var isChanged = false
        /// When it was told last, and its first measure then.
        var told: UInt64
        var toldValue = 0.0
    }

    /// Milliseconds since the Unix epoch, by the events.
    var now: UInt64 = 0
    /// The event at hand.
    var origin = AlertEvidence()
    private let settings: Settings
    private let node: String?
    private let facts: [DetectorFacts?]
    private var active: [Active?] = Array(repeating: nil, count: Subject.alertKinds.count)
    private var coolUntil: [UInt64] = Array(repeating: 0, count: Subject.alertKinds.count)
    private(set) var counts = Counts()
    /// What is to be told, in order.
    private var outbox: [AlertNotice] = []
    /// Lines that upstream's tool of this name would log.
    private var lines: [String] = []

    static let mostPeers = 20
    static let mostAddresses = 20
    static let mostEvidence = 10
    /// Peers of an alert that are told apart.
    private static let mostKnownPeers = 4096

    /// - Parameter facts: of the detectors that may raise alerts.
    init(node: String?, facts: [DetectorFacts], settings: Settings) {
        self.node = node
        self.settings = settings
        var byKind: [DetectorFacts?] = Array(repeating: nil, count: Subject.alertKinds.count)
        for fact in facts { byKind[fact.subject.alertIndex] = fact }
        self.facts = byKind
    }

    // MARK: Findings

    /// Whether alerts of this kind are wanted at all.
    func isWanted(_ subject: Subject) -> Bool { facts[subject.alertIndex] != nil }

    /// Takes note of what a detector found, now or again.
    mutating func report(_ finding: Finding) {
        let index = finding.subject.alertIndex
        guard let facts = facts[index] else { return }
        if active[index] == nil {
            guard now >= coolUntil[index] else {
                counts.coolingDown[index] += 1
                return
            }
            active[index] = Active(notice: begin(finding, facts), told: now)
            counts.raised[index] += 1
            add(finding, to: index)
            tell(index, .raised)
        } else {
            add(finding, to: index)
        }
    }

    /// A detector had no room to remember something that it would have looked at.
    mutating func overlook(_ subject: Subject) { counts.overlooked[subject.alertIndex] += 1 }

    /// A line for the log in the words of upstream's tool.
    mutating func log(_ line: String) { lines.append(line) }

    private func begin(_ finding: Finding, _ facts: DetectorFacts) -> AlertNotice {
        AlertNotice(
            kind: facts.kind, id: Self.id(node, facts.kind, now), severity: finding.severity ?? facts.severity,
            state: .raised, summary: finding.summary, firstTime: now, lastTime: now, count: 0, peers: [],
            measures: [], addresses: [], evidence: [])
    }

    private mutating func add(_ finding: Finding, to index: Int) {
        guard var alert = active[index] else { return }
        alert.notice.lastTime = now
        alert.notice.count += 1
        for peer in finding.peers where alert.peers.count < Self.mostKnownPeers {
            guard alert.peers.insert(peer.id).inserted else { continue }
            if alert.notice.peers.count < Self.mostPeers { alert.notice.peers.append(peer) }
            alert.isChanged = true
        }
        if !alert.peers.isEmpty { alert.notice.peerCount = UInt64(alert.peers.count) }
        for address in finding.addresses
        where alert.notice.addresses.count < Self.mostAddresses && !alert.notice.addresses.contains(address) {
            alert.notice.addresses.append(address)
            alert.isChanged = true
        }
        // The strongest finding tells how bad it is.
        if finding.measures.first?.value ?? 0 >= alert.notice.measures.first?.value ?? 0 {
            alert.notice.measures = finding.measures
            alert.notice.summary = finding.summary
            // From the same peers it may be a thousand times as much.
            let value = finding.measures.first?.value ?? 0
            if value > alert.toldValue, value >= 2 * alert.toldValue { alert.isChanged = true }
        }
        if let severity = finding.severity, severity.rawValue > alert.notice.severity.rawValue {
            alert.notice.severity = severity
            alert.isChanged = true
        }
        for event in finding.evidence.isEmpty ? [origin] : finding.evidence
        where event.subject != "" && alert.notice.evidence.last != event {
            if alert.notice.evidence.count == Self.mostEvidence { alert.notice.evidence.removeFirst() }
            alert.notice.evidence.append(event)
        }
        active[index] = alert
    }

    /// To be called for each second of the events' time.
    mutating func tick() {
        for index in active.indices {
            guard let alert = active[index], let facts = facts[index] else { continue }
            if now >= alert.notice.lastTime + UInt64(facts.resolveAfter) * 1000 {
                tell(index, .resolved)
                active[index] = nil
                coolUntil[index] = now + UInt64(settings.coolDown) * 1000
            } else if alert.isChanged, now >= alert.told + UInt64(settings.updateInterval) * 1000 {
                tell(index, .ongoing)
            }
        }
    }

    /// Nobody looks any more: what goes on is told as over, and may begin anew at once.
    mutating func close() {
        for index in active.indices where active[index] != nil { tell(index, .resolved) }
        active = Array(repeating: nil, count: active.count)
        coolUntil = Array(repeating: 0, count: coolUntil.count)
    }

    /// Time begins anew at an earlier moment: what went on is over.
    mutating func restart(at time: UInt64) {
        close()
        now = time
    }

    // MARK: What is told

    private mutating func tell(_ index: Int, _ state: AlertState) {
        guard var alert = active[index] else { return }
        alert.notice.state = state
        (alert.told, alert.toldValue) = (now, alert.notice.measures.first?.value ?? 0)
        alert.isChanged = false
        outbox.append(alert.notice)
        active[index] = alert
    }

    /// What is new since the last call.
    mutating func takeOutbox() -> (notices: [AlertNotice], lines: [String])? {
        guard !outbox.isEmpty || !lines.isEmpty else { return nil }
        defer { (outbox, lines) = ([], []) }
        return (outbox, lines)
    }

    /// Alerts that go on.
    var current: [AlertNotice] { active.compactMap { $0?.notice } }

    /// The same live and in a replay.
    private static func id(_ node: String?, _ kind: String, _ time: UInt64) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(node ?? "")\u{0}\(kind)\u{0}\(time)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Subject {
    /// Those of alerts, in order.
    static let alertKinds = allCases.filter { $0.alertKind != nil }
    private static let firstAlert = alertKinds.first?.rawValue ?? 0

    /// Its place among `alertKinds`.
    /// - Precondition: it is one of alerts.
    var alertIndex: Int { rawValue - Self.firstAlert }
}
