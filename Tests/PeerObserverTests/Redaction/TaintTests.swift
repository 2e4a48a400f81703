import TestSupport
import Testing

@testable import PeerObserver

@Suite("Redaction: no form of an address is left in any field", .enabled(if: Tool.protoc != nil, "needs protoc"))
struct TaintTests {
    private static let key = [UInt8](1...32)

    /// The encoded event that holds `value` at the end of the path and, around it, only what leads there.
    private static func event(_ path: Contract.Path, _ value: [UInt8]) throws -> Event {
        var bytes = value
        for field in path.reversed() {
            var outer: [UInt8] = []
            outer.appendTag(field.number, 2)
            outer.appendVarint(UInt64(bytes.count))
            bytes = outer + bytes
        }
        return try Event(decoding: bytes)
    }

    private static func name(_ path: Contract.Path) -> String { path.map(\.name).joined(separator: ".") }

    /// Hashes have a length that the codec asks for.
    private static func byteCount(_ path: Contract.Path, _ contract: Contract) throws -> Int? {
        for count in [6, 32] where (try? event(path, [UInt8](repeating: 1, count: 7))) == nil {
            if (try? event(path, [UInt8](repeating: 1, count: count))) != nil { return count }
        }
        return nil
    }

    @Test func inFieldsOfText() throws {
        var redactor = try Redactor(key: Self.key, ownAddresses: Taint.own.map(\.address))
        let paths = try Contract().leaves().filter { $0.last?.kind == .string }
        #expect(paths.count > 150)
        for (turn, path) in paths.enumerated() {
            for taint in Taint.all {
                let isOwn = Taint.own.contains { $0.bytes == taint.bytes }
                // Fields share their rules: each has its turn with every seventh of the values.
                let values = taint.values.enumerated().filter { $0.offset % 7 == turn % 7 }.map(\.element)
                for value in values + (isOwn ? taint.hiddenValues : []) {
                    let event = try Self.event(path, Array(value.utf8))
                    let left = Leak(redactor.redact(event)).found(taint, rawToo: isOwn)
                    #expect(left.isEmpty, "\(Self.name(path)) = \(value): \(left) is left")
                    if !left.isEmpty { break }
                }
            }
        }
    }

    @Test func inFieldsOfBytes() throws {
        let contract = try Contract()
        var redactor = try Redactor(key: Self.key, ownAddresses: Taint.own.map(\.address))
        let paths = contract.leaves().filter { $0.last?.kind == .bytes }
        #expect(paths.count > 60)
        for path in paths {
            let count = try Self.byteCount(path, contract)
            for taint in Taint.own {
                for value in taint.bytesValues(count: count) {
                    let redacted = redactor.redact(try Self.event(path, value))
                    let left = Leak(redacted).found(taint, rawToo: true)
                    #expect(left.isEmpty, "\(Self.name(path)) = \(value): \(left) is left")
                }
            }
        }
    }

    /// All fields of an arm at once, with real values around.
    @Test func inTheSampleEvents() throws {
        var redactor = try Redactor(key: Self.key)
        for sample in SampleEvents.all {
            let redacted = redactor.redact(sample.event)
            let text = Leak(redacted)
            for address in ["203.0.113.5", "198.51.100.1"] {
                #expect(!text.holds(address), "\(sample.subject): \(address) is left")
            }
            #expect(redacted.payload != nil, "\(sample.subject) lost its payload")
            #expect(redacted.node == sample.event.node)
            #expect(redacted.sequence == sample.event.sequence)
        }
    }
}
