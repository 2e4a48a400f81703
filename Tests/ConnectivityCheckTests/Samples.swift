import Daemon
import PeerObserver

@testable import ConnectivityCheck

/// Short ways to what tests need.
enum Sample {
    static let now: UInt64 = 1_000_000_000_000
    static let second: UInt64 = 1_000_000_000

    static func target(_ host: Address.Host, _ port: UInt32 = 8333) throws -> Target {
        try Target(Address(timestamp: 0, host: host, port: port, services: 0))
    }

    static func ipv4(_ text: String, _ port: UInt32 = 8333) -> Target {
        let bytes = text.split(separator: ".").compactMap { UInt8($0) }
        return Target(network: .ipv4, bytes: bytes, port: UInt16(port))
    }

    static func source(
        _ address: String = "198.51.100.7:50000", isV2: Bool = true, node: String? = nil, isTorExit: Bool? = nil,
        receivedAt: UInt64 = 1_700_000_000_999
    ) -> AnnouncementSource {
        AnnouncementSource(
            address: address, peerID: 7, node: node, receivedAt: receivedAt, isV2: isV2, isTorExit: isTorExit)
    }

    static func announcement(_ target: Target, _ source: AnnouncementSource = source()) -> Announcement {
        Announcement(target: target, timestamp: 1_699_999_000, services: 1033, source: source)
    }

    static let version = Version(
        version: 70016, services: 1033, timestamp: 1_700_000_000,
        receiver: Address(timestamp: 0, host: .ipv4("203.0.113.99"), port: 8333, services: 0),
        sender: Address(timestamp: 0, host: .ipv4("0.0.0.0"), port: 0, services: 1033), nonce: 77,
        userAgent: "/Satoshi:31.0.0/", startHeight: 900_000, relay: true)

    static func frame(_ command: String, _ payload: [UInt8] = [], network: Network = .regtest) -> [UInt8] {
        var writer = ByteWriter()
        Frame.encode(command, payload: payload, network: network, into: &writer)
        return writer.array
    }

    static func payload(_ content: some PayloadEncodable) -> [UInt8] {
        var writer = ByteWriter()
        content.encodePayload(into: &writer)
        return writer.array
    }

    static func versionFrame(_ network: Network = .regtest, _ version: Version = version) -> [UInt8] {
        frame("version", payload(version), network: network)
    }
}

extension Scheduler {
    /// Everything that may begin at this moment.
    mutating func startAll(at now: UInt64) -> [Target] {
        var started: [Target] = []
        while case .start(let target) = next(at: now) { started.append(target) }
        return started
    }
}
