import ArgumentParser
import Daemon
import EventOutput

@main
struct ReplayerCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "replayer", abstract: "Prints the events of archives, or publishes them again.",
        discussion: """
            Several archives are read as one, in the order of their events' times. Without a filter, events of every kind are \
            taken. An archive that cannot be read to its end is told on stderr, the others go on, and the exit code is 1.
            """, version: daemonVersion)

    @Argument(help: ArgumentHelp("Archives.", valueName: "file"))
    var files: [String]

    @OptionGroup var common: CommonOptions
    @OptionGroup var replay: ReplayOptions
    @OptionGroup var kinds: KindOptions
    @OptionGroup var messages: MessageOptions

    func validate() throws {
        let isReadTwice = replay.loop || replay.from?.isRelative == true || replay.to?.isRelative == true
        if isReadTwice, let pipe = files.first(where: ReplayJob.isPipe) {
            throw ValidationError(
                "\(pipe) can be read only once: not with --loop, nor with times since the first event")
        }
    }

    func run() async throws {
        let selection = EventSelection(
            kinds: KindFilter(patterns: kinds.words.isEmpty ? nil : kinds.patterns), nodes: Set(replay.onlyNode),
            messages: messages.filter)
        let (job, node) = (ReplayJob(files: files, selection: selection, options: replay), common.node)
        if replay.publish {
            try await withDaemon(common, name: "replayer", role: .publisher) { daemon in
                let replayer = Replayer(job: job, logger: daemon.logger) {
                    PublishingOutput(bus: daemon.bus, flow: daemon.bus, node: node, logger: daemon.logger)
                }
                await replayer.run(untilShutdown: daemon.untilShutdown)
                // What is on its way is confirmed before it is said whether all has arrived.
                await offThread { daemon.bus.stop() }
                try replayer.checkOutcome(daemon.bus.published)
            }
        } else {
            try await withProgram(common, name: "replayer") { program in
                let (format, output) = (replay.format ?? .text, StandardOutput())
                let replayer = Replayer(job: job, logger: program.logger) {
                    PrintingOutput(format: format, node: node, output: output)
                }
                await replayer.run(untilShutdown: program.untilShutdown)
                if let code = output.failure {
                    throw DaemonError("cannot write to standard output: \(errnoText(code))")
                }
                try replayer.checkOutcome()
            }
        }
    }
}
