import SwiftProtobufPluginLibrary

/// Writes a message as a struct: its properties, its reader, its writer, its `visit` and its layout.
struct MessageEmitter {
    let message: Descriptor
    let name: String

    init(_ message: Descriptor) {
        self.message = message
        name = Names.type(message)
    }

    /// Fields and oneofs in the order in which the proto file declares them.
    enum Member {
        case field(FieldDescriptor)
        case oneof(OneofDescriptor)
    }

    var members: [Member] {
        var seen = Set<Int>()
        return message.fields.compactMap { field in
            guard let oneof = field.realContainingOneof else { return .field(field) }
            return seen.insert(oneof.index).inserted ? .oneof(oneof) : nil
        }
    }

    /// The fields of a oneof by number, cut where a number of another field lies between two of them: each part is written
    /// at its own place, so that all fields stand in number order.
    private func parts(of oneof: OneofDescriptor) -> [[FieldDescriptor]] {
        let others = message.fields.filter { $0.realContainingOneof?.index != oneof.index }.map(\.number)
        return oneof.fields.sorted { $0.number < $1.number }.reduce(into: []) { parts, field in
            if let last = parts.last?.last, !others.contains(where: { last.number < $0 && $0 < field.number }) {
                parts[parts.count - 1].append(field)
            } else {
                parts.append([field])
            }
        }
    }

    /// The method that writes a part; `index` is its place among `parts`.
    private func encodeMethod(_ part: [FieldDescriptor], _ index: Int) -> String {
        index == 0 ? "encode" : "encodeFrom\(part[0].number)"
    }

    /// How the text form shows the type.
    var shape: String {
        guard members.count == 1 else { return "fields" }
        if case .oneof = members[0] { return "wrapper" }
        return "single"
    }

    func emit(to printer: inout SourcePrinter) throws {
        for enumeration in message.enums {
            EnumEmitter(enumeration).emit(to: &printer)
        }
        printer.line()
        printer.documentation(message.protoSourceComments())
        try printer.block("public struct \(name): WireMessage, LaidOutMessage, Equatable, Sendable") { printer in
            for oneof in message.oneofs {
                try emitCases(oneof, to: &printer)
            }
            for member in members {
                try emitProperty(member, to: &printer)
            }
            printer.line()
            printer.line("public init() {}")
            try emitMemberwise(to: &printer)
            printer.line()
            try emitReader(to: &printer)
            printer.line()
            try emitWriter(to: &printer)
            printer.line()
            try emitVisit(to: &printer)
            printer.line()
            try emitLayout(to: &printer)
        }
    }

    private func emitCases(_ oneof: OneofDescriptor, to printer: inout SourcePrinter) throws {
        printer.documentation(oneof.protoSourceComments())
        try printer.block("public enum \(Names.type(oneof)): Equatable, Sendable") { printer in
            for field in oneof.fields {
                printer.documentation(field.protoSourceComments())
                let boxed = Names.isBoxed(field) ? "indirect " : ""
                printer.line("\(boxed)case \(Names.property(field))(\(try FieldKind(field).swiftType))")
            }
            if !Names.isBoxed(message) {
                printer.line()
                try emitEncode(oneof, to: &printer) { try FieldKind($0).write("value", number: $0.number) }
                try emitCaseVisit(oneof, to: &printer) { try FieldKind($0).visit("value") }
            }
        }
        printer.line()
    }

    /// A method of the enum, where the value is borrowed: a switch in the message would copy and retain it.
    private func emitEncode(
        _ oneof: OneofDescriptor, to printer: inout SourcePrinter, statement: (FieldDescriptor) throws -> String
    ) throws {
        let parts = parts(of: oneof)
        for (index, part) in parts.enumerated() {
            let head = "fileprivate func \(encodeMethod(part, index))(into writer: inout WireWriter)"
            try printer.block(head) { printer in
                printer.line("switch self {")
                for field in part {
                    printer.line("case .\(Names.property(field))(let value): \(try statement(field))")
                }
                if parts.count > 1 { printer.line("default: break") }
                printer.line("}")
            }
        }
    }

