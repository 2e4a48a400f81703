import PeerObserver

/// `Successfully reconstructed block H with N txn prefilled, N txn from mempool (incl at least N from extra pool) and
/// N txn[ (N bytes)] requested`: the bytes since v30. After v31 `… with N txn prefilled (N bytes), N txn from mempool
/// (N bytes), N txn from extrapool (N bytes), and N txn requested (N bytes)`
extension BlockReconstructedLine {
    /// Behind "block ".
    init?(_ line: inout LineScanner) {
        guard let hash = line.hash(), line.take(" with "), let prefilled = line.unsigned(), line.take(" txn prefilled")
        else { return nil }
        let prefilledBytes = line.bytesInParentheses()
        guard line.take(", "), let mempool = line.unsigned(), line.take(" txn from mempool") else { return nil }
        if line.take(" (incl at least ") {
            guard let extra = line.unsigned(), line.take(" from extra pool) and "), let requested = line.unsigned(),
                line.take(" txn")
            else { return nil }
            let requestedBytes = line.bytesInParentheses()
            guard line.take(" requested") else { return nil }
            self.init(
                blockHash: hash, prefilledCount: prefilled, mempoolCount: mempool, extraCount: extra,
                requestedCount: requested, mempoolIncludesExtra: true, prefilledBytes: prefilledBytes,
                requestedBytes: requestedBytes)
        } else {
            let mempoolBytes = line.bytesInParentheses()
            guard line.take(", "), let extra = line.unsigned(), line.take(" txn from extrapool") else { return nil }
            let extraBytes = line.bytesInParentheses()
            guard line.take(", and "), let requested = line.unsigned(), line.take(" txn requested") else { return nil }
            let requestedBytes = line.bytesInParentheses()
            self.init(
                blockHash: hash, prefilledCount: prefilled, mempoolCount: mempool, extraCount: extra,
                requestedCount: requested, mempoolIncludesExtra: false, prefilledBytes: prefilledBytes,
                mempoolBytes: mempoolBytes, extraBytes: extraBytes, requestedBytes: requestedBytes)
        }
    }
}

extension LineScanner {
    /// ` (N bytes)`
    fileprivate mutating func bytesInParentheses() -> UInt64? {
        let first = index
        guard take(" ("), let count = unsigned(), take(" bytes)") else {
            index = first
            return nil
        }
        return count
    }
}
