import PeerObserver

/// `Added N addresses (of N) from A: N tried, N new`
extension AddrmanAddedLine {
    /// Behind "Added ".
    init?(_ line: inout LineScanner) {
        guard let added = line.unsigned(), line.take(" addresses (of "), let total = line.unsigned(),
            line.take(") from "),
            let source = line.text(upToLast: ": "), let tried = line.unsigned(), line.take(" tried, "),
            let new = line.unsigned(), line.take(" new")
        else { return nil }
        self.init(addedCount: added, totalCount: total, source: source, triedCount: tried, newCount: new)
    }
}
