import ArgumentParser
import Daemon
import Logging
import Synchronization

/// Where alerts go beside the log and the bus.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An Alertmanager that is told of alerts; may be given several times.", valueName: "url"))
    var alertmanager: [HTTPAddress] = []

    @Option(help: ArgumentHelp("Where each event of an alert is posted as JSON.", valueName: "url"))
    var webhook: HTTPAddress?

    @Option(help: ArgumentHelp("A file with the key that signs what is posted to --webhook.", valueName: "file"))
    var webhookKeyFile: String?

    @Option(
        help: ArgumentHelp(
            "A file with certificates that https servers are judged by, instead of the system's.", valueName: "file"))
    var outputCaFile: String?

    @Option(
        help: ArgumentHelp(
            "A program that is run for each event of an alert, with the event as JSON on its standard input.",
            valueName: "path"))
    var command: String?

    @Option(help: ArgumentHelp("How long --command may run before it is killed.", valueName: "seconds"))
    var commandTimeout = 30

    @Option(
        help: ArgumentHelp(
            "A file that says which alerts go nowhere, one silence a line; it is read again when it changes.",
            valueName: "file"))
    var silences: String?

    func validate() throws {
        guard webhookKeyFile == nil || webhook != nil else {
            throw ValidationError("--webhook-key-file needs --webhook")
        }
        guard 1...3600 ~= commandTimeout else { throw ValidationError("--command-timeout takes 1 to 3600") }
        guard Set(alertmanager.map(\.shown)).count == alertmanager.count, alertmanager.count <= 16 else {
            throw ValidationError("an Alertmanager is given twice with --alertmanager, or more than 16 are")
        }
        if let command, !command.hasPrefix("/") {
            throw ValidationError("--command takes a path from the root, such as /usr/local/bin/tell")
        }
    }

    /// Starts them.
    func make(_ logger: Logger) throws(DaemonError) -> RunningOutputs {
        var outputs = RunningOutputs()
        outputs.alertmanagers = alertmanager.map { url in
            Alertmanager(Alertmanager.Settings(url: url, certificates: outputCaFile), logger: logger)
        }
        if let webhook {
            var settings = Webhook.Settings(url: webhook, certificates: outputCaFile)
            if let file = webhookKeyFile { settings.key = try SecretFile.read(file, "the webhook's key") }
            outputs.webhook = Webhook(settings, logger: logger)
        }
        if let command {
            outputs.command = CommandOutput(
                CommandOutput.Settings(path: command, timeout: .seconds(commandTimeout)), logger: logger)
        }
        return outputs
    }
}

/// The outputs that take their time.
struct RunningOutputs: Sendable {
    var alertmanagers: [Alertmanager] = []
    var webhook: Webhook?
    var command: CommandOutput?

    /// How long they may take to finish when the program ends.
    static let patience: Duration = .seconds(5)

    var all: [any SlowOutput] {
        var all: [any SlowOutput] = alertmanagers
        if let webhook { all.append(webhook) }
        if let command { all.append(command) }
        return all
    }

    func register(in registry: MetricsRegistry) {
        if !alertmanagers.isEmpty { Alertmanager.register(alertmanagers, in: registry) }
        webhook?.register(in: registry)
        command?.register(in: registry)
    }

    /// Finishes what waits, as far as that does not take too long.
    func finish(within patience: Duration = Self.patience) async {
        let deadline = ContinuousClock.now + patience
        for output in all { output.close(deadline) }
        await offThread { [all] in
            // What was begun by then may end a little later.
            for output in all { output.waitForEnd(deadline + .seconds(1)) }
        }
    }
}

/// The outputs of a program that runs, for its end.
final class StartedOutputs: Sendable {
    private let outputs = Mutex(RunningOutputs())

    func set(_ outputs: RunningOutputs) { self.outputs.withLock { $0 = outputs } }

    func finish() async { await outputs.withLock { $0 }.finish() }
}

/// An output with a thread of its own.
protocol SlowOutput: AlertOutput {
    /// Takes nothing more, and begins nothing after `deadline`.
    func close(_ deadline: ContinuousClock.Instant)
    /// Waits until all is done. Blocks.
    func waitForEnd(_ deadline: ContinuousClock.Instant)
}

extension HTTPAddress: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}
