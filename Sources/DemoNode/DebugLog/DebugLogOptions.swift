import ArgumentParser

struct DebugLogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also append lines to this file, as the node's debug.log; SIGHUP has it opened anew.", valueName: "path"))
    var debugLog: String?

    @Option(
        help: ArgumentHelp("Lines of --debug-log per second; a mainnet node's day averages 100.", valueName: "rate"))
    var debugLogRate: Double = 100

    @Option(
        help: ArgumentHelp(
            """
            Seconds between blocks in --debug-log, each with a line of what happens seldom. Unless told otherwise, one \
            line in 2000 begins a block.
            """, valueName: "seconds"))
    var debugLogBlockEvery: Double?

    func validate() throws {
        guard 0.01...1e6 ~= debugLogRate else { throw ValidationError("--debug-log-rate takes 0.01 to 1000000") }
        guard 0.01...1e6 ~= debugLogBlockEvery ?? 1 else {
            throw ValidationError("--debug-log-block-every takes 0.01 to 1000000")
        }
    }

    /// Starts writing, where that is asked for.
    func start(seed: UInt64) throws -> DebugLogWriter? {
        try debugLog.map {
            try DebugLogWriter(path: $0, rate: debugLogRate, secondsPerBlock: debugLogBlockEvery, seed: seed)
        }
    }
}
