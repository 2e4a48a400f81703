import ArgumentParser
import Daemon

@main
struct LogExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "log-extractor", abstract: "Reads a Bitcoin node's debug.log and publishes its lines as events.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await withDaemon(common, name: "log-extractor", role: .publisher) { daemon in
            try await daemon.untilShutdown()
        }
    }
}
