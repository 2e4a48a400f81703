import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

/// The table of keys is what the programs themselves tell of their options.
struct OptionTableTests {
    private static let file = "Sources/PeerObserverCommand/Configuration/OptionTable.generated.swift"

    /// `UPDATE_GOLDEN=1` writes the table anew.
    @Test func tableHoldsEveryOptionOfEveryDaemonAndNoOther() throws {
        let text = try Self.table()
        let path = ComponentTests.root.appending(path: Self.file)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: path, encoding: .utf8) == text)
    }

    @Test func traitsAreOfOptionsThatThereAre() {
        let keys = Set(OptionTable.all.names.map(\.key))
        for key in OptionTraits.files.union(OptionTraits.numbers).union(OptionTraits.choices.keys) {
            #expect(keys.contains(key), "\(key)")
        }
        for (secret, file) in OptionTraits.secrets { #expect(keys.isSuperset(of: [secret, file])) }
    }

    @Test func whatListensIsKnown() {
        let listeners = Set(
            OptionTable.all.names.filter { OptionTable.all.definition($0)?.isListener == true }.map(\.key))
        #expect(listeners == ["metrics-address", "prometheus-address", "websocket-address", "p2p-address"])
    }

    @Test func noTwoKeysShareAVariableOrAFlag() {
        let names = OptionTable.all.names
        #expect(names.count > 200)
        #expect(Set(names.map(\.environmentVariable)).count == names.count)
        #expect(Set(names.map(\.flag)).count == names.count)
    }

    @Test func everyFlagOfUpReachesTheSettings() throws {
        let up = OptionTable.all.options(in: "up")
        #expect(up.count > 8)
        for option in up {
            let value =
                option.form == .flag ? nil : option.type == .number ? "7" : option.key == "chain" ? "signet" : "x"
            let parsed = try SettingsOptions.parse(["--\(option.key)"] + [value].compactMap(\.self))
            let setting = parsed.settings([:])["up", option.key]
            #expect(setting?.value.elements.first?.argument == value ?? "true", "\(option.key)")
            #expect(setting?.origin == .flag("--\(option.key)"))
        }
    }

    // MARK: Making it

    private static func table() throws -> String {
        let own = try Help.dump("peer-observer").command.subcommands?.first { $0.commandName == "up" }
        let ofUp = (own?.arguments ?? []).compactMap { definition($0, "up") }.filter { $0.key != "config" }
        var daemons: [(name: String, options: [OptionDefinition])] = []
        for component in Component.daemons {
            let arguments = try Help.dump(component.name).command.arguments ?? []
            daemons.append((component.name, arguments.compactMap { definition($0, component.name) }))
        }
        let common = daemons[0].options.map { $0.moved(to: "common") }.filter { option in
            daemons.allSatisfy { $0.options.contains(option.moved(to: $0.name)) }
        }
        let others = daemons.flatMap { daemon in daemon.options.filter { !common.contains($0.moved(to: "common")) } }
        let lines = (ofUp + common + others).map { $0.line.replacing("\\", with: "\\\\") }
        return """
            // The options of all daemons as they tell them; made by: UPDATE_GOLDEN=1 swift test --filter OptionTableTests
            // Fields: section, key, form, required, default, value, values, what it is.
            extension OptionTable {
                static let generated = \"\"\"
            \(lines.map { "        \($0)" }.joined(separator: "\n"))
                    \"\"\"
            }

            """
    }

    /// Nil for what every program has: `--help` and `--version`.
    private static func definition(_ argument: Help.Argument, _ section: String) -> OptionDefinition? {
        guard argument.kind != "positional", let name = argument.preferredName?.name,
            !["help", "version"].contains(name)
        else { return nil }
        return OptionDefinition(
            section: section, key: name,
            form: argument.kind == "flag" ? .flag : argument.isRepeating ? .list : .option,
            isRequired: !argument.isOptional, defaultValue: argument.kind == "flag" ? nil : argument.defaultValue,
            valueName: argument.valueName == name ? nil : argument.valueName,
            values: argument.allValueStrings ?? argument.allValues ?? [],
            abstract: (argument.abstract ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
}
