import Daemon
import PeerObserver
import Testing

@testable import Alerts

/// What detectors of messages and connections find, and what they do not.
@Suite struct MessageDetectorTests {
    @Test func peersThatSendNothingOfTheirOwnAreFound() throws {
        func raised(_ count: UInt64, isTalking: Bool) throws -> [String] {
            let scene = try Scene()
            for peer in 1...count {
                scene.connection(
                    .inbound(InboundConnection(conn: Scene.peer(peer), existingConnections: 1)), after: peer * 100)
                scene.message(.verack(true), peer: peer, after: peer * 100 + 1)
                if isTalking { scene.message(.sendheaders(true), peer: peer, after: peer * 100 + 2) }
            }
            for second in 0..<60 {
                scene.message(.verack(true), peer: 999, inbound: false, after: 10_000 + UInt64(second) * 1000)
            }
            return scene.raised
        }
        #expect(try raised(20, isTalking: false) == ["spy-peers"])
        #expect(try raised(20, isTalking: true) == [])
        #expect(try raised(5, isTalking: false) == [])
    }

    /// A scanner of the main network makes 1.2 million short connections a day; docs/operating-alerts.md tells of these levels.
    @Test func scannersAreFoundFromFourTimesTheirUsualLevelOn() throws {
        /// - Parameter levels: connections of a day, and for how many minutes.
        func raised(_ levels: [(perDay: Double, minutes: Double)]) throws -> [String] {
            let scene = try Scene()
            var (time, id) = (0.0, UInt64(0))
            for level in levels {
                let end = time + level.minutes * 60_000
                while time < end {
                    id += 1
                    let conn = Connection(
                        peerID: id, addr: "203.0.113.\(id % 8):\(1024 + id % 60_000)", connType: .inbound, network: 1)
                    let opened = InboundConnection(conn: conn, existingConnections: 20)
                    scene.connection(.inbound(opened), after: UInt64(time))
                    scene.connection(.closed(ClosedConnection(conn: conn, timeEstablished: 1)), after: UInt64(time) + 1)
                    time += 86_400_000 / level.perDay
                }
            }
            return scene.raised
        }
        #expect(try raised([(1_200_000, 30)]) == [])
        #expect(try raised([(1_400_000, 5)]) == [])
        #expect(try raised([(1_500_000, 5)]) == ["connection-flood"])
        #expect(try raised([(1_200_000, 20), (4_600_000, 5)]) == [])
        #expect(try raised([(1_200_000, 20), (5_600_000, 2)]) == ["connection-flood"])
        // One of a few visits may become much more: 250 a minute are always fine.
        #expect(try raised([(1440, 20), (340_000, 5)]) == [])
        #expect(try raised([(1440, 20), (400_000, 2)]) == ["connection-flood"])
    }

    @Test func shortVisitorsOfSeveralNetworksAreFoundAndAScannerIsNot() throws {
        /// - Parameter addresses: of the visitors, half a second apart.
        func raised(_ addresses: [String]) throws -> [String] {
            let scene = try Scene(["--disable", "connection-flood"])
            for (index, address) in addresses.enumerated() {
                let (id, after) = (UInt64(index), UInt64(index) * 500)
                let conn = Connection(peerID: id, addr: address, connType: .inbound, network: 1)
                scene.connection(.inbound(InboundConnection(conn: conn, existingConnections: 1)), after: after)
                scene.message(.version(Version()), peer: id, after: after + 100)
                scene.connection(.closed(ClosedConnection(conn: conn, timeEstablished: 1)), after: after + 400)
            }
            return scene.raised
        }
        let visitors = (0..<60).map { "198.51.\($0 % 3).\($0 / 3):4000" }
        #expect(try raised(visitors) == ["short-visitors"])
        let scanner = (0..<1000).map { "203.0.113.\($0 % 256):4000" }
        #expect(try raised(scanner) == [])
        // Beside it, six nodes of a hoster who look whether this one is there.
        #expect(try raised(scanner + visitors.filter { $0.hasPrefix("198.51.1.") }.prefix(6)) == [])
        #expect(try raised(scanner + visitors) == ["short-visitors"])
        // The same few again and again, and many of a network each.
        #expect(try raised((0..<2000).map { "198.51.\($0 % 3).\($0 % 6):4000" }) == [])
        #expect(try raised((0..<200).map { "10.\($0).0.1:4000" }) == [])
    }

