import ArgumentParser

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether this machine and its node can be observed, and says what to do.",
        discussion: "Changes nothing. Exit code 0: nothing has to be mended; 1: something has.")

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Prints an array of JSON objects.")
    var json = false

    func run() throws {
        var settings = options.settings(Console.environment)
        let node = settings.findNode()
        let findings = Self.findings(settings, node)
        if json {
            Console.print(findings.json, escaping: false)
        } else {
            for line in findings.table { Console.print(line, escaping: false) }
        }
        guard !findings.contains(where: { $0.state == .failure }) else { throw ExitCode.failure }
    }

    static func findings(_ settings: Settings, _ node: FoundNode?) -> [Finding] {
        let configuration = ConfigurationCheck(settings).problems.map {
            Finding("configuration", $0.isWarning ? .warning : .failure, "\($0)", advice: "see docs/configuration.md")
        }
        let wantsTracing = settings.chosenDaemons.contains { $0.name == "ebpf-extractor" }
        let executable = settings.effective("ebpf-extractor", "bitcoind-path")?.value.argument
        let tracing =
            wantsTracing
            ? KernelChecks().findings + TracepointChecks.findings(executable)
            : [Finding("tracepoints", .skipped, "the ebpf-extractor is not wanted")]
        return configuration + ProgramChecks(settings: settings).findings + tracing
            + NodeChecks(settings: settings, node: node).findings
            + BusChecks(settings: settings).findings
            + PortChecks(settings: settings).findings + HostChecks(settings: settings).findings
    }
}
