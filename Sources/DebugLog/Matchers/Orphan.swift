import PeerObserver

/// `stored orphan tx H (wtxid=H), weight: N (…)`, `removed orphan tx H …`, `accepted orphan tx H …`,
/// `invalid orphan tx H (wtxid=H) from peer=N. REASON` and more; some are indented
extension OrphanLine {
    /// Behind "stored orphan tx ", "removed orphan tx " and "accepted orphan tx ".
    init?(_ line: inout LineScanner, action: String) {
        guard let txid = line.hash() else { return nil }
        self.init(action: action, txid: txid, wtxid: line.wtxid())
        if line.take(", weight: ") {
            guard let number = line.unsigned() else { return nil }
            weight = number
        }
    }

    /// Behind "invalid orphan tx ".
    init?(invalid line: inout LineScanner) {
        guard let txid = line.hash() else { return nil }
        let wtxid = line.wtxid()
        guard line.take(" from "), let peer = line.peer(), line.take(". ") else { return nil }
        self.init(action: "invalid", txid: txid, wtxid: wtxid, peerID: peer, reason: line.rest())
    }

    /// At the indentation.
    init?(indented line: inout LineScanner) {
        line.skipSpaces()
        if line.take("accepted orphan tx ") {
            self.init(&line, action: "accepted")
        } else if line.take("removed orphan tx ") {
            self.init(&line, action: "removed")
        } else if line.take("invalid orphan tx ") {
            self.init(invalid: &line)
        } else {
            return nil
        }
    }

    /// `added peer=N as announcer of orphan tx H (wtxid=H)`, `added H (wtxid=H) to peer N workset`: behind "added ".
    init?(added line: inout LineScanner) {
        if let peer = line.peer() {
            guard line.take(" as announcer of orphan tx "), let id = line.hash() else { return nil }
            let wtxid = line.wtxid()
            // v29 names the wtxid alone.
            self.init(action: "announced", txid: wtxid == nil ? nil : id, wtxid: wtxid ?? id, peerID: peer)
        } else {
            guard let txid = line.hash() else { return nil }
            let wtxid = line.wtxid()
            guard line.take(" to peer "), let peer = line.unsigned(), line.take(" workset") else { return nil }
            self.init(action: "queued", txid: txid, wtxid: wtxid, peerID: peer)
        }
    }

    /// `ignoring large orphan tx (size: N, txid: H, wtxid: H)`: behind "size: ".
    init?(large line: inout LineScanner) {
        guard let weight = line.unsigned(), line.take(", txid: "), let txid = line.hash(), line.take(", wtxid: "),
            let wtxid = line.hash()
        else { return nil }
        self.init(action: "too_large", txid: txid, wtxid: wtxid, weight: weight)
    }
}

/// `Erased N orphan transaction(s) from peer=N`, `… included or conflicted by block`, `Erased N orphan tx due to
/// expiration`, `orphanage overflow, removed N tx (…)`, `peer=N orphanage overflow, removed N of N announcements`
extension OrphansErasedLine {
    /// Behind "Erased ".
    init?(_ line: inout LineScanner) {
        guard let count = line.unsigned(), line.take(" orphan transaction(s) ") || line.take(" orphan tx ") else {
            return nil
        }
        if line.take("from ") {
            guard let peer = line.peer() else { return nil }
            self.init(cause: "disconnected", count: count, peerID: peer)
        } else if line.take("included or conflicted by block") {
            self.init(cause: "block", count: count)
        } else if line.take("due to expiration") {
            self.init(cause: "expired", count: count)
        } else {
            return nil
        }
    }

    /// Behind "orphanage overflow, removed ".
    init?(overflow line: inout LineScanner) {
        guard let count = line.unsigned(), line.take(" tx") else { return nil }
        self.init(cause: "overflow", count: count)
    }

    /// At "peer=".
    init?(peer line: inout LineScanner) {
        guard let peer = line.peer(), line.take(" orphanage overflow, removed "), let count = line.unsigned() else {
            return nil
        }
        self.init(cause: "peer_overflow", count: count, peerID: peer)
    }
}
