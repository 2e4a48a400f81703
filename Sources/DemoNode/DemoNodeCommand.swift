import ArgumentParser
import CTracepoints
import Glibc

@main
struct DemoNodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-node",
        abstract: "Stands in for bitcoind: hits the same tracepoints with recorded and generated traffic.",
        discussion: """
            Prints one line when it runs, and one line of JSON at the end (SIGINT, SIGTERM, --seconds or --count): how \
            often each tracepoint was attempted, and how often it was fired, that is, had something attached to it.
            """)

    @OptionGroup(title: "Traffic") var traffic: TrafficOptions
    @OptionGroup(title: "Scenario") var scenario: ScenarioOptions
    @OptionGroup(title: "Connection to a p2p-extractor") var p2p: P2POptions
    @OptionGroup(title: "Running") var running: RunningOptions
    @OptionGroup(title: "RPC") var rpc: RPCServerOptions
    @OptionGroup(title: "IPC") var ipc: IPCOptions
    @OptionGroup(title: "debug.log") var debugLog: DebugLogOptions

    private var settings: TrafficSettings {
        var settings = traffic.settings
        settings.scenario = scenario.settings
        return settings
    }

    mutating func validate() throws {
        if scenario.scenario != nil, traffic.oneShotRemoved != nil {
            throw ValidationError("--one-shot-removed does nothing else: not with --scenario")
        }
        if running.records != nil {
            if running.maxRate || running.waitAttached {
                throw ValidationError("--records fires no tracepoint: --max-rate and --wait-attached do not go with it")
            }
            if p2p.p2pConnect != nil { throw ValidationError("--records connects to nothing: not with --p2p-connect") }
            if running.seconds == 0, traffic.count == nil, traffic.oneShotRemoved == nil {
                throw ValidationError("--records needs --seconds, --count or --one-shot-removed")
            }
            if running.seconds == 0, traffic.rate == 0, traffic.oneShotRemoved == nil {
                throw ValidationError("--rate 0 never reaches --count")
            }
        }
        if running.maxRate, traffic.oneShotRemoved != nil {
            throw ValidationError("--max-rate is for messages: --one-shot-removed has --within 0")
        }
    }

    func run() throws {
        StopSignal.install()
        if let path = running.pidFile { try Output.write("\(getpid())\n", toFile: path) }
        defer { if let path = running.pidFile { unlink(path) } }
        let log = try debugLog.start(seed: traffic.seed)
        defer { log?.stop() }
        var runner = Runner(seconds: running.seconds)
        if let path = running.records {
            var traffic = try Traffic(RecordSink(path: path), settings)
            try runner.simulate(&traffic)
            try traffic.probes.sink.finish()
            Output.line(traffic.probes.tally.summary(elapsed: runner.elapsed, stalled: 0))
            return
        }
        var traffic = try Traffic(ProbeSink(log: log), settings)
        let facts = SharedFacts(traffic.facts)
        let dialler = try p2p.start(seed: self.traffic.seed, facts)
        let server = try rpc.start(facts, seed: self.traffic.seed)
        defer { server?.stop() }
        let publisher = try ipc.start(facts)
        defer { publisher?.stop() }
        if server != nil || publisher != nil || dialler != nil { runner.facts = facts }
        if running.waitAttached {
            Output.line("demo-node: waiting, pid \(getpid()), \(Self.listeners)")
            guard Runner.waitUntilAttached() else { return finish(traffic, runner, dialler) }
        }
        Output.line("demo-node: running, pid \(getpid()), \(Self.listeners)")
        try MessageThread.run {
            if running.maxRate { try runner.flood(&traffic) } else { try runner.run(&traffic) }
        }
        finish(traffic, runner, dialler)
    }

    private func finish(_ traffic: Traffic<ProbeSink>, _ runner: Runner, _ dialler: P2PDialler?) {
        if let dialler { Output.line("demo-node: p2p \(dialler.stop())") }
        Output.line(traffic.probes.tally.summary(elapsed: runner.elapsed, stalled: runner.stalled))
    }

    private static var listeners: String {
        let attached = tracepoints_attached()
        return attached == 0 ? "nobody listens yet" : "\(attached) tracepoints attached"
    }
}
