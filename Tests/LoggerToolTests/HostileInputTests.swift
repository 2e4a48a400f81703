import Daemon
import EventOutput
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import LoggerTool

/// Peers choose user agents, commands, reasons, addresses and payloads; none of it may reach a terminal as it is.
@Suite struct HostileInputTests {
    /// A generator of its own, so that a failure can be repeated.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let words = [
        "\n", "\r\n", "\u{1b}[2J", "\u{1b}]0;x\u{7}", "\u{0}", "\u{7f}", "\u{85}", "\u{9b}31m", "\u{2028}", "\u{202e}",
        "\\", "\\n",
        "\"", "\\\"", "}", "{", ",", "(", ")", "🏴‍☠️", "é", "\u{feff}", "a",
    ]

    private static func text(_ generator: inout Generator) -> String {
        let words = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
            Self.words.randomElement(using: &generator)
        }
        return words.joined() + String(UnicodeScalar(UInt32.random(in: 0...0xd7ff, using: &generator)) ?? "x")
    }

    private static func events(_ generator: inout Generator) -> [Event] {
        func text() -> String { Self.text(&generator) }
        let bytes = Array(text().utf8) + [UInt8.random(in: 0...255, using: &generator)]
        var version = SampleMessages.version
        (version.userAgent, version.rawUserAgent) = (text(), bytes)
        let meta = MessageMetadata(
            peerID: 1, addr: text(), connType: .inbound, command: text(), inbound: true, size: 1, connectionType: text()
        )
        func message(_ message: MessageEvent.Message) -> Event {
            .ebpf(.message(MessageEvent(meta: meta, message: message)))
        }
        let connection = Connection(peerID: 1, addr: text(), connType: .inbound, network: 1, connectionType: text())
        var peer = PeerInfo()
        (peer.subversion, peer.permissions, peer.bytesSentPerMessage) = (
            text(), [text(), text()], [MapEntry(text(), 1)]
        )
        return [
            message(.version(version)), message(.unknown(UnknownMessage(command: text(), payload: bytes))),
            message(.malformed(Malformed(reason: text(), payload: bytes))),
            message(.reject(Reject(rejectedCommand: text(), reason: .dust, reasonDetails: text(), hash: bytes))),
            message(.addrv2(AddrV2(addresses: [Address(timestamp: 1, host: .torv3(text()), port: 1, services: 1)]))),
            .ebpf(.connection(ConnectionEvent(event: .closed(ClosedConnection(conn: connection, timeEstablished: 1))))),
            .ebpf(.connection(ConnectionEvent(event: .misbehaving(MisbehavingConnection(id: 1, message: text()))))),
            .ebpf(.mempool(MempoolEvent(event: .rejected(MempoolRejected(txid: .zero, reason: text()))))),
            Event(payload: .rpcExtractor(RPCEvent(event: .peerInfos(PeerInfos(infos: [peer])))), timestamp: 1),
            Event(
                payload: .logExtractor(SampleEvents.log(.unknownLogMessage(UnknownLogMessage(rawMessage: text())))),
                timestamp: 1),
        ]
    }

    @Test(arguments: [OutputFormat.text, .json], 0..<20)
    func everyEventIsOneLineOfPrintableASCII(format: OutputFormat, seed: Int) throws {
        var generator = Generator(state: UInt64(seed))
        for _ in 0..<10 {
            let events = Self.events(&generator)
            let samples = events.map { ("node.\(Self.text(&generator)).netmsg", $0.encoded()) }
            let output = try Printed.bytes(samples, format: format)
            #expect(output.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a }, "seed \(seed)")
            let lines = output.split(separator: 0x0a, omittingEmptySubsequences: false)
            #expect(lines.count == events.count + 1 && lines.last?.isEmpty == true, "seed \(seed)")
            guard format == .json else { continue }
            for line in lines.dropLast() {
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
            }
        }
    }

    @Test(arguments: 0..<20) func randomBytesAreLostOrOneLine(seed: Int) throws {
        var generator = Generator(state: UInt64(1000 + seed))
        let encoded = (SampleEvents.all + SampleEvents.onlyRead).map { $0.event.encoded() }
        for format in [OutputFormat.text, .json] {
            for var payload in encoded {
                for _ in 0..<3 {
                    payload[Int.random(in: payload.indices, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                guard (try? Event(decoding: payload))?.payload != nil else { continue }
                guard let output = try? Printed.bytes([("netmsg", payload)], format: format) else { continue }
                #expect(output.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a })
                #expect(output.count { $0 == 0x0a } == 1)
            }
        }
    }

    @Test func whatIsNoEventIsCounted() throws {
        for format in [OutputFormat.text, .json] {
            let bus = RecordingBus()
            let printer = EventPrinter(filter: EventFilter(), format: format, output: StandardOutput(descriptor: -1))
            try bus.subscribe(to: [], pendingBytes: 0, handler: printer)
            for payload: [UInt8] in [[], [0xff], Array("hello".utf8), Event(payload: nil, timestamp: 1).encoded()] {
                #expect(bus.deliver(payload, on: "netmsg") == .undecodable, "\(format) \(payload)")
            }
            // Nothing is left of them in the output.
            #expect(bus.flush() == nil)
        }
    }

    @Test func whatCannotBeWrittenIsCounted() throws {
        let bus = RecordingBus()
        let printer = EventPrinter(filter: EventFilter(), format: .text, output: StandardOutput(descriptor: -1))
        try bus.subscribe(to: [], pendingBytes: 0, handler: printer)
        for _ in 0..<3 { #expect(bus.deliver(SampleEvents.message(.verack(true)).encoded(), on: "netmsg") == nil) }
        #expect(bus.flush() == Loss(3, .writeFailed))
        #expect(bus.flush() == nil)
    }
}
