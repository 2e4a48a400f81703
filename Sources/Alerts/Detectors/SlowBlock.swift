import PeerObserver

/// A block takes far longer to connect than usual, as blocks do that are made for it.
struct SlowBlock: Detector {
    static let facts = DetectorFacts(
        subject: .alertSlowBlock, severity: .warning, summary: "A block takes far longer to connect than usual.",
        parameters: [
            Parameter("seconds", 5, 0.001...86_400, "That are always fine."),
            Parameter("factor", 10, 1...1e6, "How many times the usual is still fine."),
        ],
        // Blocks are ten minutes apart.
        resolveAfter: 3600)

    private var usual = 0.0
    private var blocks = 0.0
    private let least: Double
    private let factor: Double

    init(_ parameters: Parameters) {
        least = parameters["seconds"]
        factor = parameters["factor"]
    }

    private var threshold: Double { max(least, usual * factor) }

    mutating func connected(_ block: BlockConnected, _ book: inout AlertBook) {
        let seconds = Double(block.connectionTime) / 1e9
        if seconds > threshold {
            book.report(
                Finding(
                    subject: .alertSlowBlock,
                    summary: "block \(block.height) took \((seconds * 10).rounded() / 10) s to connect",
                    measures: [
                        AlertMeasure(name: "seconds", value: seconds, threshold: threshold),
                        AlertMeasure(name: "usual_seconds", value: usual),
                        AlertMeasure(name: "inputs", value: Double(block.inputs)),
                        AlertMeasure(name: "sigops_cost", value: Double(block.sigops)),
                    ]))
        }
        // A mean that follows the last hundred.
        blocks = min(blocks + 1, 100)
        // A slow one does not make itself usual.
        usual += ((seconds > threshold ? threshold / factor : seconds) - usual) / blocks
    }
}
