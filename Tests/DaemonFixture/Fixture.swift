import ArgumentParser
import Daemon
import Logging

/// A daemon with nothing of its own, for the tests of what all daemons share.
@main
struct Fixture: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon-fixture", abstract: "Publishes numbered events.", version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var prometheus: PrometheusOptions
    @Option(help: "Events to publish before waiting for a signal.") var events = 0
    @Flag(help: "Throw an error after that.") var fail = false
    @Flag(help: "Do not stop when asked to.") var hang = false

    func run() async throws {
        let (events, fail, hang) = (events, fail, hang)
        try await withDaemon(
            common, name: "daemon-fixture", role: .publisher, listen: prometheus.prometheusAddress
        ) { daemon in
            guard let subject = BusSubject("fixture") else { return }
            for number in 0..<UInt64(events) {
                withUnsafeBytes(of: number) { daemon.bus.publish($0, to: subject) }
            }
            daemon.logger.info("published", metadata: ["events": "\(events)"])
            if fail { throw DaemonError("the fixture\nfails", hint: "as it was asked to") }
            try await daemon.untilShutdown()
            if hang {
                daemon.logger.info("hanging")
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }
}
