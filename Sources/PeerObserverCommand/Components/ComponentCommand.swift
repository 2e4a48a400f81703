import ArgumentParser
import Daemon

/// `peer-observer NAME …`, for help, completions and man pages. What it does has been done before the arguments are parsed:
/// `Launch` hands them on as they are.
struct ComponentCommand<Name: ComponentName>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: Name.name, abstract: Component.named(Name.name)?.abstract ?? "")
    }

    @Argument(parsing: .captureForPassthrough, help: "What the program is given, as it is; --help shows its own help.")
    var arguments: [String] = []

    func run() throws { throw Launch.become(Name.name, arguments) }
}

/// A subcommand is a type: these stand for the rows of `Component.all`.
protocol ComponentName: Sendable { static var name: String { get } }

enum ComponentNames {
    enum Logger: ComponentName { static let name = "logger" }
    enum Metrics: ComponentName { static let name = "metrics" }
    enum WebSocket: ComponentName { static let name = "websocket" }
    enum Alerts: ComponentName { static let name = "alerts" }
    enum Archiver: ComponentName { static let name = "archiver" }
    enum ConnectivityCheck: ComponentName { static let name = "connectivity-check" }
    enum EBPFExtractor: ComponentName { static let name = "ebpf-extractor" }
    enum RPCExtractor: ComponentName { static let name = "rpc-extractor" }
    enum P2PExtractor: ComponentName { static let name = "p2p-extractor" }
    enum LogExtractor: ComponentName { static let name = "log-extractor" }
    enum Replayer: ComponentName { static let name = "replayer" }
    enum Archive: ComponentName { static let name = "archive" }
    enum DemoNode: ComponentName { static let name = "demo-node" }

    static let commands: [any ParsableCommand.Type] = [
        ComponentCommand<EBPFExtractor>.self, ComponentCommand<RPCExtractor>.self,
        ComponentCommand<P2PExtractor>.self, ComponentCommand<LogExtractor>.self,
        ComponentCommand<Logger>.self, ComponentCommand<Metrics>.self, ComponentCommand<WebSocket>.self,
        ComponentCommand<Alerts>.self, ComponentCommand<Archiver>.self, ComponentCommand<ConnectivityCheck>.self,
        ComponentCommand<Replayer>.self, ComponentCommand<Archive>.self, ComponentCommand<DemoNode>.self,
    ]
}
