/// The values of all keys that were given, each with where it came from: a flag beats the environment, that the file, that what was found
/// of the node.
struct Settings: Sendable {
    struct Setting: Sendable {
        let value: ConfigurationValue
        let origin: Origin
    }

    enum Origin: Sendable, Comparable, CustomStringConvertible {
        case found(String)
        case file(String)
        case environment(String)
        case flag(String)

        var description: String {
            switch self {
            case .found(let what): what
            case .file(let place): place
            case .environment(let name): name
            case .flag(let flag): flag
            }
        }

        /// Whether somebody has told it.
        var isGiven: Bool { if case .found = self { false } else { true } }

        private var rank: Int {
            switch self {
            case .found: 0
            case .file: 1
            case .environment: 2
            case .flag: 3
            }
        }

        static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    }

    private(set) var given: [KeyName: Setting] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// The user of the node that was found.
    var nodeOwner: UInt32?

    subscript(name: KeyName) -> Setting? { given[name] }

    subscript(section: String, key: String) -> Setting? { given[KeyName(section: section, key: key)] }

    /// What a daemon is told of a key: its own section beats `common`.
    func effective(_ daemon: String, _ key: String) -> Setting? { self[daemon, key] ?? self["common", key] }

    /// A text value that has no type of its own.
    func text(_ section: String, _ key: String) -> String? { self[section, key]?.value.argument }

    func number(_ section: String, _ key: String, default standard: Double) -> Double {
        if case .number(let number)? = self[section, key]?.value { return number }
        return standard
    }

    func isSet(_ section: String, _ key: String) -> Bool { self[section, key]?.value == .boolean(true) }

    func texts(_ section: String, _ key: String) -> [String] {
        self[section, key]?.value.elements.compactMap(\.argument) ?? []
    }

    /// Takes a value where nothing stronger is there.
    mutating func set(_ name: KeyName, _ value: ConfigurationValue, _ origin: Origin) {
        if let known = given[name], known.origin > origin { return }
        given[name] = Setting(value: value, origin: origin)
    }

    mutating func report(_ problem: ConfigurationProblem) { problems.append(problem) }
}

extension Settings {
    /// Reads all that was given.
    /// - Parameters:
    ///   - flags: `--rpc-extractor.rpc-host HOST`, `--archiver.seekable`, and so on.
    init(file: ConfigurationFile?, environment: [String: String], flags: [String]) {
        for entry in file?.entries ?? [] {
            set(entry.name, entry.value, .file(file?.place(entry.line) ?? ""))
        }
        for problem in file?.problems ?? [] { report(problem) }
        take(environment)
        take(flags)
    }

    /// Variables that are none of the configuration's.
    private static let otherVariables: Set = ["PEER_OBSERVER_CONFIG", "PEER_OBSERVER_NODE_OWNER"]

    private mutating func take(_ environment: [String: String]) {
        let names = Dictionary(OptionTable.all.names.map { ($0.environmentVariable, $0) }) { first, _ in first }
        for (variable, text) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix("PEER_OBSERVER_") && !Self.otherVariables.contains(variable) {
            guard let name = names[variable] else {
                let similar = Similar.word(to: variable, among: names.keys)
                let meant = similar.map { "; did you mean \($0)?" } ?? ""
                report(
                    ConfigurationProblem(
                        place: variable, key: nil, reason: .needless("there is no key for this variable\(meant)")))
                continue
            }
            take(text, name, place: variable, .environment(variable))
        }
    }

    private mutating func take(_ flags: [String]) {
        let names = Dictionary(OptionTable.all.names.map { ($0.flag, $0) }) { first, _ in first }
        var rest = flags[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = names[parts[0]], let definition = OptionTable.all.definition(name) else {
                let similar = word.hasPrefix("--") ? Similar.word(to: parts[0], among: names.keys) : nil
                let meant = similar.map { "; did you mean \($0)?" } ?? ""
                report(
                    ConfigurationProblem(place: word, key: nil, reason: .syntax("there is no such flag\(meant)")))
                continue
            }
            if parts.count == 2 {
                take(parts[1], name, place: parts[0], .flag(parts[0]))
            } else if definition.form == .flag {
                take("true", name, place: parts[0], .flag(parts[0]))
            } else if let value = rest.popFirst() {
                take(value, name, place: parts[0], .flag(parts[0]))
            } else {
                report(ConfigurationProblem(place: word, key: nil, reason: .syntax("a value has to follow")))
            }
        }
    }

    private mutating func take(_ text: String, _ name: KeyName, place: String, _ origin: Origin) {
        guard let definition = OptionTable.all.definition(name) else { return }
        do throws(ConfigurationProblem.Reason) {
            if definition.type == .secret, case .flag = origin {
                throw .syntax(
                    "everybody on the machine could read it there; put it in the file, the environment or \(OptionTraits.secrets[name.key] ?? "a file")"
                )
            }
            var value = try definition.value(of: text)
            try definition.check(value)
            // A flag that is given several times makes a list.
            if case .flag = origin, case .list(let more) = value, let known = given[name], case .flag = known.origin {
                value = .list(known.value.elements + more)
            }
            set(name, value, origin)
        } catch {
            report(ConfigurationProblem(place: place, key: nil, reason: error))
        }
    }
}