    /// The property of a oneof whose values are in boxes of their own.
    private func emitBoxed(_ oneof: OneofDescriptor, to printer: inout SourcePrinter) throws {
        let cases = oneof.fields.map { Names.property($0) }
        try printer.block("private enum Storage: Sendable") { printer in
            for field in oneof.fields {
                printer.line("case \(Names.property(field))(Box<\(try FieldKind(field).swiftType)>)")
            }
            printer.line()
            try emitEncode(oneof, to: &printer) { try FieldKind($0).write("value.value", number: $0.number) }
            try emitCaseVisit(oneof, to: &printer) { try FieldKind($0).visit("value.value") }
        }
        printer.line("private var storage: Storage?")
        printer.line()
        printer.block("public var \(Names.property(oneof)): \(Names.type(oneof))?") { printer in
            printer.block("get") { printer in
                printer.line("switch storage {")
                for name in cases { printer.line("case .\(name)(let box): .\(name)(box.value)") }
                printer.line("case nil: nil")
                printer.line("}")
            }
            printer.block("set") { printer in
                printer.line("switch newValue {")
                for name in cases { printer.line("case .\(name)(let value): storage = .\(name)(Box(value))") }
                printer.line("case nil: storage = nil")
                printer.line("}")
            }
        }
        printer.line()
        printer.block("public static func == (left: Self, right: Self) -> Bool") { printer in
            printer.line("left.\(Names.property(oneof)) == right.\(Names.property(oneof))")
        }
    }

    private func declaration(_ member: Member) throws -> (name: String, type: String, initial: String) {
        switch member {
        case .oneof(let oneof):
            return (Names.property(oneof), "\(Names.type(oneof))?", "nil")
        case .field(let field):
            if field.isMap, let (key, value) = field.messageType.mapKeyAndValue {
                let type = "[MapEntry<\(try FieldKind(key).swiftType), \(try FieldKind(value).swiftType)>]"
                return (Names.property(field), type, "[]")
            }
            let kind = try FieldKind(field)
            if field.isRepeated { return (Names.property(field), "[\(kind.swiftType)]", "[]") }
            if !field.isRequired { return (Names.property(field), "\(kind.swiftType)?", "nil") }
            return (Names.property(field), kind.swiftType, kind.defaultValue)
        }
    }

    private func emitProperty(_ member: Member, to printer: inout SourcePrinter) throws {
        if case .field(let field) = member { printer.documentation(field.protoSourceComments()) }
        let (name, type, initial) = try declaration(member)
        if case .oneof(let oneof) = member, Names.isBoxed(message) { return try emitBoxed(oneof, to: &printer) }
        printer.line("public var \(name): \(type) = \(initial)")
    }

    private func emitMemberwise(to printer: inout SourcePrinter) throws {
        let all = try members.map(declaration)
        guard !all.isEmpty else { return }
        let parameters = all.map { "\($0.name): \($0.type)\($0.type.hasSuffix("?") ? " = nil" : "")" }
        printer.block("public init(\(parameters.joined(separator: ", ")))") { printer in
            for (name, _, _) in all { printer.line("self.\(name) = \(name)") }
        }
    }

    private func emitReader(to printer: inout SourcePrinter) throws {
        try printer.block("public mutating func merge(from reader: inout WireReader) throws(WireError)") { printer in
            try printer.block("while let tag = try reader.nextTag()") { printer in
                printer.line("switch tag {")
                for field in message.fields.sorted(by: { $0.number < $1.number }) {
                    try emitFieldReader(field, to: &printer)
                }
                printer.line("default: try reader.skip(tag)")
                printer.line("}")
            }
        }
    }

