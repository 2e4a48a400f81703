/// The layouts of a message and of all that it can hold, in one piece of memory: what JSON is made from without decoding.
// Proof of Sendable: what the pointers lead to is written once, before anybody has them, and never freed.
struct TranscodingTable: @unchecked Sendable {
    /// One step through a message: a member, or a case of a oneof.
    struct Step {
        enum Kind: UInt8 {
            case required, optional, repeated, map, oneof
        }
        enum Value: UInt8 {
            case unsigned32, unsigned64, signed32, signed64, zigzag32, zigzag64, fixed64, double, bool, string, bytes
            case hash256, shortID, enumeration, message
        }

        var kind: Kind
        var value = Value.unsigned32
        /// Field number << 3 | wire type; 0 where there is none.
        var tag: UInt32 = 0
        /// Of a message: where its steps are. Of a oneof: where its cases are.
        var first: Int32 = 0
        var count: Int32 = 0
        /// Of a message: whether its members stand in the order of their numbers.
        var isOrdered = true
        /// The name in JSON with quotes and colon, behind a comma, or behind a brace for a case.
        var key: UnsafePointer<UInt8>
        var keyLength: Int32
    }

    let steps: UnsafePointer<Step>
    /// The message's own steps.
    let first: Int32
    let count: Int32

    /// What an event holds, as cases.
    static let event = TranscodingTable(Event.self)

    init(_ message: any LaidOutMessage.Type) {
        var builder = Builder()
        (first, count, _) = builder.steps(of: message)
        let steps = UnsafeMutableBufferPointer<Step>.allocate(capacity: builder.steps.count)
        _ = steps.initialize(from: builder.steps)
        // Not empty: an event has fields.
        self.steps = UnsafePointer(steps.baseAddress!)
    }

    private struct Builder {
        var steps: [Step] = []
        private var known: [ObjectIdentifier: Range] = [:]
        typealias Range = (first: Int32, count: Int32, isOrdered: Bool)

        init() {}

        mutating func steps(of message: any LaidOutMessage.Type) -> Range {
            if let range = known[ObjectIdentifier(message)] { return range }
            let members = message.layout.members
            let numbers = members.map(\.lowestTag)
            let (first, count) = reserve(members.count)
            let range = (first: first, count: count, isOrdered: numbers == numbers.sorted())
            // Before what it holds, which may be one of its own kind.
            known[ObjectIdentifier(message)] = range
            for (index, member) in members.enumerated() {
                let step = step(member)
                steps[Int(range.first) + index] = step
            }
            return range
        }

        private mutating func reserve(_ count: Int) -> (first: Int32, count: Int32) {
            let first = Int32(steps.count)
            // Every one of them is replaced.
            let empty = Step(kind: .map, key: ("" as StaticString).utf8Start, keyLength: 0)
            steps += Array(repeating: empty, count: count)
            return (first, Int32(count))
        }

        private mutating func step(_ member: MessageLayout.Member) -> Step {
            switch member {
            case .required(let name, let tag, let value): return step(.required, name, ",", tag, value)
            case .optional(let name, let tag, let value): return step(.optional, name, ",", tag, value)
            case .repeated(let name, let tag, let value): return step(.repeated, name, ",", tag, value)
            case .map(let name, _):
                let (key, length) = Self.key(name, after: ",")
                return Step(kind: .map, key: key, keyLength: length)
            case .oneof(let name, let cases):
                let range = reserve(cases.count)
                for (index, entry) in cases.enumerated() {
                    let step = step(.required, entry.name, "{", entry.tag, entry.value)
                    steps[Int(range.first) + index] = step
                }
                let (key, length) = Self.key(name, after: ",")
                return Step(kind: .oneof, first: range.first, count: range.count, key: key, keyLength: length)
            }
        }

        private mutating func step(
            _ kind: Step.Kind, _ name: StaticString, _ before: StaticString, _ tag: UInt32, _ value: MessageLayout.Value
        ) -> Step {
            let (key, length) = Self.key(name, after: before)
            var step = Step(kind: kind, tag: tag, key: key, keyLength: length)
            switch value {
            case .unsigned32: step.value = .unsigned32
            case .unsigned64: step.value = .unsigned64
            case .signed32: step.value = .signed32
            case .signed64: step.value = .signed64
            case .zigzag32: step.value = .zigzag32
            case .zigzag64: step.value = .zigzag64
            case .fixed64: step.value = .fixed64
            case .double: step.value = .double
            case .bool: step.value = .bool
            case .string: step.value = .string
            case .bytes: step.value = .bytes
            case .hash256: step.value = .hash256
            case .shortID: step.value = .shortID
            case .enumeration: step.value = .enumeration
            case .message(let message):
                step.value = .message
                (step.first, step.count, step.isOrdered) = steps(of: message)
            }
            return step
        }

        private static func key(_ name: StaticString, after before: StaticString) -> (
            key: UnsafePointer<UInt8>, length: Int32
        ) {
            let text = Array("\(before)\"\(name)\":".utf8)
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
            _ = copy.initialize(from: text)
            // Not empty: quotes and colon are in it.
            return (UnsafePointer(copy.baseAddress!), Int32(text.count))
        }
    }
}
