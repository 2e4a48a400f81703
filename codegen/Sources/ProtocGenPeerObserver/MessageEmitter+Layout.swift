import SwiftProtobufPluginLibrary

/// What a message looks like on the wire and in JSON, as a table.
extension MessageEmitter {
    func emitLayout(to printer: inout SourcePrinter) throws {
        printer.line("static let layout = MessageLayout([")
        for member in members {
            switch member {
            case .oneof(let oneof):
                printer.line("    .oneof(\"\(oneof.name)\", [")
                for field in oneof.fields {
                    printer.line(
                        "        .init(\"\(Names.caseName(field))\", \(try tag(field)), \(try FieldKind(field).layout)),"
                    )
                }
                printer.line("    ]),")
            case .field(let field) where field.isMap:
                printer.line("    .map(\"\(field.name)\", \(UInt32(field.number) << 3 | 2)),")
            case .field(let field):
                let presence = field.isRepeated ? "repeated" : field.isRequired ? "required" : "optional"
                printer.line("    .\(presence)(\"\(field.name)\", \(try tag(field)), \(try FieldKind(field).layout)),")
            }
        }
        printer.line("])")
    }

    private func tag(_ field: FieldDescriptor) throws -> UInt32 {
        UInt32(field.number) << 3 | UInt32(try FieldKind(field).wireType)
    }
}

extension FieldKind {
    /// The case of `MessageLayout.Value`.
    fileprivate var layout: String {
        switch self {
        case .unsigned32: ".unsigned32"
        case .unsigned64: ".unsigned64"
        case .signed32: ".signed32"
        case .signed64: ".signed64"
        case .zigzag32: ".zigzag32"
        case .zigzag64: ".zigzag64"
        case .fixed64: ".fixed64"
        case .double: ".double"
        case .bool: ".bool"
        case .string: ".string"
        case .bytes: ".bytes"
        case .hash256: ".hash256"
        case .shortID: ".shortID"
        case .enumeration: ".enumeration"
        case .message(let name): ".message(\(name).self)"
        }
    }
}
