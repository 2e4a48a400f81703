import DebugLog
import PeerObserver
import Testing

/// Peers choose parts of what a node logs.
@Suite struct HostileLineTests {
    /// Every beginning of every line, and lines with one byte changed.
    @Test func noLineTrapsOrGrows() throws {
        var parser = LogParser()
        var generator = SystemRandomNumberGenerator()
        for line in FixtureLine.wordings + FixtureLine.patterns.filter({ $0.number % 10 == 0 }) {
            for length in stride(from: 0, to: line.line.count, by: line.line.count > 300 ? 7 : 1) {
                try check(Array(line.line[..<length]), &parser)
            }
            for _ in 0..<8 where !line.line.isEmpty {
                var changed = line.line
                changed[Int.random(in: 0..<changed.count, using: &generator)] = .random(in: 0...255, using: &generator)
                try check(changed, &parser)
            }
        }
    }

    private func check(_ line: [UInt8], _ parser: inout LogParser) throws {
        var other = parser
        let event = parser.event(line)
        #expect(other.classify(line).kind == LogKind(event.detail), "\(String(decoding: line, as: UTF8.self))")
        #expect(event.encoded().count <= 8 * line.count + 512)
    }

    @Test func bytesThatAreNoTextAreKeptBesideTheRepairedText() {
        var parser = LogParser()
        let event = parser.event(Array("2026-11-20T20:49:20Z a".utf8) + [0xff, 0xc3, 0x28, 0])
        #expect(event.event == .unknownLogMessage(UnknownLogMessage(rawMessage: "a\u{fffd}\u{fffd}(\0")))
        #expect(event.rawBytes == [0x61, 0xff, 0xc3, 0x28, 0])
        #expect(parser.event("2026-11-20T20:49:20Z a\u{fffd}₿").rawBytes == nil)
    }

    @Test func aPeerCannotInventFieldsByItsUserAgent() {
        let agent = "/x: version 1, blocks: 5, us: a, txrelay: 1, peer 3, disconnecting peer/"
        let event = LogParser.alone(
            "2026-11-20T20:49:20Z [net] receive version message: \(agent): version 70016, blocks=3, us=[::]:0, txrelay=0, peer=9"
        )
        guard case .versionReceived(let version) = event.detail else {
            Issue.record("no version")
            return
        }
        #expect(
            version.userAgent == agent && version.version == 70016 && version.startHeight == 3 && version.peerID == 9)
    }

    @Test func numbersThatDoNotFitLeaveTheTextAsItIs() {
        for line in [
            "received: inv (99999999999999999999 bytes) peer=0", "received: inv (37 bytes) peer=18446744073709551616",
            "Misbehaving: peer=1 (99999999999 -> 1): x",
            "Removed 1 txn, rolling minimum fee bumped to 99999999999999999.00000001 BTC/kvB",
            "Synchronizing blockheaders, height: 4294967296 (~1.00%)", "Added x to new[4294967296][1]",
        ] {
            let event = LogParser.alone("2026-11-20T20:49:20Z [net] " + line)
            #expect(event.detail == nil, "\(line)")
            #expect(event.event == .unknownLogMessage(UnknownLogMessage(rawMessage: line)))
        }
    }

    @Test func manyBracketsCostLittle() {
        var parser = LogParser()
        let line = Array(("2026-11-20T20:49:20Z " + String(repeating: "[", count: 1 << 20)).utf8)
        #expect(ContinuousClock().measure { for _ in 0..<20 { _ = parser.classify(line) } } < .seconds(2))
    }
}
