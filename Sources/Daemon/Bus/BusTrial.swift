import Dispatch
import Synchronization

/// One connection to a NATS server, made as a daemon with the same options makes it, for who wants to know whether it is let in.
public struct BusTrial: Sendable {
    public enum Outcome: Sendable, Equatable {
        case letIn
        /// The server does not take the account.
        case refused(String)
        /// There is no TLS that both sides accept.
        case insecure(String)
        case unreachable(String)
    }

    private let configuration: BusConfiguration

    /// Throws what a daemon would not start with: options that do not go together, a file that cannot be read or used.
    public init(_ options: CommonOptions, name: String) throws(DaemonError) {
        configuration = try BusConfiguration.from(options, program: name).0
        _ = try NATSOptions.from(configuration)
    }

    public var usesTLS: Bool { configuration.tls != nil }
    public var hasAccount: Bool { configuration.credentials != .none }

    /// Connects to one of the servers that the options name. Blocks for some seconds at most.
    public func connect(to address: String) -> Outcome {
        var configuration = configuration
        configuration.address = address
        let (outcome, done) = (Outcomes(), DispatchSemaphore(value: 0))
        DispatchQueue(label: "bus trial").async { [configuration] in
            outcome.value.withLock { $0 = Self.connect(configuration) }
            done.signal()
        }
        // The library does not always keep to its own time limit.
        guard done.wait(timeout: .now() + 2 * configuration.connectTimeout.seconds) == .success else {
            return .unreachable("no answer in time")
        }
        return outcome.value.withLock { $0 }
    }

    private final class Outcomes: Sendable {
        let value = Mutex(Outcome.unreachable(""))
    }

    private static func connect(_ configuration: BusConfiguration) -> Outcome {
        var outcome = Outcome.unreachable("")
        for _ in 0..<(configuration.credentials.isSigned ? NATSBus.attemptsToSign : 1) {
            outcome = attempt(configuration)
            guard case .refused = outcome else { break }
        }
        return outcome
    }

    private static func attempt(_ configuration: BusConfiguration) -> Outcome {
        let events = ConnectionEvents(changed: DispatchSemaphore(value: 0)) { _ in }
        do {
            let options = try NATSOptions.from(configuration)
            let connection = try NATSConnection(options, number: 1, reader: nil, events: events)
            connection.end(timeout: .seconds(1))
            return .letIn
        } catch let failure as ConnectFailure {
            if failure.refused { return .refused(failure.reason) }
            return failure.insecure ? .insecure(failure.reason) : .unreachable(failure.reason)
        } catch {
            return .unreachable("\(error)")
        }
    }
}
