/// What becomes of peers, and of a node, that fall silent.
extension NodeWatch {
    /// To be called now and then.
    mutating func forgetSilent(since time: UInt64) {
        for place in peers.unheard(since: time) {
            if let line = peers[place].farewell(book.now) { book.log(line) }
            peers[place].forgetExcess(book.now, initialTokens: detectors.addrFlood.initialTokens)
        }
        peers.removeSilent(since: time)
    }

    /// Ends the node's alerts when no event has come for as long as `patience`: the events' time stands still then, and no detector can tell
    /// that something is over. To be called once a second.
    mutating func listen(_ now: ContinuousClock.Instant, _ patience: Duration) {
        if isHeard {
            (isHeard, heard) = (false, now)
        } else if let last = heard, now - last >= patience {
            heard = nil
            book.close()
        }
    }
}
