/// What becomes of peers that fall silent.
extension NodeWatch {
    /// To be called now and then.
    mutating func forgetSilent(since time: UInt64) {
        for place in peers.unheard(since: time) {
            if let line = peers[place].farewell(book.now) { book.log(line) }
            peers[place].forgetExcess(book.now, initialTokens: detectors.addrFlood.initialTokens)
        }
        peers.removeSilent(since: time)
    }
}
