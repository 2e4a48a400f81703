import PeerObserver

/// The node loses many inbound connections at once: it cannot be reached any more, or somebody shakes them off.
struct InboundDrop: Detector {
    static let facts = DetectorFacts(
        subject: .alertInboundDrop, severity: .critical,
        summary: "The node loses many inbound connections within minutes.",
        parameters: [
            Parameter("share", 0.35, 0.01...1, "Of the inbound connections that may be lost within the window."),
            Parameter("least", 12, 1...1e6, "Connections that may be lost at any rate."),
            Parameter("window", 1800, 60...86_400, "Seconds within which they are lost."),
        ])

    private struct Sample: Sendable {
        let time: UInt64
        let count: Int
    }

    private var samples: [Sample] = []
    /// Of the last answer that had any: id, and when it connected.
    private var last: [UInt32: Int64] = [:]
    private var lastSeen: UInt64 = 0
    private var low = 0
    private let share: Double
    private let least: Double
    private let window: UInt64

    private static let mostSamples = 4096
    private static let mostPeers = 65_536
    /// For which a node may have no peers at all: it may have been restarted.
    private static let pause: UInt64 = 300_000

    init(_ parameters: Parameters) {
        share = parameters["share"]
        least = parameters["least"]
        window = parameters.milliseconds("window")
    }

    var level: Level? {
        guard let most = samples.map(\.count).max(), let now = samples.last else { return nil }
        return Level(value: Double(most - now.count), threshold: max(least, Double(most) * share))
    }

    /// After a restart the node counts peers from 0 again, and none is the same.
    private func isRestart(_ infos: [PeerInfo]) -> Bool {
        guard let newest = infos.map(\.id).max(), let lastNewest = last.keys.max() else { return false }
        return newest < lastNewest && infos.allSatisfy { last[$0.id] != $0.connectionTime }
    }

    /// An answer of getpeerinfo.
    mutating func peers(_ infos: [PeerInfo], _ book: inout AlertBook) {
        if infos.isEmpty, book.now < lastSeen + Self.pause { return }
        let inbound = infos.count { $0.inbound }
        if !infos.isEmpty {
            if isRestart(infos) { samples.removeAll() }
            last = Dictionary(
                infos.prefix(Self.mostPeers).map { ($0.id, $0.connectionTime) }, uniquingKeysWith: { $1 })
            lastSeen = book.now
        }
        samples.removeAll { $0.time + window < book.now }
        if samples.count == Self.mostSamples { samples.removeFirst() }
        samples.append(Sample(time: book.now, count: inbound))
        guard let level, level.value > level.threshold else {
            low = 0
            return
        }
        low += 1
        // One answer may have met the moment between an eviction and the next connection.
        guard low >= 2 else { return }
        book.report(
            Finding(
                subject: .alertInboundDrop,
                summary: "\(Int(level.value)) inbound connections were lost, \(inbound) are left",
                measures: [
                    AlertMeasure(name: "connections_lost", value: level.value, threshold: level.threshold),
                    AlertMeasure(name: "connections_left", value: Double(inbound)),
                ]))
    }
}
