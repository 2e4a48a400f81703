import ArgumentParser
import Daemon

@main
struct RPCExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc-extractor", abstract: "Queries a Bitcoin node's RPCs and publishes the answers as events.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await withDaemon(common, name: "rpc-extractor", role: .publisher) { daemon in
            try await daemon.untilShutdown()
        }
    }
}
