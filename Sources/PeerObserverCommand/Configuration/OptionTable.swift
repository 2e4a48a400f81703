/// Every key of the configuration.
struct OptionTable: Sendable {
    static let all = OptionTable(lines: generated)

    /// What `up`, all daemons, and each daemon take, in the order of their help.
    let sections: [(name: String, options: [OptionDefinition])]
    private let byName: [KeyName: OptionDefinition]

    /// Reads the table's text: a line an option, fields with tabs between them.
    init(lines: String) {
        let definitions = lines.split(separator: "\n").compactMap(OptionDefinition.init(line:))
        let names = definitions.map(\.section).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        sections = names.map { name in (name, definitions.filter { $0.section == name }) }
        var byName = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
        // What all take, each may be told for itself.
        for name in names where name != "up" && name != "common" {
            for option in definitions where option.section == "common" {
                let own = option.moved(to: name)
                byName[own.name] = byName[own.name] ?? own
            }
        }
        self.byName = byName
    }

    func definition(_ name: KeyName) -> OptionDefinition? { byName[name] }

    func hasSection(_ name: String) -> Bool { sections.contains { $0.name == name } }

    /// What a daemon can be told: its own options, and those of all.
    func options(of daemon: String) -> [OptionDefinition] {
        let common = options(in: "common").map { $0.moved(to: daemon) }
        return common + options(in: daemon)
    }

    func options(in section: String) -> [OptionDefinition] { sections.first { $0.name == section }?.options ?? [] }

    /// Every key by its name, those of all daemons in each daemon's section, too.
    var names: [KeyName] { Array(byName.keys) }
}

extension OptionDefinition {
    init?(line: Substring) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 8, let form = Form(rawValue: fields[2]) else { return nil }
        self.init(
            section: fields[0], key: fields[1], form: form, isRequired: fields[3] == "required",
            defaultValue: fields[4].isEmpty ? nil : fields[4], valueName: fields[5].isEmpty ? nil : fields[5],
            values: fields[6].split(separator: ",").map(String.init), abstract: fields[7])
    }

    var line: String {
        [
            section, key, form.rawValue, isRequired ? "required" : "", defaultValue ?? "", valueName ?? "",
            values.joined(separator: ","), abstract,
        ].joined(separator: "\t")
    }
}
