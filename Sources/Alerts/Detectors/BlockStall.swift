import PeerObserver

/// The node knows headers of blocks that it does not get: whoever promised them withholds them.
struct BlockStall: Detector {
    static let facts = DetectorFacts(
        subject: .alertBlockStall, severity: .critical,
        summary: "The node knows of a better chain and does not get its blocks.",
        parameters: [Parameter("seconds", 40, 1...86_400, "For which headers may be ahead of blocks that do not grow.")]
    )

    private var behindSince: UInt64?
    private var blocks: UInt32 = 0
    private let patience: UInt64

    init(_ parameters: Parameters) { patience = parameters.milliseconds("seconds") }

    /// An answer of getblockchaininfo.
    mutating func chain(_ info: BlockchainInfo, _ book: inout AlertBook) {
        guard !info.initialblockdownload, info.headers > info.blocks else {
            (behindSince, blocks) = (nil, info.blocks)
            return
        }
        if info.blocks != blocks { behindSince = nil }
        blocks = info.blocks
        guard let since = behindSince else {
            behindSince = book.now
            return
        }
        guard book.now >= since + patience else { return }
        let seconds = Double(book.now - since) / 1000
        book.report(
            Finding(
                subject: .alertBlockStall,
                summary:
                    "\(info.headers - info.blocks) blocks are known by their headers and have not come for \(Int(seconds)) s",
                measures: [
                    AlertMeasure(name: "seconds_behind", value: seconds, threshold: Double(patience) / 1000),
                    AlertMeasure(name: "blocks_behind", value: Double(info.headers - info.blocks)),
                ]))
    }
}
