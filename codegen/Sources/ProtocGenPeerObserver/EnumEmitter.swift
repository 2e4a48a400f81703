import SwiftProtobufPluginLibrary

/// Writes an enum as an open set of numbers, so that a value of a newer schema survives.
struct EnumEmitter {
    let enumeration: EnumDescriptor

    init(_ enumeration: EnumDescriptor) { self.enumeration = enumeration }

    func emit(to printer: inout SourcePrinter) {
        let name = Names.type(enumeration)
        printer.line()
        printer.documentation(enumeration.protoSourceComments())
        printer.block("public struct \(name): RawRepresentable, Hashable, Sendable") { printer in
            printer.line("public var rawValue: Int32")
            printer.line("public init(rawValue: Int32) { self.rawValue = rawValue }")
            printer.line()
            for value in enumeration.values {
                printer.documentation(value.protoSourceComments())
                printer.line("public static let \(Names.enumCase(value)) = \(name)(rawValue: \(value.number))")
            }
            printer.line()
            printer.line("/// Every value that has a name, with it.")
            printer.block("public static var named: [(name: String, value: \(name))]") { printer in
                let pairs = enumeration.values.map { "(\"\($0.name)\", .\(Names.enumCase($0)))" }
                printer.line("[" + pairs.joined(separator: ", ") + "]")
            }
        }
    }
}
