import ArgumentParser
import Daemon
import EventOutput
import Logging
import PeerObserver

@main
struct LoggerCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "logger", abstract: "Prints events, one line each.",
        discussion: "Without a filter for kinds, events of every kind are printed.", version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var kinds: KindOptions
    @OptionGroup var messages: MessageOptions

    @Option(help: "How an event is printed: text, or json (one object a line).")
    var format = OutputFormat.text

    func run() async throws {
        try await withDaemon(common, name: "logger", role: .subscriber) { daemon in
            let output = StandardOutput()
            let printer = EventPrinter(filter: messages.filter, format: format, output: output)
            try daemon.bus.subscribe(
                to: kinds.patterns, pendingBytes: Self.pendingBytes, handler: printer)
            daemon.logger.info("subscribed", metadata: ["subjects": "\(kinds.patterns.count)"])
            // A closed pipe ends the program as a signal does.
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await daemon.untilShutdown() }
                group.addTask { await output.untilClosed() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// What may wait for a slow terminal, per subject.
    private static let pendingBytes = 32 << 20
}
