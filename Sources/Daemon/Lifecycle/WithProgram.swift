public import Logging
import ServiceLifecycle
import Synchronization

/// Runs a program that has no bus: logging, signals, exit code, as `withDaemon` does.
///
/// - Parameter body: Waits for `untilShutdown` of its argument, and returns then.
public func withProgram(
    _ options: CommonOptions, name: String, body: @escaping @Sendable (Program) async throws -> Void
) async throws {
    let program = Program(logger: standardLogger(options, name))
    let service = ProgramService(program, body)
    try await runService(service, name: name) { service.failure.withLock { $0 } }
}

/// What the body of a program without a bus is given.
public struct Program: Sendable {
    public let logger: Logger

    /// Returns when the program has been asked to stop; the body then finishes what it has begun and returns.
    public func untilShutdown() async throws { try await gracefulShutdown() }
}

private final class ProgramService: Service {
    private let program: Program
    private let body: @Sendable (Program) async throws -> Void
    let failure = Mutex<(any Error)?>(nil)

    init(_ program: Program, _ body: @escaping @Sendable (Program) async throws -> Void) {
        self.program = program
        self.body = body
    }

    func run() async throws {
        do {
            try await body(program)
        } catch {
            if !(error is CancellationError) { failure.withLock { $0 = error } }
        }
    }
}
