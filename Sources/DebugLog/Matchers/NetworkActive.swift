import PeerObserver

/// `SetNetworkActive: true`
extension NetworkActiveLine {
    init?(_ line: inout LineScanner) {
        if line.take("true") {
            self.init(active: true)
        } else if line.take("false") {
            self.init(active: false)
        } else {
            return nil
        }
        guard line.isAtEnd else { return nil }
    }
}
