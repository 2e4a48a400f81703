import PeerObserver

/// `CreateNewBlock(): block weight: N txs: N fees: N sigops N`
extension BlockTemplateLine {
    /// Behind "weight: ".
    init?(_ line: inout LineScanner) {
        guard let weight = line.unsigned(), line.take(" txs: "), let count = line.unsigned(), line.take(" fees: "),
            let fees = line.signed(), line.take(" sigops "), let sigops = line.unsigned()
        else { return nil }
        self.init(weight: weight, txCount: count, fees: fees, sigops: sigops)
    }
}

/// `CreateNewBlock() chunks: Fms, validity: Fms (total Fms)`; up to v30
/// `CreateNewBlock() packages: Fms (N packages, N updated descendants), validity: Fms (total Fms)`
extension BlockTemplateTimingLine {
    /// Behind "CreateNewBlock() ".
    init?(_ line: inout LineScanner) {
        guard line.take("chunks: ") || line.take("packages: "), let selection = line.decimal(), line.take("ms") else {
            return nil
        }
        var packages: UInt64?
        var descendants: UInt64?
        if line.take(" (") {
            guard let first = line.unsigned(), line.take(" packages, "), let second = line.unsigned(),
                line.take(" updated descendants)")
            else { return nil }
            packages = first
            descendants = second
        }
        guard line.take(", validity: "), let validity = line.decimal(), line.take("ms (total "),
            let total = line.decimal(), line.take("ms)")
        else { return nil }
        self.init(
            selectionMs: selection, validityMs: validity, totalMs: total, packageCount: packages,
            updatedDescendants: descendants)
    }
}
