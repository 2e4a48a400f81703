import PeerObserver

/// `Writing chainstate to disk: flush mode=M, prune=0, large=0, critical=0, periodic=0` (v30 and later)
extension ChainstateFlushLine {
    /// Behind "mode=".
    init?(_ line: inout LineScanner) {
        guard let mode = line.word(), line.take(", prune="), let prune = line.flag(), line.take(", large="),
            let large = line.flag(), line.take(", critical="), let critical = line.flag(), line.take(", periodic="),
            let periodic = line.flag()
        else { return nil }
        self.init(mode: mode, prune: prune, large: large, critical: critical, periodic: periodic)
    }
}

/// `Committed N changed transaction outputs (out of N) to coin database...`
extension CoinsCommitLine {
    /// Behind "Committed ".
    init?(_ line: inout LineScanner) {
        guard let changed = line.unsigned(), line.take(" changed transaction outputs (out of "),
            let total = line.unsigned(), line.take(") to coin database")
        else { return nil }
        self.init(changed: changed, total: total)
    }
}

/// `Writing partial batch of F MiB`, `Writing final batch of F MiB`
extension CoinsBatchLine {
    init?(_ line: inout LineScanner, final: Bool) {
        guard let mib = line.decimal(), line.take(" MiB") else { return nil }
        self.init(final: final, mib: mib)
    }
}
