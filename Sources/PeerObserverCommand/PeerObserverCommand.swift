import ArgumentParser
import Daemon

@main
struct PeerObserverCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer-observer",
        abstract: "Starts, configures and checks the programs that observe a Bitcoin node.",
        discussion: "peer-observer NAME runs the program of that name, with all the arguments that follow.",
        version: daemonVersion, subcommands: [],
        groupedSubcommands: [CommandGroup(name: "Programs", subcommands: ComponentNames.commands)])

    static func main() async {
        Launch.handle(CommandLine.arguments)
        let given = CommandLine.arguments.dropFirst()
        await main(given.map { $0 == "-V" ? "--version" : $0 })
    }
}
