import ArgumentParser

struct CutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cut", abstract: "Makes an archive of some of the events of others.",
        discussion: "Events of several archives come in order of time; inside an archive, the order stays.")

    @OptionGroup var input: InputOptions
    @Option(name: .shortAndLong, help: "The new archive.")
    var output: String
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let paths = try input.paths()
        try OutputPlan.check(output, against: paths, force: options.force)
        let copy = EventCopy(paths: paths, selection: selection, dropsDuplicates: false)
        try copy.run(to: output, options).report(inputs: paths.count)
    }
}
