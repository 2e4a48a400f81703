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
    /// Heights that a peer was asked for, with when that was seen first.
    private var inflight: [UInt64: UInt64] = [:]
    private var lastAnswer: UInt64 = 0
    private var lastPause: UInt64 = 0
    private let patience: UInt64

    private static let mostHeights = 4096

    init(_ parameters: Parameters) { patience = parameters.milliseconds("seconds") }

    /// A block was connected.
    mutating func connected() { inflight.removeAll() }

    /// An answer of getpeerinfo.
    mutating func peers(_ infos: [PeerInfo], _ book: inout AlertBook) {
        // Behind a pause in the answers, what was asked for before is not known to be asked for still.
        if book.now - min(lastAnswer, book.now) > 3 * max(lastPause, 1000) { inflight.removeAll() }
        (lastPause, lastAnswer) = (book.now - min(lastAnswer, book.now), book.now)
        let heights = Set(infos.lazy.flatMap(\.inflight).prefix(Self.mostHeights))
        inflight = inflight.filter { heights.contains($0.key) }
        for height in heights where inflight[height] == nil { inflight[height] = book.now }
        guard let (height, since) = inflight.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
            book.now >= since + patience
        else { return }
        let seconds = Double(book.now - since) / 1000
        let asked = infos.filter { $0.inflight.contains(height) }
        book.report(
            Finding(
                subject: .alertBlockStall,
                summary: "block \(height) was asked for and has not come for \(Int(seconds)) s",
                measures: [AlertMeasure(name: "seconds_behind", value: seconds, threshold: Double(patience) / 1000)],
                peers: asked.map { AlertPeer(id: UInt64($0.id), addr: $0.address, userAgent: $0.subversion) }))
    }

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
