import PeerObserver

/// Lines of -debug=tor, and warnings that begin with `tor: `
extension TorControlLine {
    /// The rest of the line is the text.
    init?(_ line: inout LineScanner, event: String) {
        guard !line.isAtEnd else { return nil }
        self.init(event: event, text: line.rest())
    }

    /// `Got tor service ID S, advertising service A`: behind "ID ".
    init?(service line: inout LineScanner) {
        guard let name = line.address(), line.take(", advertising service "), let address = line.address() else {
            return nil
        }
        self.init(event: "service", text: name, address: address)
    }

    /// `Not connected to Tor control port A, …`: behind "port ".
    init?(notConnected line: inout LineScanner) {
        guard let target = line.address() else { return nil }
        self.init(event: "disconnected", text: target)
    }
}
