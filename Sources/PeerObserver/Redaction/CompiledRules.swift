/// The table in the form that the rewriting reads: messages and fields by number.
struct CompiledRules: Sendable {
    enum Action: Sendable {
        case keep, hash, text, address, ownAddress, addressBytes, port, drop, empty
        case message(Int)
        case autonomousSystem(of: UInt32)

        var isOwn: Bool { if case .ownAddress = self { true } else { false } }
    }

    /// What the fields of a message, and of those within it, can hold.
    enum Content: Int, Sendable {
        /// Numbers: the message is copied whole.
        case numbers
        /// Numbers and hashes: copied whole where no own address is in it.
        case hashes
        /// Anything: it is rewritten field by field.
        case anything
    }

    struct Message: Sendable {
        var content: Content = .anything
        /// Where the message's rules begin in `actions`: those of numbers below 1000, then those from 1000 on.
        var low = 0
        var lowCount: UInt32 = 0
        var high = 0
        var highCount: UInt32 = 0
    }

    static let contract = CompiledRules(RedactionTable.all, root: "event.Event")
    /// Numbers of our own fields start here.
    private static let highNumbers: UInt32 = 1000

    private(set) var messages: [Message] = []
    private(set) var root = 0
    private var actions: [Action] = []

    init(_ table: [MessageRules], root: String) {
        var indexes: [String: Int] = [:]
        for (index, rules) in table.enumerated() { indexes[rules.name] = index }
        self.root = indexes[root] ?? 0
        for rules in table { append(rules, indexes) }
        // A message may name one that stands after it: repeated until nothing changes.
        var contents = [Content](repeating: .numbers, count: table.count)
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (index, rules) in table.enumerated() {
                let content = rules.fields.map { Self.content($0.action, contents, indexes) }
                    .max { $0.rawValue < $1.rawValue }
                if let content, content != contents[index] {
                    contents[index] = content
                    hasChanged = true
                }
            }
        }
        for index in messages.indices { messages[index].content = contents[index] }
    }

    /// What to do with a field; a field that the table lacks is left out.
    @inline(__always)
    func action(_ number: UInt32, of message: Message) -> Action {
        if number < message.lowCount { return actions[message.low + Int(number)] }
        let above = number &- Self.highNumbers
        return above < message.highCount ? actions[message.high + Int(above)] : .drop
    }

    private mutating func append(_ rules: MessageRules, _ indexes: [String: Int]) {
        var message = Message()
        let low = rules.fields.filter { $0.number < Self.highNumbers }
        let high = rules.fields.filter { $0.number >= Self.highNumbers }
        message.low = actions.count
        message.lowCount = low.map { $0.number + 1 }.max() ?? 0
        message.high = message.low + Int(message.lowCount)
        message.highCount = high.map { $0.number - Self.highNumbers + 1 }.max() ?? 0
        actions += [Action](repeating: .drop, count: Int(message.lowCount + message.highCount))
        for field in low { actions[message.low + Int(field.number)] = Self.compiled(field.action, indexes) }
        for field in high {
            actions[message.high + Int(field.number - Self.highNumbers)] = Self.compiled(field.action, indexes)
        }
        messages.append(message)
    }

    private static func compiled(_ action: FieldRule.Action, _ indexes: [String: Int]) -> Action {
        switch action {
        case .keep: .keep
        case .hash: .hash
        case .text: .text
        case .address: .address
        case .ownAddress: .ownAddress
        case .addressBytes: .addressBytes
        case .port: .port
        case .drop: .drop
        case .empty: .empty
        case .autonomousSystem(let address): .autonomousSystem(of: address)
        case .message(let name): indexes[name].map { .message($0) } ?? .drop
        }
    }

    private static func content(
        _ action: FieldRule.Action, _ contents: [Content], _ indexes: [String: Int]
    ) -> Content {
        switch action {
        case .keep: .numbers
        case .hash: .hashes
        case .message(let name): indexes[name].map { contents[$0] } ?? .anything
        default: .anything
        }
    }
}
