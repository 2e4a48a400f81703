import ArgumentParser

struct DebugLogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also append lines to this file, as the node's debug.log; SIGHUP has it opened anew.", valueName: "path"))
    var debugLog: String?

    @Option(
        help: ArgumentHelp("Lines of --debug-log per second; a mainnet node's day averages 100.", valueName: "rate"))
    var debugLogRate: Double = 100

    func validate() throws {
        guard 0.01...1e6 ~= debugLogRate else { throw ValidationError("--debug-log-rate takes 0.01 to 1000000") }
    }

    /// Starts writing, where that is asked for.
    func start(seed: UInt64) throws -> DebugLogWriter? {
        try debugLog.map { try DebugLogWriter(path: $0, rate: debugLogRate, seed: seed) }
    }
}
