import PeerObserver
import Testing

@testable import P2PExtractor

struct HandshakeTests {
    @Test func nothingIsSentBeforeTheNodesVersion() {
        var node = NodeEnd()
        #expect(node.pass(.seconds(59)).isEmpty)
        #expect(node.session.phase == .awaitingVersion)
    }

    @Test func ourVersionAndFeaturesComeBeforeOurVerack() throws {
        var node = NodeEnd()
        let actions = node.say("version", NodeEnd.version)
        #expect(actions.sent == ["version", "sendaddrv2", "wtxidrelay", "verack"])
        let payload = try #require(actions.messages.first).payload
        var reader = ByteReader(payload.span.bytes)
        let version = try Version(payload: &reader)
        #expect(version.version == 70016 && version.services == 0 && version.relay && version.startHeight == 0)
        #expect(version.userAgent == "/p2p-extractor:0.1/" && version.timestamp == 1_700_000_000)
        var other = NodeEnd()
        #expect(other.say("version", NodeEnd.version).messages.first?.payload != payload, "the nonce is random")
    }

    @Test func oldNodesAreSentNoFeaturesThatTheyDoNotKnow() {
        var node = NodeEnd()
        var version = Version()
        version.version = 70015
        version.receiver = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        version.sender = version.receiver
        #expect(node.say("version", version).sent == ["version", "verack"])
    }

    @Test func verackOfTheNodeCompletesIt() {
        var node = NodeEnd()
        _ = node.say("version", NodeEnd.version)
        for feature in ["wtxidrelay", "sendaddrv2", "sendtxrcncl", "feature"] { #expect(node.say(feature).isEmpty) }
        let actions = node.say("verack")
        guard case .established(let version) = actions.first else { return #expect(Bool(false), "\(actions)") }
        #expect(version.userAgent == "/Satoshi:31.0.0/" && version.services == 1033 && version.startHeight == 900_000)
        #expect(actions.sent == ["sendcmpct", "sendheaders", "ping"])
        #expect(actions.messages.first?.payload == [1, 2, 0, 0, 0, 0, 0, 0, 0])
        #expect(node.say("verack").isEmpty && node.say("version", NodeEnd.version).isEmpty)
    }

    @Test func whatComesBeforeAVersionEndsIt() {
        for command in ["verack", "ping", "inv", "GET"] {
            var node = NodeEnd()
            #expect(node.say(command).closed == .noVersion)
            #expect(node.say("version", NodeEnd.version).isEmpty)
        }
    }

    @Test func everyCutOfAVersionIsMalformed() {
        // Whole up to the receiver, to the nonce, to the user agent, to the height, or to the end.
        let whole: Set<Int> = [46, 80, 97, 101, 102]
        #expect(NodeEnd.version.count == 102)
        for count in 0...102 {
            var node = NodeEnd()
            let closed = node.say("version", Array(NodeEnd.version.prefix(count))).closed
            #expect(closed == (whole.contains(count) ? nil : .malformed), "\(count)")
        }
    }
}
