import PeerObserver

/// A value of an answer.
indirect enum JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case object([(String, JSONValue)])
    case array([JSONValue])
    case string(String)
    /// A number as it is to be written.
    case number(String)
    case bool(Bool)
    /// JSON as it stands.
    case text([UInt8])

    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .number("\(value)") }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }

    static func number(_ value: some BinaryInteger) -> JSONValue { .number("\(value)") }

    /// Satoshis as bitcoins, in the node's way.
    static func amount(_ satoshis: Int64) -> JSONValue {
        let fraction = String(100_000_000 + satoshis % 100_000_000).dropFirst()
        return .number("\(satoshis / 100_000_000).\(fraction)")
    }

    /// Exchanges the value of a member that an object has.
    mutating func set(_ key: String, to value: JSONValue) {
        guard case .object(var members) = self, let index = members.firstIndex(where: { $0.0 == key }) else { return }
        members[index].1 = value
        self = .object(members)
    }

    func write(to writer: inout ByteWriter) {
        switch self {
        case .object(let members):
            writer.text("{")
            for (index, (key, value)) in members.enumerated() {
                if index > 0 { writer.text(",") }
                writer.jsonString(key)
                writer.text(":")
                value.write(to: &writer)
            }
            writer.text("}")
        case .array(let elements):
            writer.text("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { writer.text(",") }
                element.write(to: &writer)
            }
            writer.text("]")
        case .string(let text): writer.jsonString(text)
        case .number(let digits): writer.utf8(digits)
        case .bool(let value): writer.text(value ? "true" : "false")
        case .text(let bytes): writer.bytes(bytes)
        }
    }
}
