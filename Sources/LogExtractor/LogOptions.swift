import ArgumentParser

/// Where the lines come from.
struct LogSource: ParsableArguments {
    @Option(
        name: [.customShort("b"), .long],
        help: ArgumentHelp("Read this FIFO, which the node or `tail -F` writes to.", valueName: "path"))
    var bitcoindPipe: String?

    @Option(
        help: ArgumentHelp(
            "Follow this file, the node's debug.log, through rotation; needs --position-file.", valueName: "file"))
    var debugLog: String?

    @Option(
        help: ArgumentHelp(
            "With --debug-log: remember in this file how far the log was read.", valueName: "file"))
    var positionFile: String?

    @Flag(help: "With --debug-log: where there is no position yet, pass over what is in the log.")
    var fromEnd = false

    @Flag(help: "Read standard input, and end with it.")
    var stdin = false

    /// Not in `validate()`, which is also run for `scan`.
    func check() throws {
        guard [bitcoindPipe != nil, debugLog != nil, stdin].count(where: \.self) == 1 else {
            throw ValidationError("give one of --bitcoind-pipe, --debug-log and --stdin")
        }
        if debugLog != nil, positionFile == nil {
            throw ValidationError(
                "--debug-log needs --position-file, so that no line is published twice and none left out")
        }
        if debugLog == nil, positionFile != nil || fromEnd {
            throw ValidationError("--position-file and --from-end go with --debug-log")
        }
        if let debugLog, debugLog == positionFile {
            throw ValidationError("--position-file would overwrite the log")
        }
    }
}
