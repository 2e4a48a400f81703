import Daemon
import PeerObserver
import Testing

@testable import P2PExtractor

/// What ends a connection, and what it has been when it has ended.
struct SessionTests {
    @Test func eachBreachOfTheFramingHasItsReason() {
        var oversized = NodeEnd.frame("version")
        oversized.replaceSubrange(16..<20, with: [0x01, 0x09, 0x3d, 0])
        var checksum = NodeEnd.frame("version", NodeEnd.version)
        checksum[20] ^= 1
        var command = NodeEnd.frame("version")
        command[4] = 0x1b
        let cases: [([UInt8], DisconnectReason)] = [
            ([UInt8](repeating: 0x5a, count: 64), .notV1),
            (Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), .notV1),
            (NodeEnd.frame("version", NodeEnd.version, network: .regtest), .wrongNetwork),
            (NodeEnd.frame("version", NodeEnd.version) + [UInt8](repeating: 0, count: 24), .wrongMagic),
            (oversized, .oversized), (checksum, .wrongChecksum), (command, .invalidCommand),
            (NodeEnd.frame("version", [1, 2, 3]), .malformed), (NodeEnd.frame("verack"), .noVersion),
        ]
        for (bytes, reason) in cases {
            for size in [1, 7, bytes.count] {
                var node = NodeEnd()
                var closed: [DisconnectReason] = []
                for start in stride(from: 0, to: bytes.count, by: size) {
                    let actions = node.send(Array(bytes[start..<min(bytes.count, start + size)]))
                    closed += [actions.closed].compactMap { $0 }
                }
                #expect(closed == [reason], "\(reason), \(size) bytes at a time")
                #expect(node.session.phase == .closed)
            }
        }
    }

    @Test func nothingIsDoneAfterTheEnd() {
        var node = NodeEnd.established()
        #expect(node.say("feefilter", [1]).closed == .malformed)
        #expect(node.say("ping", Ping(value: 1)).isEmpty && node.pass(.seconds(100_000)).isEmpty)
    }

    @Test func messagesBehindTheEndAreNotTaken() {
        var node = NodeEnd.established()
        let bytes = NodeEnd.frame("feefilter", [1]) + NodeEnd.frame("ping", NodeEnd.encoded(Ping(value: 1)))
        #expect(node.send(bytes).sent.isEmpty)
    }

    @Test func handshakeHasToBeCompleteInTime() {
        for messages in [[], ["version"]] {
            var node = NodeEnd()
            for command in messages { _ = node.say(command, NodeEnd.version) }
            #expect(node.pass(.seconds(59)).isEmpty)
            #expect(node.session.due == node.now.monotonic + 1_000_000_000)
            #expect(node.pass(.seconds(1)).closed == .handshakeTimeout)
        }
    }

    @Test func drippedHandshakeIsNoExcuse() {
        var node = NodeEnd()
        let bytes = NodeEnd.frame("version", NodeEnd.version)
        var closed: DisconnectReason?
        for (second, byte) in bytes.enumerated() where closed == nil {
            closed = (node.send([byte]) + node.pass(.seconds(1))).closed
            #expect((closed != nil) == (second == 59))
        }
        #expect(closed == .handshakeTimeout)
    }

    @Test func drippedMessageHasToBeCompleteInTime() {
        var node = NodeEnd.established(SessionSettings(pings: false))
        let bytes = NodeEnd.frame("inv", .init(repeating: 0, count: 1000))
        var closed: DisconnectReason?
        var seconds = 0
        for byte in bytes where closed == nil {
            closed = (node.send([byte]) + node.pass(.seconds(1))).closed
            seconds += 1
        }
        #expect(closed == .messageTimeout && seconds == 120)
    }

    @Test func silentNodeIsGivenAsLongAsItGivesUs() {
        var node = NodeEnd.established(SessionSettings(pings: false))
        #expect(node.pass(.seconds(1199)).isEmpty)
        _ = node.say("ping", Ping(value: 1))
        #expect(node.pass(.seconds(1199)).isEmpty)
        #expect(node.session.due == node.now.monotonic + 1_000_000_000)
        #expect(node.pass(.seconds(1)).closed == .idleTimeout)
    }

    @Test func endTellsWhatTheConnectionWas() {
        var node = NodeEnd.established()
        _ = node.say("ping", Ping(value: 1))
        _ = node.pass(.seconds(5))
        let end = node.session.ended(.nodeClosed, detail: nil, at: node.now)
        let bytes = UInt64(3 * 24 + NodeEnd.version.count + 8)
        #expect(
            end
                == P2PDisconnect(
                    reason: "node_closed", duration: 5_000_000_000, handshake: true, messages: 3, bytes: bytes))
        var stranger = NodeEnd()
        _ = stranger.send([1, 2, 3])
        let other = stranger.session.ended(.shutdown, detail: "x", at: stranger.now)
        #expect(
            other
                == P2PDisconnect(reason: "shutdown", duration: 0, handshake: false, messages: 0, bytes: 3, detail: "x"))
    }
}
