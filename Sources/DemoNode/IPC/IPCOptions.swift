import ArgumentParser

/// The tip as the node's IPC interface tells it.
struct IPCOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tell this NATS server of the tip, on the subject ipc, as upstream's ipc-extractor would.",
            valueName: "host:port"))
    var ipcNats: P2PAddress?

    /// Starts publishing; nil where it is not asked for.
    func start(_ facts: SharedFacts) throws -> IPCPublisher? {
        try ipcNats.map { try IPCPublisher(to: $0, facts) }
    }
}
