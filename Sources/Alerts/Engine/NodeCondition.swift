import PeerObserver

/// What a node is doing at large: of one that has just been started, or fetches the whole chain, little can be said.
struct NodeCondition: Sendable {
    /// Milliseconds since the Unix epoch; nil until the node has told.
    private var started: UInt64?
    /// nil until the node has told.
    private(set) var isInIBD: Bool?

    /// An answer of uptime, in seconds.
    mutating func uptime(_ seconds: UInt32, now: UInt64) { started = now - min(now, UInt64(seconds) * 1000) }

    mutating func chain(_ info: BlockchainInfo) { isInIBD = info.initialblockdownload }

    /// Whether the node has been running for so many seconds, as far as is known.
    func isUp(for seconds: UInt64, now: UInt64) -> Bool { started.map { now >= $0 + seconds * 1000 } ?? true }
}
