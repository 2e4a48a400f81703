import Testing

@testable import PeerObserver

@Suite("Redaction: the table of fields", .enabled(if: Tool.protoc != nil, "needs protoc"))
struct RedactionTableTests {
    @Test func everyFieldOfTheContractHasARule() throws {
        let contract = try Contract()
        #expect(contract.messages.count > 100)
        let table = Dictionary(grouping: RedactionTable.all, by: \.name)
        for (name, fields) in contract.messages.sorted(by: { $0.key < $1.key }) {
            let rules = try #require(table[name]?.first, "no rules for \(name)")
            #expect(table[name]?.count == 1, "\(name) stands twice in the table")
            for field in fields {
                let rule = rules.fields.filter { $0.number == field.number }
                #expect(rule.count == 1 && rule[0].name == field.name, "no rule for \(name).\(field.name)")
                if let action = rule.first?.action {
                    #expect(Self.fits(action, field), "\(name).\(field.name) cannot be \(action)")
                }
            }
            #expect(rules.fields.count == fields.count, "\(name) has rules without field")
        }
        #expect(Set(table.keys) == Set(contract.messages.keys))
    }

    private static func fits(_ action: FieldRule.Action, _ field: Contract.Field) -> Bool {
        switch (action, field.kind) {
        case (.keep, .number), (.port, .number), (.autonomousSystem, .number): true
        case (.text, .string), (.address, .string), (.ownAddress, .string): true
        case (.hash, .bytes), (.addressBytes, .bytes): true
        case (.drop, .string), (.drop, .bytes): !field.isRequired
        case (.empty, .string), (.empty, .bytes): field.isRequired
        case (.message(let name), .message(let type)): name == type
        default: false
        }
    }

    @Test func aFieldWithoutRuleIsLeftOut() {
        let rules = CompiledRules([MessageRules("m", .keep(1, "a"), .text(1001, "b"))], root: "m")
        for number: UInt32 in [0, 2, 999, 1000, 1002, .max] {
            guard case .drop = rules.action(number, of: rules.messages[0]) else {
                Issue.record("field \(number) is not dropped")
                continue
            }
        }
    }
}
