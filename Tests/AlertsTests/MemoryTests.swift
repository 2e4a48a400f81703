import Foundation
import PeerObserver
import Testing

@testable import Alerts
@testable import Daemon

/// What a day of very many peers leaves behind is bounded.
///
/// A whole million takes its time: `ALERT_PEERS=1000000 swift test -c release -Xswiftc -enable-testing --filter MemoryTests`.
@Suite(.serialized) struct MemoryTests {
    private static let peers =
        ProcessInfo.processInfo.environment["ALERT_PEERS"].flatMap { UInt64($0) } ?? 60_000
    private static let day: UInt64 = 86_400_000

    /// Peers from as many addresses with names of their own, each of which does something of everything; that every other one went is never
    /// told.
    @Test func aDayOfManyPeersStaysWithinBounds() throws {
        let scene = try Scene(["--watch", "connections.inbound", "--watch", "in.version"])
        let before = ProcessUsage.residentBytes()
        // 0 where it cannot be measured. It may stay as it is where other tests have left room.
        #expect(before > 0)
        var most = 0
        for peer in 1...Self.peers {
            let time = peer * (Self.day / Self.peers)
            // An odd factor leads to every address once.
            let octets = withUnsafeBytes(of: (UInt32(peer) &* 2_654_435_761).bigEndian) { $0.map { "\($0)" } }
            let address = octets.joined(separator: ".") + ":\(1024 + peer % 60_000)"
            let conn = Connection(peerID: peer, addr: address, connType: .inbound, network: 1)
            scene.connection(.inbound(InboundConnection(conn: conn, existingConnections: 100)), after: time)
            var version = Version()
            version.userAgent = "/peer:\(peer)/"
            let messages: [MessageEvent.Message] = [
                .version(version), .verack(true), .ping(Ping(value: peer)), .getaddr(true),
                .unknown(UnknownMessage(command: "c\(peer)", payload: [1])),
                .addr(Addr(addresses: [Address(timestamp: 1, host: .ipv4("203.0.113.1"), port: 8333, services: 1)])),
            ]
            for (index, message) in messages.enumerated() {
                scene.message(message, peer: peer, after: time + UInt64(index) + 1)
            }
            if peer % 10 == 0 {
                scene.connection(
                    .misbehaving(MisbehavingConnection(id: peer, message: "invalid header received \(peer)")),
                    after: time + 8)
            }
            if peer % 2 == 0 {
                scene.connection(.closed(ClosedConnection(conn: conn, timeEstablished: 1)), after: time + 9)
            }
            if peer % 1000 == 0 { most = max(most, Int(ProcessUsage.residentBytes()) - Int(before)) }
        }
        print("\(Self.peers) peers of a day: at most \(most / 1024) KiB")
        #expect(most < 64 << 20)
    }
}