    private func emitFieldReader(_ field: FieldDescriptor, to printer: inout SourcePrinter) throws {
        let property = Names.property(field)
        func tag(_ wireType: Int32) -> UInt32 { UInt32(field.number) << 3 | UInt32(wireType) }
        if field.isMap, let (key, value) = field.messageType.mapKeyAndValue {
            let keyKind = try FieldKind(key)
            let valueKind = try FieldKind(value)
            printer.line("case \(tag(2)):")
            printer.line("    var entry = try reader.message()")
            printer.line("    var key: \(keyKind.swiftType) = \(keyKind.defaultValue)")
            printer.line("    var value: \(valueKind.swiftType) = \(valueKind.defaultValue)")
            printer.line("    while let tag = try entry.nextTag() {")
            printer.line("        switch tag {")
            printer.line(
                "        case \(UInt32(1) << 3 | UInt32(keyKind.wireType)): key = \(keyKind.read(from: "entry"))")
            printer.line(
                "        case \(UInt32(2) << 3 | UInt32(valueKind.wireType)): value = \(valueKind.read(from: "entry"))")
            printer.line("        default: try entry.skip(tag)")
            printer.line("        }")
            printer.line("    }")
            printer.line("    \(property).append(MapEntry(key, value))")
            return
        }
        let kind = try FieldKind(field)
        let read = kind.read(from: "reader")
        if let oneof = field.realContainingOneof {
            let target = Names.isBoxed(message) ? "storage" : Names.property(oneof)
            let value = Names.isBoxed(message) ? "Box(\(read))" : read
            printer.line("case \(tag(kind.wireType)): \(target) = .\(property)(\(value))")
        } else if field.isRepeated {
            printer.line("case \(tag(kind.wireType)):")
            if kind.wireType == 2 {
                printer.line("    if \(property).isEmpty { \(property).reserveCapacity(reader.likelyCount) }")
            }
            printer.line("    \(property).append(\(read))")
            if kind.canBePacked {
                printer.line("case \(tag(2)):")
                printer.line("    var packed = try reader.message()")
                printer.line("    while !packed.isAtEnd { \(property).append(\(kind.read(from: "packed"))) }")
            }
        } else if case .message = kind, field.isRequired {
            printer.line("case \(tag(2)): try \(property).mergeField(from: &reader)")
        } else {
            printer.line("case \(tag(kind.wireType)): \(property) = \(read)")
        }
    }

    private func emitWriter(to printer: inout SourcePrinter) throws {
        try printer.block("public func encode(into writer: inout WireWriter)") { printer in
            for field in message.fields.sorted(by: { $0.number > $1.number }) {
                try emitFieldWriter(field, to: &printer)
            }
        }
    }

    private func emitFieldWriter(_ field: FieldDescriptor, to printer: inout SourcePrinter) throws {
        let property = Names.property(field)
        if field.isMap, let (key, value) = field.messageType.mapKeyAndValue {
            try printer.block("for entry in \(property).reversed()") { printer in
                printer.line("let end = writer.count")
                printer.line(try FieldKind(value).write("entry.value", number: 2))
                printer.line(try FieldKind(key).write("entry.key", number: 1))
                printer.line("writer.varint(UInt64(writer.count - end), tag: \(UInt32(field.number) << 3 | 2))")
            }
            return
        }
        let kind = try FieldKind(field)
        if let oneof = field.realContainingOneof {
            // One switch writes all fields of a part.
            for (index, part) in parts(of: oneof).enumerated() where part.last?.number == field.number {
                let target = Names.isBoxed(message) ? "storage" : Names.property(oneof)
                printer.line("\(target)?.\(encodeMethod(part, index))(into: &writer)")
            }
        } else if field.isRepeated {
            printer.block("for value in \(property).reversed()") { printer in
                printer.line(kind.write("value", number: field.number))
            }
        } else if field.isRequired {
            printer.line(kind.write(property, number: field.number))
        } else {
            printer.line("if let \(property) { \(kind.write(property, number: field.number)) }")
        }
    }
}
