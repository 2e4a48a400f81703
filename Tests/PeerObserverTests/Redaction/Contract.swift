import Foundation
import PeerObserver

/// The contract as protoc describes it: every message that an event can hold, with its fields.
struct Contract {
    enum Kind: Equatable {
        case number, string, bytes
        case message(String)
    }

    struct Field {
        let number: UInt32
        let name: String
        let isRequired: Bool
        let kind: Kind
    }

    /// A field and those that lead to it from the event.
    typealias Path = [Field]

    private(set) var messages: [String: [Field]] = [:]

    init() throws {
        let descriptors = try Tool.withDescriptors { path, _ in try Data(contentsOf: URL(filePath: path)) }
        var all: [String: [Field]] = [:]
        try Self.eachField([UInt8](descriptors)) { number, file in
            guard number == 1 else { return }
            var package = ""
            try Self.eachField(file) { number, value in
                if number == 2 { package = Self.text(value) }
                if number == 4 { try Self.readMessage(value, in: package, &all) }
            }
        }
        var reached = ["event.Event"]
        while let name = reached.popLast() {
            if messages[name] != nil { continue }
            messages[name] = all[name] ?? []
            for field in messages[name] ?? [] {
                if case .message(let type) = field.kind { reached.append(type) }
            }
        }
    }

    /// The ways to every field of text or bytes.
    func leaves(_ name: String = "event.Event", _ path: Path = []) -> [Path] {
        (messages[name] ?? []).flatMap { field -> [Path] in
            switch field.kind {
            case .number: []
            case .string, .bytes: [path + [field]]
            case .message(let type): leaves(type, path + [field])
            }
        }
    }

    private static func readMessage(_ bytes: [UInt8], in scope: String, _ all: inout [String: [Field]]) throws {
        var name = ""
        var fields: [Field] = []
        var nested: [[UInt8]] = []
        try eachField(bytes) { number, value in
            if number == 1 { name = "\(scope).\(text(value))" }
            if number == 2 { fields.append(try field(value)) }
            if number == 3 { nested.append(value) }
        }
        all[name] = fields
        for message in nested { try readMessage(message, in: name, &all) }
    }

    private static func field(_ bytes: [UInt8]) throws -> Field {
        var (name, type) = ("", "")
        var numbers: [UInt32: UInt64] = [:]
        var reader = WireReader(bytes.span.bytes)
        while let tag = try reader.nextTag() {
            switch tag {
            case 1 << 3 | 2: name = try reader.string()
            case 6 << 3 | 2: type = String(try reader.string().dropFirst())
            case 3 << 3, 4 << 3, 5 << 3: numbers[tag >> 3] = try reader.varint()
            default: try reader.skip(tag)
            }
        }
        let kind: Kind =
            switch numbers[5] {
            case 9: .string
            case 11: .message(type)
            case 12: .bytes
            default: .number
            }
        return Field(number: UInt32(numbers[3] ?? 0), name: name, isRequired: numbers[4] == 2, kind: kind)
    }

    /// The length-delimited fields.
    private static func eachField(_ bytes: [UInt8], _ body: (UInt32, [UInt8]) throws -> Void) throws {
        var reader = WireReader(bytes.span.bytes)
        while let tag = try reader.nextTag() {
            if tag & 7 == 2 { try body(tag >> 3, try reader.bytes()) } else { try reader.skip(tag) }
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
