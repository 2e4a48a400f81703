import PeerObserver

/// `Using proxy: P to connect to A`, `SOCKS5 connecting A`, `SOCKS5 connected A`, `Socks5() connect to A failed: ERROR`
extension ProxyConnectionLine {
    /// Behind "Using proxy: ".
    init?(using line: inout LineScanner) {
        guard let proxy = line.text(upTo: " to connect to "), let target = line.address() else { return nil }
        self.init(event: "using", target: target, proxy: proxy)
    }

    /// Before the target.
    init?(_ line: inout LineScanner, event: String) {
        guard let target = line.address(), line.isAtEnd else { return nil }
        self.init(event: event, target: target)
    }

    /// Behind "Socks5() connect to ".
    init?(failed line: inout LineScanner) {
        guard let target = line.address(), line.take(" failed: ") else { return nil }
        self.init(event: "failed", target: target, error: line.rest())
    }
}
