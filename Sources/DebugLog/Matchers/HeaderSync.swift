import PeerObserver

/// `Synchronizing blockheaders, height: N (~F%)`, `Pre-synchronizing blockheaders, height: N (~F%)`
extension HeaderSyncLine {
    /// Behind "height: ".
    init?(_ line: inout LineScanner, presync: Bool) {
        guard let height = line.unsigned32(), line.take(" (~"), let percent = line.decimal(), line.take("%)") else {
            return nil
        }
        self.init(presync: presync, height: height, percent: percent)
    }
}
