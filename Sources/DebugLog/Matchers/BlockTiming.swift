import PeerObserver

/// `    - Fork checks: 0.04ms [0.00s (0.04ms/blk)]` and the like, with -debug=bench
extension BlockTimingLine {
    /// At the indentation.
    init?(_ line: inout LineScanner) {
        line.skipSpaces()
        guard line.take("- ") else { return nil }
        if line.take("Connect ") {
            if let count = line.unsigned() {
                guard line.take(" transactions: ") else { return nil }
                self.init(&line, step: "Connect transactions", count: count)
            } else {
                self.init(named: &line, before: "Connect ")
            }
        } else if line.take("Verify ") {
            guard let count = line.signed(), line.take(" txins: ") else { return nil }
            // The node counts one less than there are, the coinbase's.
            self.init(&line, step: "Verify txins", count: UInt64(max(count, 0)))
        } else {
            self.init(named: &line, before: "")
        }
    }

    private init?(named line: inout LineScanner, before: String) {
        guard let step = line.text(upTo: ": ") else { return nil }
        self.init(&line, step: before.isEmpty ? step : before + step, count: nil)
    }

    private init?(_ line: inout LineScanner, step: String, count: UInt64?) {
        guard let duration = line.decimal(), line.take("ms") else { return nil }
        self.init(step: step, durationMs: duration, count: count)
        if line.take(" (") {
            guard let first = line.decimal() else { return nil }
            if line.take("ms/tx, ") {
                perTxMs = first
                guard let second = line.decimal() else { return nil }
                perInputMs = second
            } else {
                perInputMs = first
            }
            guard line.take("ms/txin)") else { return nil }
        }
        guard line.take(" [") else { return }
        guard let total = line.decimal(), line.take("s") else { return nil }
        totalS = total
        if line.take(" (") {
            guard let average = line.decimal(), line.take("ms/blk)") else { return nil }
            averageMs = average
        }
        guard line.take("]") else { return nil }
    }
}
