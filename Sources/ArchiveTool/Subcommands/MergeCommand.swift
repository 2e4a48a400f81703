import ArgumentParser

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Makes one archive of several, in order of time, without what they have in common.",
        discussion:
            "Events are the same where node, kind, stream and sequence are. Those without a sequence are all kept.")

    @OptionGroup var input: InputOptions
    @Option(name: .shortAndLong, help: "The new archive.")
    var output: String
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let paths = try input.paths()
        try OutputPlan.check(output, against: paths, force: options.force)
        let result = try EventCopy(paths: paths, selection: selection, dropsDuplicates: true).run(to: output, options)
        if result.unnumbered > 0 {
            Console.note("\(result.unnumbered) events have no sequence, and are kept as they come")
        }
        try result.report(inputs: paths.count)
    }
}
