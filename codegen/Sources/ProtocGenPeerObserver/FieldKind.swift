import SwiftProtobufPluginLibrary

/// What a field holds, and how Swift reads, writes and shows one value of it.
enum FieldKind {
    case unsigned32, unsigned64, signed32, signed64, zigzag32, zigzag64, fixed64, double, bool, string, bytes
    case hash256, shortID
    case enumeration(String)
    case message(String)

    struct Unsupported: Error { let field: String }

    init(_ field: FieldDescriptor) throws {
        switch field.type {
        case .uint32: self = .unsigned32
        case .uint64: self = .unsigned64
        case .int32: self = .signed32
        case .int64: self = .signed64
        case .sint32: self = .zigzag32
        case .sint64: self = .zigzag64
        case .fixed64: self = .fixed64
        case .double: self = .double
        case .bool: self = .bool
        case .string: self = .string
        case .bytes: self = Names.isHash256(field) ? .hash256 : Names.isShortID(field) ? .shortID : .bytes
        case .enum: self = .enumeration(Names.type(field.enumType))
        case .message: self = .message(Names.type(field.messageType))
        default: throw Unsupported(field: field.fullName)
        }
    }

    var swiftType: String {
        switch self {
        case .unsigned32: "UInt32"
        case .unsigned64, .fixed64: "UInt64"
        case .signed32, .zigzag32: "Int32"
        case .signed64, .zigzag64: "Int64"
        case .double: "Double"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .hash256: "Hash256"
        case .shortID: "ShortID"
        case .enumeration(let name), .message(let name): name
        }
    }

    var defaultValue: String {
        switch self {
        case .unsigned32, .unsigned64, .fixed64, .signed32, .signed64, .zigzag32, .zigzag64, .double: "0"
        case .bool: "false"
        case .string: "\"\""
        case .bytes: "[]"
        case .hash256: ".zero"
        case .shortID, .message: "\(swiftType)()"
        case .enumeration(let name): "\(name)(rawValue: 0)"
        }
    }

    /// Wire type of one value: 0 varint, 1 eight bytes, 2 length-delimited.
    var wireType: Int32 {
        switch self {
        case .fixed64, .double: 1
        case .string, .bytes, .hash256, .shortID, .message: 2
        default: 0
        }
    }

    var canBePacked: Bool { wireType != 2 }

    func read(from reader: String) -> String {
        switch self {
        case .unsigned32: "try \(reader).uint32()"
        case .unsigned64: "try \(reader).varint()"
        case .signed32: "try \(reader).int32()"
        case .signed64: "try \(reader).int64()"
        case .zigzag32: "try \(reader).sint32()"
        case .zigzag64: "try \(reader).sint64()"
        case .fixed64: "try \(reader).fixed64()"
        case .double: "try \(reader).double()"
        case .bool: "try \(reader).bool()"
        case .string: "try \(reader).string()"
        case .bytes: "try \(reader).bytes()"
        case .hash256: "try \(reader).hash256()"
        case .shortID: "try \(reader).shortID()"
        case .enumeration(let name): "\(name)(rawValue: try \(reader).int32())"
        case .message(let name): "try \(name)(from: &\(reader))"
        }
    }

    /// The statement that writes one value with its tag.
    func write(_ value: String, number: Int32) -> String {
        let tag = UInt32(number) << 3 | UInt32(wireType)
        return switch self {
        case .unsigned32: "writer.varint(UInt64(\(value)), tag: \(tag))"
        case .unsigned64: "writer.varint(\(value), tag: \(tag))"
        case .signed32: "writer.int64(Int64(\(value)), tag: \(tag))"
        case .signed64: "writer.int64(\(value), tag: \(tag))"
        case .zigzag32: "writer.sint64(Int64(\(value)), tag: \(tag))"
        case .zigzag64: "writer.sint64(\(value), tag: \(tag))"
        case .fixed64: "writer.fixed64(\(value), tag: \(tag))"
        case .double: "writer.fixed64(\(value).bitPattern, tag: \(tag))"
        case .bool: "writer.varint(\(value) ? 1 : 0, tag: \(tag))"
        case .string: "writer.string(\(value), tag: \(tag))"
        case .bytes: "writer.bytes(\(value), tag: \(tag))"
        case .hash256: "writer.hash256(\(value), tag: \(tag))"
        case .shortID: "writer.shortID(\(value), tag: \(tag))"
        case .enumeration: "writer.int64(Int64(\(value).rawValue), tag: \(tag))"
        case .message: "writer.message(\(value), tag: \(tag))"
        }
    }

    func visit(_ value: String) -> String {
        switch self {
        case .unsigned32: "visitor.unsigned(UInt64(\(value)))"
        case .unsigned64, .fixed64: "visitor.unsigned(\(value))"
        case .signed32, .zigzag32: "visitor.signed(Int64(\(value)))"
        case .signed64, .zigzag64: "visitor.signed(\(value))"
        case .double: "visitor.double(\(value))"
        case .bool: "visitor.bool(\(value))"
        case .string: "visitor.string(\(value))"
        case .bytes: "visitor.bytes(\(value))"
        case .hash256: "visitor.hash256(\(value))"
        case .shortID: "visitor.shortID(\(value))"
        case .enumeration: "visitor.enumeration(\(value).rawValue)"
        case .message: "\(value).visit(&visitor)"
        }
    }
}
