/// A value of a key, whatever it came from.
enum ConfigurationValue: Sendable, Equatable {
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([ConfigurationValue])

    /// As a daemon takes it on its command line; nil for one that takes several.
    var argument: String? {
        switch self {
        case .boolean(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        case .text(let value): value
        case .list: nil
        }
    }

    /// The single values.
    var elements: [ConfigurationValue] {
        if case .list(let values) = self { return values }
        return [self]
    }

    /// As the configuration file has it.
    var toml: String {
        switch self {
        case .boolean, .number: argument ?? ""
        case .text(let value): "\"" + value.unicodeScalars.map(Self.escaped).joined() + "\""
        case .list(let values): "[" + values.map(\.toml).joined(separator: ", ") + "]"
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: return String(scalar)
        }
    }
}

extension OptionDefinition {
    /// Reads a flag's or an environment variable's text; a list has `;` between its values.
    func value(of text: String) throws(ConfigurationProblem.Reason) -> ConfigurationValue {
        switch form {
        case .flag:
            switch text {
            case "true", "1", "yes": return .boolean(true)
            case "false", "0", "no": return .boolean(false)
            default: throw .wrongType(given: "\"\(text)\"", wanted: "true or false")
            }
        case .option: return try single(text)
        case .list:
            var values: [ConfigurationValue] = []
            for part in text.split(separator: ";") { values.append(try single(String(part))) }
            return .list(values)
        }
    }

    private func single(_ text: String) throws(ConfigurationProblem.Reason) -> ConfigurationValue {
        guard type == .number else { return .text(text) }
        guard let number = Double(text), number.isFinite else {
            throw .wrongType(given: "\"\(text)\"", wanted: "a number")
        }
        return .number(number)
    }

    /// Whether the value is of the wanted type and can be one at all.
    func check(_ value: ConfigurationValue) throws(ConfigurationProblem.Reason) {
        switch (form, value) {
        case (.list, .list): break
        case (.list, _): throw .wrongType(given: value.toml, wanted: "an array, such as [\(value.toml)]")
        case (_, .list): throw .wrongType(given: value.toml, wanted: wanted)
        default: break
        }
        for element in value.elements { try checkElement(element) }
    }

    private func checkElement(_ value: ConfigurationValue) throws(ConfigurationProblem.Reason) {
        switch (type, value) {
        case (.boolean, .boolean): break
        case (.number, .number(let number)):
            let isWhole = !OptionTraits.wholeNumbers.contains(key) || number == number.rounded()
            let isLargeEnough = number == 0 || number >= OptionTraits.leastNumbers[key] ?? -.infinity
            guard isWhole, isLargeEnough, OptionTraits.ranges[key]?.contains(number) ?? true else {
                throw .wrongType(given: value.toml, wanted: wanted)
            }
        case (.text, .text(let text)) where key == "nats-address" && text.contains("@"):
            // It would be printed, and stand in the arguments of programs.
            throw .wrongType(
                given: "an address with a user's name",
                wanted: "host:port; nats-username and nats-password-file are for accounts")
        case (.text, .text), (.text, .number), (.secret, .text): break
        case (.choice(let choices), .text(let text)):
            let isKnown =
                OptionTraits.choices[key] == nil
                ? choices.contains(text) : choices.contains { $0.lowercased() == text.lowercased() }
            guard isKnown else { throw .wrongType(given: value.toml, wanted: wanted) }
        case (.address, .text(let text)):
            guard Self.port(of: text) != nil else { throw .wrongType(given: value.toml, wanted: wanted) }
        default: throw .wrongType(given: type == .secret ? "a value" : value.toml, wanted: wanted)
        }
    }

    /// What a value has to be, in words.
    var wanted: String {
        switch type {
        case .boolean: "true or false"
        case .number:
            OptionTraits.ranges[key].map { range in
                let least = OptionTraits.leastNumbers[key]
                return (least == nil ? "" : "0 or ")
                    + "a \(OptionTraits.wholeNumbers.contains(key) ? "whole " : "")number from "
                    + "\(Int(least ?? range.lowerBound)) to \(Int(range.upperBound))"
            } ?? "a number"
        case .text, .secret: "text"
        case .address: "host:port"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        }
    }

    /// The port of `[name@]host:port`; nil where it is none.
    static func port(of address: String) -> Int? {
        guard let colon = address.lastIndex(of: ":"), colon > address.startIndex,
            let port = Int(address[address.index(after: colon)...]), 0...65535 ~= port
        else { return nil }
        return port
    }
}
