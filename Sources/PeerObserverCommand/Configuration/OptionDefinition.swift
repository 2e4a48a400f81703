/// A flag of a daemon, or of `up`, which is a key of the configuration as well.
struct OptionDefinition: Sendable, Equatable {
    enum Form: String, Sendable { case flag, option, list }

    /// The program, `common` for what all daemons take, or `up`.
    let section: String
    /// The flag without its dashes.
    let key: String
    let form: Form
    let isRequired: Bool
    let defaultValue: String?
    /// What the help calls the value; nil where that is the key.
    let valueName: String?
    /// The only values there are; empty for any.
    let values: [String]
    let abstract: String

    var name: KeyName { KeyName(section: section, key: key) }

    /// The same flag, of another program.
    func moved(to section: String) -> OptionDefinition {
        OptionDefinition(
            section: section, key: key, form: form, isRequired: isRequired, defaultValue: defaultValue,
            valueName: valueName, values: values, abstract: abstract)
    }
}

/// A key with its section: `rpc-extractor.rpc-host`.
struct KeyName: Hashable, Sendable, Comparable, CustomStringConvertible {
    let section: String
    let key: String

    var description: String { "\(section).\(key)" }

    /// The flag of `up`: the keys of its own section need no name of a section.
    var flag: String { section == "up" ? "--\(key)" : "--\(section).\(key)" }

    var environmentVariable: String {
        "PEER_OBSERVER_" + description.uppercased().map { $0 == "-" || $0 == "." ? "_" : "\($0)" }.joined()
    }

    static func < (left: Self, right: Self) -> Bool { (left.section, left.key) < (right.section, right.key) }
}

extension OptionDefinition {
    enum ValueType: Sendable, Equatable {
        case boolean, number, text, secret, address
        case choice([String])
    }

    /// What a value may look like. A program's help does not tell types: they follow from the form and the default, and what does not
    /// stays text, for the program to judge.
    var type: ValueType {
        if form == .flag { return .boolean }
        if let choices = OptionTraits.choices[key] { return .choice(choices) }
        if !values.isEmpty { return .choice(values) }
        if OptionTraits.secrets[key] != nil { return .secret }
        if isListener || key == "rpc-host" { return .address }
        if let defaultValue, Double(defaultValue) != nil { return .number }
        return OptionTraits.numbers.contains(key) ? .number : .text
    }

    /// Whether the program listens on what this names.
    var isListener: Bool {
        key.hasSuffix("-address") && key != "nats-address" && key != "own-address"
    }

    /// Whether the value names a file that has to be there.
    var namesFile: Bool { OptionTraits.files.contains(key) }
}

/// What the programs' help does not tell of their options. A test holds that there is an option for each.
enum OptionTraits {
    /// Options that show a secret to everybody on the machine, and those that take it from a file instead.
    static let secrets = ["nats-password": "nats-password-file", "rpc-password": "rpc-password-file"]

    /// Files that are read at the start. Not those that may come later: the node's log, cookie and PID file.
    static let files: Set = [
        "nats-password-file", "nats-token-file", "nats-nkey-file", "nats-credentials-file", "nats-tls-ca",
        "nats-tls-cert", "nats-tls-key", "bitcoind-path", "rpc-password-file", "replay", "ip-list", "asmap",
        "token-file", "tls-cert", "tls-key", "websockets-json", "pages", "redact-key-file", "nats-server",
        "webhook-key-file", "output-ca-file", "silences",
    ]

    static let numbers: Set = ["bitcoind-pid", "nats-port", "nats-max-payload", "watchdog", "stop-timeout"]

    /// What numbers of `up` can be, which no program judges after it.
    static let ranges: [String: ClosedRange<Double>] = [
        "nats-port": 0...65_535, "nats-max-payload": 1...64, "watchdog": 0...1_000_000, "stop-timeout": 0...1_000_000,
        "bitcoind-pid": 1...4_194_304,
    ]

    /// Numbers between 0 and these are none. Programs tell once a second that they live.
    static let leastNumbers: [String: Double] = ["watchdog": 2]

    static let wholeNumbers: Set = ["nats-port", "nats-max-payload", "bitcoind-pid"]

    static let choices = [
        "log-level": ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"],
        "chain": ["main", "test", "testnet4", "signet", "regtest"],
    ]
}
