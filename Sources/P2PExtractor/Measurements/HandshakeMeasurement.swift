import Daemon
import PeerObserver

/// The exchange of versions. The node dials, so it speaks first; nothing is sent before its version is there, since Core
/// repeats a BIP324 attempt as v1 only where it has received nothing.
struct HandshakeMeasurement {
    private var version: Version?
    private(set) var isComplete = false

    /// What we call ourselves.
    static let userAgent = "/p2p-extractor:0.1/"
    static let protocolVersion: UInt32 = 70016
    /// We serve nothing. A peer that claims NODE_NETWORK may be chosen as the only one to fetch the headers of a new node
    /// from; it would wait 15 minutes and more for us, and then disconnect (Core's `m_headers_sync_timeout`).
    static let services: UInt64 = 0

    mutating func version(_ reader: inout ByteReader, at now: Moment) throws(PayloadError) -> [Action] {
        let theirs = try Version(payload: &reader)
        version = theirs
        let nobody = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        let ours = Version(
            version: Self.protocolVersion, services: Self.services, timestamp: Int64(now.unix / 1_000_000_000),
            receiver: nobody, sender: nobody, nonce: .random(in: .min ... .max), userAgent: Self.userAgent,
            startHeight: 0, relay: true)
        var actions = [Action.send(OutboundMessage("version", ours))]
        if theirs.version >= Self.protocolVersion {
            // Between version and verack, or the node disconnects (BIP-0155, BIP-0339).
            actions += [.send(OutboundMessage("sendaddrv2")), .send(OutboundMessage("wtxidrelay"))]
        }
        return actions + [.send(OutboundMessage("verack"))]
    }

    /// The node's version, now that its verack has come.
    mutating func complete() -> Version? {
        isComplete = version != nil
        return version
    }
}
