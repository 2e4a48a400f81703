/// What a message looks like on the wire and in JSON: its members in the order of the proto file.
struct MessageLayout: Sendable {
    /// What a field holds.
    enum Value: Sendable {
        case unsigned32, unsigned64, signed32, signed64, zigzag32, zigzag64, fixed64, double, bool, string, bytes
        case hash256, shortID, enumeration
        case message(any LaidOutMessage.Type)
    }

    /// A field of a oneof, by its name in JSON.
    struct Case: Sendable {
        let name: StaticString
        let tag: UInt32
        let value: Value

        init(_ name: StaticString, _ tag: UInt32, _ value: Value) {
            self.name = name
            self.tag = tag
            self.value = value
        }
    }

    /// Tags are field number << 3 | wire type; those of packed fields are not named.
    enum Member: Sendable {
        case required(StaticString, UInt32, Value)
        case optional(StaticString, UInt32, Value)
        case repeated(StaticString, UInt32, Value)
        case map(StaticString, UInt32)
        case oneof(StaticString, [Case])

        /// Of its fields.
        var lowestTag: UInt32 {
            switch self {
            case .required(_, let tag, _), .optional(_, let tag, _), .repeated(_, let tag, _), .map(_, let tag): tag
            case .oneof(_, let cases): cases.map(\.tag).min() ?? 0
            }
        }
    }

    let members: [Member]

    init(_ members: [Member]) { self.members = members }
}

/// A message whose layout is known: every generated one.
protocol LaidOutMessage: WireMessage {
    static var layout: MessageLayout { get }
}
