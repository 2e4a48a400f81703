import Daemon

/// The keys as documents: the example, the tables of docs/configuration.md, and the values in use.
enum ConfigurationDocument {
    static let example: String = {
        var lines = [
            "# Configuration of peer-observer, for: peer-observer up --config FILE",
            "# Every key is here, with its default or what stands for one. To set one, take its # away.",
        ]
        for (section, options) in OptionTable.all.sections {
            lines += ["", "# \(about(section))", "[\(section)]"]
            for option in options {
                lines += wrapped(option.abstract)
                lines.append("#\(option.key) = \(sample(option).toml)")
            }
        }
        return lines.joined(separator: "\n")
    }()

    /// The tables of docs/configuration.md.
    static let tables: String = {
        var lines: [String] = []
        for (section, options) in OptionTable.all.sections {
            lines += ["## [\(section)]", about(section), "", "| key | value | default | what |", "|---|---|---|---|"]
            for option in options {
                let standard =
                    option.form == .flag ? "false" : option.defaultValue ?? (option.isRequired ? "has to be given" : "")
                lines.append(
                    "| `\(option.key)` | \(kind(option)) | \(standard) | \(cell(option.abstract)) |")
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }()

    /// What `up` goes by.
    static func effective(_ settings: Settings) -> String {
        var lines = ["[up]"]
        lines += OptionTable.all.options(in: "up").map { option in
            line(option, settings["up", option.key])
        }
        for daemon in settings.chosenDaemons {
            lines += ["", "[\(daemon.name)]"]
            lines += OptionTable.all.options(of: daemon.name).map { option in
                line(option, settings.effective(daemon.name, option.key))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ option: OptionDefinition, _ setting: Settings.Setting?) -> String {
        guard let setting else {
            let standard = option.form == .flag ? "false" : option.defaultValue.map { standardValue(option, $0).toml }
            return standard.map { "\(option.key) = \($0)  # the default" } ?? "#\(option.key) =  # not given"
        }
        let value = option.type == .secret ? "\"(hidden)\"" : setting.value.toml
        return "\(option.key) = \(value)  # \(LogText.printable(setting.origin.description))"
    }

    private static func about(_ section: String) -> String {
        switch section {
        case "up": "What `peer-observer up` does itself."
        case "common": "For all programs; each can have its own in its section."
        default: Component.named(section)?.abstract ?? ""
        }
    }

    private static func standardValue(_ option: OptionDefinition, _ text: String) -> ConfigurationValue {
        let single: ConfigurationValue = option.type == .number ? .number(Double(text) ?? 0) : .text(text)
        return option.form == .list ? .list([single]) : single
    }

    /// The default, or a value that could be given.
    private static func sample(_ option: OptionDefinition) -> ConfigurationValue {
        if option.form == .flag { return .boolean(false) }
        if let standard = option.defaultValue { return standardValue(option, standard) }
        switch option.type {
        case .number: return .number(OptionTraits.ranges[option.key]?.lowerBound ?? 0)
        case .choice(let choices): return standardValue(option, choices.first ?? "")
        case .address: return standardValue(option, "127.0.0.1:0")
        default: return option.form == .list ? .list([]) : .text("")
        }
    }

    private static func kind(_ option: OptionDefinition) -> String {
        let single =
            switch option.type {
            case .boolean: "true, false"
            case .number: "number"
            case .text: "text"
            case .secret: "text, secret"
            case .address: "host:port"
            case .choice(let choices): choices.joined(separator: ", ")
            }
        return option.form == .list ? "array of \(single)" : single
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines = ["#"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 98 { lines.append("#") }
            lines[lines.count - 1] += " \(word)"
        }
        return lines
    }
}
