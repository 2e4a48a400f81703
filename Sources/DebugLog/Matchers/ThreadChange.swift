import PeerObserver

/// `msghand thread start`, `msghand thread exit`
extension ThreadChangeLine {
    init?(_ line: inout LineScanner) {
        guard let name = line.word(), line.take(" thread ") else { return nil }
        let started = line.take("start")
        guard started || line.take("exit"), line.isAtEnd else { return nil }
        self.init(name: name, started: started)
    }
}
