import ArgumentParser
import Daemon
import Glibc

struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Finds a node, and runs the programs that observe it until it is stopped.",
        discussion: """
            Starts a nats-server of its own unless common.nats-address names one. Ctrl-C or SIGTERM stops in order: extractors, tools, \
            nats-server; a second one stops at once. Exit code 0: all ended as they should; 1: not.
            """)

    @OptionGroup var options: SettingsOptions

    func run() throws {
        do {
            try start()
        } catch let error as DaemonError {
            Console.printError("error: \(error)")
            throw ExitCode.failure
        }
    }

    private func start() throws {
        let environment = Console.environment
        var settings = options.settings(environment)
        let node = settings.findNode()
        let problems = ConfigurationCheck(settings).problems
        for problem in problems { Console.printError(problem.description) }
        guard problems.allSatisfy(\.isWarning) else { throw ExitCode.failure }

        let folder = try RunFolder(environment: environment)
        defer { folder.remove() }
        if settings.chosenDaemons.contains(where: { $0.name == "log-extractor" }), let state = settings.stateFolder {
            try RunFolder.make(state)
        }
        let plan = try UpPlan(settings, folder: folder.path)
        let screen = Screen(plain: settings.isSet("up", "plain"))
        screen.print("up", introduction(node, plan, settings))
        var limits = Supervisor.Limits()
        let watchdog = settings.number("up", "watchdog", default: 60)
        limits.watchdog = watchdog <= 0 ? nil : .seconds(watchdog)
        limits.stopTimeout = .seconds(max(0, settings.number("up", "stop-timeout", default: 20)))
        let supervisor = try Supervisor(
            plan.programs, sockets: folder.path, environment: environment, limits: limits, screen: screen)
        let code = supervisor.run()
        guard code == 0 else { throw ExitCode(code) }
    }

    private func introduction(_ node: FoundNode?, _ plan: UpPlan, _ settings: Settings) -> [String] {
        var lines: [String] = []
        if let node {
            let running = node.pid.map { "PID \($0)" } ?? "not running now"
            lines.append("the node of \(node.datadir), chain \(node.chain.name), \(running)")
        } else if !settings.isSet("up", "no-node") {
            lines.append("no node was found; --datadir names one")
        }
        lines += plan.notes
        lines.append("events go over NATS at \(plan.busAddress)")
        if !plan.busAccount.isEmpty {
            lines.append("others connect with \(plan.busAccount.joined(separator: " "))")
        }
        if let address = p2pAddress(plan, settings),
            node?.addedNodes.contains(where: { $0.hasSuffix(":\(address.port)") }) != true
        {
            lines.append(
                "for the p2p-extractor, tell the node: -addnode=\(address.text), or bitcoin-cli addnode \(address.text) add"
            )
        }
        return lines.map { OutputLines.harmless($0.utf8) }
    }

    /// Where a node has to connect to; nil where the p2p-extractor is not run, or finds a port itself.
    private func p2pAddress(_ plan: UpPlan, _ settings: Settings) -> (text: String, port: Int)? {
        guard plan.programs.contains(where: { $0.name == "p2p-extractor" }),
            let address = settings.listeners.first(where: { $0.name.key == "p2p-address" })?.address,
            let port = OptionDefinition.port(of: address), port > 0
        else { return nil }
        return (String(address.split(separator: "@").last ?? ""), port)
    }
}
