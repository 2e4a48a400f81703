import PeerObserver

/// The node's clock and its peers' drift apart: its own is wrong, or peers want it to be.
struct ClockOffset: Detector {
    static let facts = DetectorFacts(
        subject: .alertClockOffset, severity: .warning, summary: "The clocks of the node and its peers drift apart.",
        parameters: [
            Parameter("seconds", 60, 1...86_400, "That the median of its peers may be off."),
            Parameter("peers", 8, 1...1e6, "Peers from which on it is judged."),
        ])

    private let most: Double
    private let least: Int

    init(_ parameters: Parameters) {
        most = parameters["seconds"]
        least = parameters.count("peers")
    }

    /// An answer of getpeerinfo.
    mutating func peers(_ infos: [PeerInfo], _ book: inout AlertBook) {
        // A peer without a version message yet has no offset.
        let offsets = infos.filter { $0.version > 0 }.map(\.timeOffset).sorted()
        guard offsets.count >= least else { return }
        report(Double(offsets[offsets.count / 2]), offsets.count, &book)
    }

    /// An answer of getnetworkinfo: Core's own median, of its outbound peers.
    mutating func network(_ info: NetworkInfo, _ book: inout AlertBook) {
        report(Double(info.timeOffset), Int(clamping: info.connectionsOut), &book)
    }

    private func report(_ offset: Double, _ count: Int, _ book: inout AlertBook) {
        guard abs(offset) > most else { return }
        book.report(
            Finding(
                subject: .alertClockOffset,
                summary: "the clocks of \(count) peers are \(Int(bounded: offset)) s off the node's, in the middle",
                measures: [
                    AlertMeasure(name: "seconds", value: abs(offset), threshold: most),
                    AlertMeasure(name: "peers", value: Double(count)),
                ]))
    }
}
