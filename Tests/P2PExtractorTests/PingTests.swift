import Daemon
import PeerObserver
import Testing

@testable import P2PExtractor

struct PingTests {
    private func nonce(_ actions: [Action]) throws -> UInt64 {
        let message = try #require(actions.messages.first { $0.command == "ping" })
        var reader = ByteReader(message.payload.span.bytes)
        return try Ping(payload: &reader).value
    }

    @Test func pongTellsHowLongTheNodeTook() throws {
        var node = NodeEnd.established()
        let nonce = try nonce(node.pass(.seconds(10)))
        #expect(node.pass(.milliseconds(1500)).isEmpty)
        #expect(
            node.say("pong", Pong(value: nonce))
                == [.publish(.pingDuration(PingDuration(duration: 1_500_000_000)))])
        // Once only.
        #expect(node.say("pong", Pong(value: nonce)) == [.unknownPong])
    }

    @Test func pongsOfABusyNodeFindTheirPings() throws {
        var node = NodeEnd.established()
        let nonces = try (0..<5).map { _ in try nonce(node.pass(.seconds(10))) }
        #expect(Set(nonces).count == 5)
        let seconds = nonces.map { nonce -> UInt64? in
            guard case .pingDuration(let ping) = node.say("pong", Pong(value: nonce)).published.first else {
                return nil
            }
            return ping.duration / 1_000_000_000
        }
        #expect(seconds == [40, 30, 20, 10, 0])
    }

    @Test func inventedPongIsCountedAndIgnored() {
        var node = NodeEnd.established()
        for nonce in [0, 1, UInt64.max] { #expect(node.say("pong", Pong(value: nonce)) == [.unknownPong]) }
        #expect(node.say("pong", [1, 2]).closed == .malformed)
    }

    @Test func nodesOwnPingsAreAnswered() {
        var node = NodeEnd.established(SessionSettings(pings: false))
        #expect(node.say("ping", Ping(value: 77)) == [.send(OutboundMessage("pong", Pong(value: 77)))])
        #expect(node.say("ping").isEmpty, "one without a nonce wants no answer")
        #expect(node.say("ping", [1, 2, 3]).closed == .malformed)
    }

    @Test func intervalIsKept() {
        var node = NodeEnd.established(SessionSettings(pingInterval: .seconds(3)))
        #expect(node.pass(.milliseconds(2999)).isEmpty)
        #expect(node.pass(.milliseconds(1)).sent == ["ping"])
        #expect(node.session.due == node.now.monotonic + 3_000_000_000)
        // Late, it makes up for nothing.
        #expect(node.pass(.seconds(60)).sent == ["ping"])
        #expect(node.pass(.milliseconds(2999)).isEmpty)
        #expect(node.pass(.milliseconds(1)).sent == ["ping"])
    }

    @Test func withoutPingsNoneIsSent() {
        var node = NodeEnd(SessionSettings(pings: false))
        _ = node.say("version", NodeEnd.version)
        #expect(node.say("verack").sent == ["sendcmpct", "sendheaders"])
        #expect(node.pass(.seconds(600)).isEmpty)
    }

    @Test func nodeThatAnswersNothingIsNotPingedForEver() {
        var settings = SessionSettings(pingInterval: .seconds(1))
        settings.idleTimeout = .seconds(100_000)
        var node = NodeEnd.established(settings)
        let sent = (0..<1000).reduce(into: 1) { count, _ in count += node.pass(.seconds(1)).sent.count }
        #expect(sent == PingMeasurement.mostWaiting)
    }
}
