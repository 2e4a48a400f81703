import PeerObserver

/// `init message: Loading block index…`
extension InitMessageLine {
    init?(_ line: inout LineScanner) { self.init(text: line.rest()) }
}
