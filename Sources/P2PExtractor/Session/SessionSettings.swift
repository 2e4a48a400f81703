import PeerObserver

/// What is measured, and how long a node may take.
struct SessionSettings: Equatable {
    var network = Network.mainnet
    var pings = true
    var addresses = true
    var inventory = true
    var feeFilter = true
    var blocks = true

    /// Between two pings.
    var pingInterval: Duration = .seconds(10)
    /// From the accepted connection to the node's verack; as long as Core gives its peers (`-peertimeout`).
    var handshakeTimeout: Duration = .seconds(60)
    /// From the first byte of a message to its last.
    var messageTimeout: Duration = .seconds(120)
    /// Between two messages. Core's own limit, `TIMEOUT_INTERVAL`: a busy node takes minutes to answer, and that is what the
    /// pings are to measure.
    var idleTimeout: Duration = .seconds(20 * 60)
}
