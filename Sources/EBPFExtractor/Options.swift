import ArgumentParser
import Daemon

struct ObservedNode: ParsableArguments {
    @Option(name: [.customShort("b"), .long], help: "The node's executable, with tracepoints.")
    var bitcoindPath: String?

    @Option(help: "Observe this process only. Without it, every process of the executable, also later ones.")
    var bitcoindPid: Int32?

    @Option(help: "File with the PID of the process to observe; read again when that process has ended.")
    var bitcoindPidFile: String?

    @Option(
        help: ArgumentHelp(
            "Seconds between samples of the node's process: CPU time by thread, memory, open files. 0: none.",
            valueName: "seconds"))
    var processInterval = 10.0

    /// Whether one process is meant, and not every one of the executable.
    var isOne: Bool { bitcoindPid != nil || bitcoindPidFile != nil }

    func validate() throws {
        guard bitcoindPid == nil || bitcoindPidFile == nil else {
            throw ValidationError("give --bitcoind-pid or --bitcoind-pid-file, not both")
        }
        guard processInterval == 0 || 0.1...86_400 ~= processInterval else {
            throw ValidationError("--process-interval takes 0, or 0.1 to 86400")
        }
        if let bitcoindPid, bitcoindPid < 1 { throw ValidationError("--bitcoind-pid \(bitcoindPid): no process id") }
    }
}

struct TracepointGroups: ParsableArguments {
    @Flag(help: "Leave out the P2P messages.")
    var noP2pmsgTracepoints = false

    @Flag(help: "Leave out the connections.")
    var noConnectionTracepoints = false

    @Flag(help: "Leave out the mempool.")
    var noMempoolTracepoints = false

    @Flag(help: "Leave out the validation of blocks.")
    var noValidationTracepoints = false

    @Flag(help: "Add the address manager, of a node with our patch (patches/).")
    var addrmanTracepoints = false

    @Flag(help: "Add flushes and uncaches of the coins cache.")
    var utxocacheTracepoints = false

    /// The tracepoints that are wanted.
    var kinds: Set<TraceKind> {
        Set(
            TraceKind.allCases.filter { kind in
                switch (kind.provider, kind.name) {
                case ("net", "inbound_message"), ("net", "outbound_message"): !noP2pmsgTracepoints
                case ("net", _): !noConnectionTracepoints
                case ("mempool", _): !noMempoolTracepoints
                case ("validation", _): !noValidationTracepoints
                case ("addrman", _): addrmanTracepoints
                case ("utxocache", _): utxocacheTracepoints
                default: false
                }
            })
    }

    func validate() throws {
        if kinds.isEmpty { throw ValidationError("all tracepoints are switched off: nothing is left to observe") }
    }
}

struct RecordSourceOptions: ParsableArguments {
    @Option(help: "Keep the raw records in this file, too.")
    var record: String?

    @Option(help: "Publish the records of this file instead of observing a node.")
    var replay: String?

    @Flag(help: "With --replay, keep the time between records instead of going as fast as the bus takes them.")
    var replayInTime = false

    @Option(help: "Ring buffer between kernel and extractor, in MiB; a power of two.")
    var ringSize = 16

    @Flag(help: "Show what libbpf and the kernel's verifier say.")
    var libbpfDebug = false

    @Flag(name: [.customShort("i"), .long], help: "Accepted and needless: idleness never ends this program.")
    var noIdleExit = false

    func validate() throws {
        if replay != nil, record != nil {
            throw ValidationError("--record does not go with --replay: a recording of a recording is a copy of it")
        }
        guard (1...1024).contains(ringSize), ringSize & (ringSize - 1) == 0 else {
            throw ValidationError("--ring-size \(ringSize): give a power of two from 1 to 1024")
        }
    }
}
