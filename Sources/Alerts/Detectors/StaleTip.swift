import PeerObserver

/// No block for far longer than chance allows: with one in ten minutes, three hours without one come once in 1,200 years.
struct StaleTip: Detector {
    static let facts = DetectorFacts(
        subject: .alertStaleTip, severity: .critical, summary: "The node has had no new block for hours.",
        parameters: [
            Parameter(
                "hours", 3, 0.1...1000, "Since the tip changed; of a tip from before the start, since its own time."),
            Parameter("grace", 600, 0...86_400, "Seconds that a started node has to get the blocks that it missed."),
            Parameter("regtest", 0, 0...1, "1: also on regtest, where nobody mines unless asked to."),
        ],
        resolveAfter: 900)

    private var blocks: UInt32 = 0
    private var changed: UInt64?
    private let patience: UInt64
    /// Seconds.
    private let grace: UInt64
    private let onRegtest: Bool

    init(_ parameters: Parameters) {
        patience = UInt64(parameters["hours"] * 3_600_000)
        grace = UInt64(parameters["grace"])
        onRegtest = parameters["regtest"] >= 1
    }

    /// A block was connected.
    mutating func connected(_ book: inout AlertBook) { changed = book.now }

    /// An answer of getblockchaininfo.
    mutating func chain(_ info: BlockchainInfo, _ condition: NodeCondition, _ book: inout AlertBook) {
        if info.blocks != blocks {
            // At the start, the tip's own time is all that is known.
            changed = blocks == 0 ? min(book.now, UInt64(info.time) * 1000) : book.now
            blocks = info.blocks
        }
        guard !info.initialblockdownload, info.chain != "regtest" || onRegtest,
            condition.isUp(for: grace, now: book.now),
            let changed, book.now >= changed + patience
        else { return }
        let hours = Double(book.now - changed) / 3_600_000
        book.report(
            Finding(
                subject: .alertStaleTip,
                summary: "no block since \((hours * 10).rounded() / 10) hours, at height \(info.blocks)",
                measures: [
                    AlertMeasure(name: "hours", value: hours, threshold: Double(patience) / 3_600_000),
                    AlertMeasure(name: "height", value: Double(info.blocks)),
                ]))
    }
}