    @Test func shortVisitorsAreToldWithTheirNetworksAndHowAlikeTheyAre() throws {
        /// - Parameter agent: of each of the 40 visitors.
        func told(_ agent: (Int) -> String) throws -> AlertNotice {
            let scene = try Scene(["--disable", "connection-flood"])
            for index in 0..<40 {
                let (id, after) = (UInt64(index), UInt64(index) * 500)
                let address = index % 2 == 0 ? "198.51.100.\(index):4000" : "[2001:db8:\(index)::1]:4000"
                let conn = Connection(peerID: id, addr: address, connType: .inbound, network: 1)
                scene.connection(.inbound(InboundConnection(conn: conn, existingConnections: 1)), after: after)
                var version = Version()
                version.userAgent = agent(index)
                scene.message(.version(version), peer: id, after: after + 100)
                scene.connection(.closed(ClosedConnection(conn: conn, timeEstablished: 1)), after: after + 400)
            }
            scene.tool.end()
            return try #require(scene.notices.last)
        }
        func share(_ alert: AlertNotice) -> Double? {
            alert.measures.first { $0.name == "same_user_agent_share" }?.value
        }
        let alike = try told { _ in "/Satoshi:0.99/" }
        #expect(alike.kind == "short-visitors" && alike.addresses == ["198.51.100.0/24", "2001:db8::/32"])
        #expect(share(alike) == 1)
        // Those count that came before their network had enough of them.
        let last = try told { $0 == 0 ? "/Other/" : "/Satoshi:0.99/" }
        #expect(try #require(share(last)) == 1 - 1 / (last.measures.first?.value ?? 0))
        #expect(try #require(share(told { "/\($0)/" })) < 0.06)
        // What differs behind the first 64 bytes only is alike.
        #expect(try share(told { String(repeating: "a", count: 64) + "\($0)" }) == 1)
    }

    @Test func networksAreToldAsCIDRBlocks() throws {
        let blocks = try ["198.51.100.7", "2001:db8:1::1", "2001::1", "::1"].map { text in
            "\(PeerNetwork(of: try #require(IPAddress(text)), ipv4Length: 16))"
        }
        #expect(blocks == ["198.51.0.0/16", "2001:db8::/32", "2001::/32", "0::/32"])
        for block in blocks { #expect(IPPrefix(block) != nil) }
    }

    @Test func invalidHeadersOfSeveralPeersOnTheSameBlockAreFound() throws {
        func raised(_ parents: [UInt8], _ reason: String = "invalid header received") throws -> [String] {
            let scene = try Scene()
            for (index, parent) in parents.enumerated() {
                let (peer, after) = (UInt64(index + 1), UInt64(index) * 1000)
                var header = BlockHeader()
                header.prevBlockhash = try #require(Hash256(Array(repeating: parent, count: 32)))
                scene.message(.headers(Headers(headers: [header])), peer: peer, after: after)
                scene.connection(.misbehaving(MisbehavingConnection(id: peer, message: reason)), after: after + 1)
            }
            return scene.raised
        }
        #expect(try raised([7, 7]) == ["invalid-headers"])
        #expect(try raised([7, 8, 9]) == [])
        #expect(try raised([7]) == [])
        #expect(try raised([7, 7], "non-continuous headers sequence") == [])
    }

    @Test(arguments: [("sendtxrcncl", []), ("feature", []), ("sendtxrcncm", ["unknown-messages"])])
    func messagesWithDetailsOfTheirOwnAreNotUnknown(type: String, raised: [String]) throws {
        let scene = try Scene()
        for index in 0..<500 as Range<UInt64> {
            scene.message(
                .unknown(UnknownMessage(command: type, payload: [])), peer: index, after: index * 10, command: type)
        }
        #expect(scene.raised == raised)
    }

    /// An inbound peer is not punished for a block that is known to be invalid.
    @Test func oneThatRepeatsItselfHidesNobody() throws {
        let scene = try Scene()
        var (header, line) = (BlockHeader(), LogEvent())
        header.hash = try #require(Hash256(Array(repeating: 9, count: 32)))
        line.detail = .invalidChain(
            InvalidChainLine(
                invalid: true, blockHash: header.hash.description, height: 1, log2Work: 1, blockTime: 1))
        scene.show(.logExtractor(line), on: "log-extractor", after: 0)
        for index in 0..<2000 as Range<UInt64> {
            scene.message(.headers(Headers(headers: [header])), peer: 1, after: index)
        }
        #expect(scene.raised == [])
        scene.message(.headers(Headers(headers: [header])), peer: 2, after: 3000)
        #expect(scene.raised == ["invalid-headers"])
    }
}
