import PeerObserver

/// `Initializing PartiallyDownloadedBlock for block H using a cmpctblock of N bytes` (v30 and later),
/// `Initialized PartiallyDownloadedBlock …`; up to v29 `… of size N`
extension CompactBlockInitLine {
    /// Behind "block ".
    init?(_ line: inout LineScanner, completed: Bool) {
        guard let hash = line.hash(), line.take(" using a cmpctblock of ") else { return nil }
        _ = line.take("size ")
        guard let bytes = line.unsigned() else { return nil }
        self.init(blockHash: hash, byteCount: bytes, completed: completed)
    }
}
