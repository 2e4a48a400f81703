import ArgumentParser
import Daemon

@main
struct P2PExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "p2p-extractor", abstract: "Lets Bitcoin nodes connect to it and publishes what they tell a peer.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await withDaemon(common, name: "p2p-extractor", role: .publisher) { daemon in
            try await daemon.untilShutdown()
        }
    }
}
