import Foundation
import NIOCore
import PeerObserver
import TestSupport
import Testing

@testable import WebSocketTool

/// Every arm of every kind in both formats, against a file that a reviewer has seen.
///
/// `UPDATE_GOLDEN=1 swift test --filter WebSocketToolTests` rewrites the files.
@Suite struct GoldenTests {
    private static let samples = SampleEvents.all + SampleEvents.onlyRead

    /// The JSON of a sample, as a client gets it.
    static func json(_ event: Event, on subject: String, as format: EventFormat) -> String {
        var encoder = EventEncoder()
        let encoded = event.encoded()
        let frame = Array(subject.utf8).withUnsafeBytes { subject in
            guard var event = ReceivedEvent(ReceivedSubject(subject), encoded.span.bytes),
                let range = encoder.append(&event, as: format)
            else { return ByteBuffer() }
            return encoder.buffer([range], of: format)
        }
        let bytes = Array(frame.readableBytesView)
        guard bytes.count > 1 else { return "" }
        let header = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10
        return String(decoding: bytes[header...], as: UTF8.self)
    }

    @Test func upstreamsFormIsAsInTheGoldenFile() throws {
        let samples = SampleEvents.oneToken + SampleEvents.onlyRead
        try compare(samples.map { Self.json($0.event, on: $0.subject, as: .upstream) }, with: "upstream.json")
    }

    @Test func envelopeIsAsInTheGoldenFile() throws {
        var lines = Self.samples.map { Self.json($0.event, on: "node.alpha." + $0.subject, as: .envelope) }
        // Of an extractor that knows neither nodes nor sequences, and of one that means harm.
        let bare = Event(payload: Self.samples[0].event.payload, timestamp: 1_700_000_000_123)
        lines.append(Self.json(bare, on: "netmsg", as: .envelope))
        lines.append(Self.json(bare, on: "node.a\"\\</script>\u{1b}ü.netmsg", as: .envelope))
        try compare(lines, with: "envelope.json")
    }

    @Test func numbersThatAreZeroAreThereAndOthersAreNull() {
        var event = Event(payload: Self.samples[0].event.payload, timestamp: 0)
        #expect(Self.json(event, on: "netmsg", as: .envelope).contains("\"sequence\":null,\"timestamp\":0,"))
        (event.streamID, event.sequence, event.sourceTimeNs, event.pid) = (0, 0, 0, 0)
        let json = Self.json(event, on: "netmsg", as: .envelope)
        for text in ["\"stream_id\":\"0000000000000000\"", "\"sequence\":0,", "\"source_time_ns\":\"0\"", "\"pid\":0,"]
        {
            #expect(json.contains(text), "\(json.prefix(300))")
        }
    }

    @Test func everySubjectHasALine() {
        #expect(Set(Self.samples.map(\.subject)).isSuperset(of: Subject.allCases.map(\.name)))
    }

    @Test func numbersThatABrowserCannotHoldAreTextInTheEnvelopeOnly() throws {
        func ping(_ value: UInt64, _ format: EventFormat) -> String {
            Self.json(SampleEvents.message(.ping(Ping(value: value))), on: "netmsg", as: format)
        }
        let largest = UInt64(1) << 53 - 1
        #expect(ping(largest, .envelope).contains("{\"Ping\":{\"value\":9007199254740991}}"))
        #expect(ping(largest + 1, .envelope).contains("{\"Ping\":{\"value\":\"9007199254740992\"}}"))
        #expect(ping(.max, .envelope).contains("{\"Ping\":{\"value\":\"18446744073709551615\"}}"))
        #expect(ping(.max, .upstream).contains("{\"Ping\":{\"value\":18446744073709551615}}"))
    }

    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private func compare(_ lines: [String], with name: String) throws {
        for line in lines {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
            #expect(line.utf8.allSatisfy { 0x20..<0x7f ~= $0 })
        }
        let file = Self.directory.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        for (line, expected) in zip(lines, golden) { #expect(line == expected) }
        #expect(lines.count == golden.count)
    }
}
