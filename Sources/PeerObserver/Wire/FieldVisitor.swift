/// How a oneof's case holds its value.
public enum CaseShape: Sendable {
    /// A message, which names itself.
    case message
    /// A number, text or bytes.
    case scalar
    /// A bool that is always true: the case alone says everything.
    case flag
}

/// What a message consists of.
public enum MessageShape: Sendable {
    /// Any number of fields but one.
    case fields
    /// One field: its name says nothing that the type's does not.
    case single
    /// One oneof: the case says everything.
    case wrapper
}

/// Receives the fields of a message in order. JSON and text are written as visitors.
///
/// Between `beginField` and `endField` comes exactly one value: a scalar, a message, a list, a map, a case or `none`.
public protocol FieldVisitor: ~Copyable {
    mutating func beginMessage(_ name: StaticString, shape: MessageShape)
    mutating func endMessage(shape: MessageShape)

    /// - Parameters:
    ///   - name: the proto name.
    ///   - label: the name in the text form.
    mutating func beginField(_ name: StaticString, label: StaticString)
    mutating func endField()

    /// - Parameters:
    ///   - name: the case in JSON.
    ///   - label: the case in the text form.
    mutating func beginCase(_ name: StaticString, label: StaticString, shape: CaseShape)
    mutating func endCase(shape: CaseShape)

    mutating func beginList()
    mutating func beginElement()
    mutating func endList()

    mutating func beginMap()
    mutating func beginKey()
    mutating func endKey()
    mutating func endMap()

    mutating func none()
    mutating func unsigned(_ value: UInt64)
    mutating func signed(_ value: Int64)
    mutating func double(_ value: Double)
    mutating func bool(_ value: Bool)
    mutating func string(_ value: String)
    mutating func bytes(_ value: [UInt8])
    mutating func hash256(_ value: Hash256)
    mutating func shortID(_ value: ShortID)
    mutating func enumeration(_ rawValue: Int32)
}
