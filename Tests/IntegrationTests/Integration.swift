import TestSupport
import Testing

/// Everything that needs several processes. One after the other: two cores would make them wait for each other.
@Suite(.serialized, .enabled(if: NATSServer.binary != nil, "needs nats-server; NATS_SERVER_BINARY may name one"))
struct Integration {
    /// What observes tracepoints.
    @Suite(.serialized, .enabled(if: Kernel.obstacle == nil, "\(Kernel.obstacle ?? "")"), .timeLimit(.minutes(3)))
    struct Tracing {}
}
