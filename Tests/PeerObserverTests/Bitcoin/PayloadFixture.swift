import Crypto
import Foundation
import PeerObserver
import Testing

/// One case of the judges' fixtures: a payload, and what an independent decoder makes of it.
struct PayloadFixture: Decodable, CustomTestStringConvertible {
    struct Segment: Decodable {
        var hex: String?
        var times: Int?
        var seed: UInt64?
        var length: Int?
    }

    var name: String?
    var index: Int?
    var command: String
    var segments: [Segment]?
    var expected: String?
    var expectedSHA256: String?
    var expectedSize: Int?
    var malformed: Bool?

    enum CodingKeys: String, CodingKey {
        case name, index, command, segments, expected, malformed
        case expectedSHA256 = "expected_sha256"
        case expectedSize = "expected_size"
    }

    var testDescription: String { name ?? "\(index ?? -1)" }

    static func lines<Line: Decodable>(_ file: String, as type: Line.Type = Line.self) throws -> [Line] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(file)")
        let decoder = JSONDecoder()
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(type, from: Data($0))
        }
    }

    /// The payload that the segments describe.
    func payload() throws -> [UInt8] {
        var bytes: [UInt8] = []
        for segment in segments ?? [] {
            if let hex = segment.hex {
                let unit = try #require(Hex.decode(hex))
                for _ in 0..<(segment.times ?? 1) { bytes += unit }
            } else {
                bytes += Self.random(seed: try #require(segment.seed), length: try #require(segment.length))
            }
        }
        return bytes
    }

    /// SplitMix64, eight little-endian bytes a step.
    private static func random(seed: UInt64, length: Int) -> [UInt8] {
        var state = seed
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length + 8)
        while bytes.count < length {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: z >> UInt64(8 * shift))) }
        }
        return Array(bytes.prefix(length))
    }

    /// Decodes the payload and compares with the judges' event, which has no metadata.
    func check(_ payload: [UInt8]) {
        let decoded = MessageTable.decode(command, payload: payload.span.bytes)
        if malformed == true {
            guard case .malformed(let malformed) = decoded.message else {
                Issue.record("\(testDescription): decoded where it is malformed")
                return
            }
            #expect(!malformed.reason.isEmpty && malformed.payload == payload, "\(testDescription)")
            return
        }
        let whole = MessageEvent(meta: MessageMetadata(), message: decoded.message, detail: decoded.detail).encoded()
        // The judges leave the metadata out; ours is empty, but its tag and required fields are there.
        let head = MessageEvent(meta: MessageMetadata()).encoded().count
        let found = Array(whole.dropFirst(head))
        if let expected {
            #expect(Hex.encode(found) == expected, "\(testDescription): \(decoded.message)")
        } else {
            #expect(found.count == expectedSize, "\(testDescription)")
            #expect(Hex.encode(SHA256.hash(data: found)) == expectedSHA256, "\(testDescription)")
        }
    }
}
