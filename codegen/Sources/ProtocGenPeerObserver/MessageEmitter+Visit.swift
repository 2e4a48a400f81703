import SwiftProtobufPluginLibrary

/// How a message tells a visitor of its fields.
extension MessageEmitter {
    func emitVisit(to printer: inout SourcePrinter) throws {
        try printer.block("public func visit<Visitor: FieldVisitor & ~Copyable>(_ visitor: inout Visitor)") { printer in
            printer.line("visitor.beginMessage(\"\(Names.label(message))\", shape: .\(shape))")
            for member in members {
                try emitMemberVisit(member, to: &printer)
            }
            printer.line("visitor.endMessage(shape: .\(shape))")
        }
        for oneof in message.oneofs { emitVisit(oneof, to: &printer) }
    }

    private func emitVisit(_ oneof: OneofDescriptor, to printer: inout SourcePrinter) {
        printer.line()
        printer.line("/// Tells `visitor` the case of `\(Names.property(oneof))` alone.")
        let target = Names.isBoxed(message) ? "storage" : Names.property(oneof)
        let head = "public func \(Names.visit(oneof))<Visitor: FieldVisitor & ~Copyable>(_ visitor: inout Visitor)"
        printer.block(head) { printer in
            printer.line("if \(target)?.visit(&visitor) == nil { visitor.none() }")
        }
    }

    /// A method of the enum, for the reason that `emitEncode` has.
    func emitCaseVisit(
        _ oneof: OneofDescriptor, to printer: inout SourcePrinter, value: (FieldDescriptor) throws -> String
    ) throws {
        printer.line()
        let head = "fileprivate func visit<Visitor: FieldVisitor & ~Copyable>(_ visitor: inout Visitor)"
        try printer.block(head) { printer in
            printer.line("switch self {")
            for field in oneof.fields {
                let shape =
                    switch try FieldKind(field) {
                    case .message: "message"
                    case .bool: "flag"
                    default: "scalar"
                    }
                printer.line("case .\(Names.property(field))(let value):")
                printer.line(
                    "    visitor.beginCase(\"\(Names.caseName(field))\", label: \"\(Names.label(field))\", shape: .\(shape))"
                )
                printer.line("    \(try value(field))")
                printer.line("    visitor.endCase(shape: .\(shape))")
            }
            printer.line("}")
        }
    }

    private func emitMemberVisit(_ member: Member, to printer: inout SourcePrinter) throws {
        switch member {
        case .oneof(let oneof):
            printer.line("visitor.beginField(\"\(oneof.name)\", label: \"\(oneof.name)\")")
            printer.line("\(Names.visit(oneof))(&visitor)")
        case .field(let field):
            let property = Names.property(field)
            printer.line("visitor.beginField(\"\(field.name)\", label: \"\(Names.label(field))\")")
            if field.isMap, let (key, value) = field.messageType.mapKeyAndValue {
                printer.line("visitor.beginMap()")
                try printer.block("for entry in \(property)") { printer in
                    printer.line("visitor.beginKey()")
                    printer.line(try FieldKind(key).visit("entry.key"))
                    printer.line("visitor.endKey()")
                    printer.line(try FieldKind(value).visit("entry.value"))
                }
                printer.line("visitor.endMap()")
            } else if field.isRepeated {
                printer.line("visitor.beginList()")
                try printer.block("for element in \(property)") { printer in
                    printer.line("visitor.beginElement()")
                    printer.line(try FieldKind(field).visit("element"))
                }
                printer.line("visitor.endList()")
            } else if field.isRequired {
                printer.line(try FieldKind(field).visit(property))
            } else {
                printer.line("if let \(property) { \(try FieldKind(field).visit(property)) } else { visitor.none() }")
            }
        }
        printer.line("visitor.endField()")
    }
}
