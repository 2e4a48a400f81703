import Daemon
import Glibc

/// What values that are right one by one can have wrong together, and with the machine.
struct ConfigurationCheck {
    let settings: Settings
    private(set) var problems: [ConfigurationProblem] = []

    init(_ settings: Settings) {
        self.settings = settings
        problems = settings.problems
        checkPrograms()
        checkRequired()
        checkFiles()
        checkPorts()
        checkExclusions()
        checkNodes()
        checkBus()
    }

    private mutating func report(_ name: KeyName, _ reason: ConfigurationProblem.Reason) {
        let place = settings[name]?.origin.description ?? "the defaults"
        problems.append(ConfigurationProblem(place: place, key: name, reason: reason))
    }

    private mutating func checkPrograms() {
        for key in ["run", "without"] {
            for name in settings.texts("up", key) where !Component.daemons.contains(where: { $0.name == name }) {
                report(KeyName(section: "up", key: key), .unknownProgram(name))
            }
        }
        let chosen = Set(settings.chosenDaemons.map(\.name))
        for section in Set(settings.given.keys.map(\.section)).sorted()
        where section != "up" && section != "common" && !chosen.contains(section) {
            // Not what was found: nobody asked for that.
            let given = settings.given.filter { $0.key.section == section && $0.value.origin.isGiven }
            guard let first = given.keys.min() else { continue }
            report(first, .needless("\(section) is not among the programs that are run (up.run)"))
        }
    }

    /// What `up` finds of the node needs not be given.
    private mutating func checkRequired() {
        for daemon in settings.chosenDaemons {
            for option in OptionTable.all.options(of: daemon.name)
            where option.isRequired && settings.effective(daemon.name, option.key) == nil {
                problems.append(
                    ConfigurationProblem(
                        place: "[\(daemon.name)]", key: nil, reason: .missingKey(option.name)))
            }
        }
    }

    private mutating func checkFiles() {
        for (name, setting) in settings.given.sorted(by: { $0.key < $1.key }) {
            guard OptionTable.all.definition(name)?.namesFile == true else { continue }
            for value in setting.value.elements.compactMap(\.argument) {
                // A list of addresses has a name before its file.
                let path =
                    name.key == "ip-list"
                    ? String(value[(value.firstIndex(of: "=").map(value.index(after:)) ?? value.startIndex)...]) : value
                if access(path, R_OK) != 0 { report(name, .missingFile(path, why: errnoText(errno))) }
            }
        }
    }

    private mutating func checkPorts() {
        var users: [Int: KeyName] = [:]
        for (name, address) in settings.listeners {
            guard let port = OptionDefinition.port(of: address), port != 0 else { continue }
            if let other = users[port], other != name {
                // The one that was given is the one to change.
                let (mine, theirs) = settings[name] == nil ? (other, name) : (name, other)
                report(mine, .samePort("\(port)", other: theirs))
            } else {
                users[port] = name
            }
        }
    }

    /// A secret, and the file that has it.
    private mutating func checkExclusions() {
        for (secret, file) in OptionTraits.secrets {
            for name in settings.given.keys.sorted() where name.key == secret {
                let other = KeyName(section: name.section, key: file)
                if settings[other] != nil { report(name, .exclusive(other)) }
            }
        }
    }

    private mutating func checkNodes() {
        for (name, setting) in settings.given.sorted(by: { $0.key < $1.key }) where name.key == "node" {
            guard let text = setting.value.argument, NodeName(text) == nil else { continue }
            report(name, .wrongType(given: setting.value.toml, wanted: "a name of 1 to 64 letters, digits, _ and -"))
        }
    }

    /// What the programs would say of NATS at their start, where nothing is said of it yet.
    private mutating func checkBus() {
        for name in settings.accountsWithoutServer { report(name, .noServer) }
        guard !problems.contains(where: { $0.key.map(settings.isAccount) ?? false }) else { return }
        let all = BusAccess.all(settings)
        for access in all where !access.addresses.isEmpty {
            do throws(DaemonError) { _ = try access.trial() } catch {
                let place = all.count == 1 ? "[common]" : access.programs.map { "[\($0)]" }.joined(separator: ", ")
                problems.append(ConfigurationProblem(place: place, key: nil, reason: .syntax(error.description)))
            }
        }
    }
}

extension Settings {
    /// What runs unless `up.run` says otherwise: all that harms nobody and needs nothing that is not given.
    var chosenDaemons: [Component] {
        let without = texts("up", "without")
        let run = texts("up", "run")
        return Component.daemons.filter { daemon in
            if without.contains(daemon.name) { return false }
            if !run.isEmpty { return run.contains(daemon.name) }
            switch daemon.name {
            case "connectivity-check", "logger": return false
            case "archiver": return self["archiver", "output-dir"] != nil
            default: return true
            }
        }
    }

    /// What the chosen daemons and the NATS server listen on, defaults included.
    var listeners: [(name: KeyName, address: String)] {
        var listeners: [(name: KeyName, address: String)] = []
        for daemon in chosenDaemons {
            for option in OptionTable.all.options(of: daemon.name) where option.isListener {
                let given = self[option.name]?.value.elements.compactMap(\.argument)
                for address in given ?? option.defaultValue.map({ [$0] }) ?? [] {
                    listeners.append((option.name, address))
                }
            }
        }
        if let port = text("up", "nats-port") {
            listeners.append((KeyName(section: "up", key: "nats-port"), "127.0.0.1:\(port)"))
        }
        return listeners
    }
}
