import ArgumentParser
import CLibbpf
import Daemon
import Dispatch
import Glibc

@main
enum EBPFExtractorProgram {
    /// Not asynchronous, for rights are a thread's: what the kernel does not ask for is given up while there is one.
    static func main() {
        if !trace_needs_admin() { trace_give_up_admin() }
        Task.detached {
            await EBPFExtractorCommand.main()
            exit(0)
        }
        dispatchMain()
    }
}

struct EBPFExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "ebpf-extractor",
        abstract: "Publishes what a Bitcoin node's tracepoints tell: P2P messages, connections, mempool, validation.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var node: ObservedNode
    @OptionGroup var groups: TracepointGroups
    @OptionGroup var source: RecordSourceOptions
    @OptionGroup var prometheus: PrometheusOptions

    func validate() throws {
        if source.replay == nil, node.bitcoindPath == nil {
            throw ValidationError("give --bitcoind-path, the node's executable (or --replay, a recording)")
        }
    }

    func run() async throws {
        let statistics = TraceStatistics()
        try await withDaemon(
            common, name: "ebpf-extractor", role: .publisher, listen: prometheus.prometheusAddress,
            metrics: statistics.register
        ) { daemon in
            let publisher = EventPublisher(bus: daemon.bus, node: common.node)
            publisher.register(in: daemon.metrics)
            let reduced = "\(daemon.metrics.prefix)events_reduced_total"
            daemon.metrics.collect { writer in
                writer.metric(reduced, .counter, "Events that went without raw bytes to fit the bus.")
                writer.sample(reduced, publisher.reduced)
            }
            try await EBPFExtractor(
                node: node, groups: groups, source: source, publisher: publisher, daemon: daemon, statistics: statistics
            ).run()
        }
    }
}
