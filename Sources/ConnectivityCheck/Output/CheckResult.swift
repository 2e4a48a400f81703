import Daemon
import PeerObserver

/// What came of one announced address.
struct CheckResult {
    let announcement: Announcement
    let outcome: Outcome
    /// The attempt that found it out, for the first that waited for it; nil for a result that was there, or on its way, already.
    let attempt: AttemptResult?
    let moment: Moment

    var isSuccess: Bool { outcome == .success }
    var isCached: Bool { attempt == nil }

    /// As it is published.
    var event: ConnectivityResult {
        let source = announcement.source
        return ConnectivityResult(
            address: Address(
                timestamp: announcement.timestamp, host: announcement.target.host,
                port: UInt32(announcement.target.port), services: announcement.services),
            announcedBy: source.isV2 ? .addrv2 : .addr, announcedAt: source.receivedAt, sourceAddress: source.address,
            sourceID: source.peerID, sourceNode: source.node, sourceTorExit: source.isTorExit, success: isSuccess,
            cached: isCached, failure: isSuccess ? nil : outcome.rawValue, connectDuration: attempt?.connectDuration,
            handshakeDuration: attempt?.handshakeDuration, version: attempt?.version)
    }
}
