import ArgumentParser
import Daemon
import PeerObserver
import Synchronization

struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Shows on the terminal what happens: peers, rates, the last events, what is missing.",
        discussion: "q quits. Subscribes to all kinds of events, and counts from its start on.")

    @OptionGroup var common: CommonOptions

    @Option(help: "Seconds from one picture to the next.")
    var interval = 1.0

    @Flag(help: "Prints one picture after one interval, and ends; exit code 1 where there is no connection.")
    var once = false

    func validate() throws {
        guard 0.1...3600 ~= interval else {
            throw ValidationError("--interval \(interval): give seconds from 0.1 to 3600")
        }
    }

    func run() async throws {
        guard once || Terminal.isThere else {
            throw ValidationError("top needs a terminal; --once prints one picture without one")
        }
        var common = common
        // Lines of a log would stand in the middle of the picture.
        common.logLevel = .off
        let (address, interval, once) = (common.natsAddress, interval, once)
        try await withDaemon(common, name: "top", role: .subscriber) { daemon in
            let counts = TopCounts()
            try daemon.bus.subscribe(
                to: Subject.patterns(Subject.allCases), pendingBytes: Self.pendingBytes, handler: TopHandler(counts))
            let screen = TopScreen(counts: counts, bus: daemon.bus, address: address, interval: interval)
            guard !once, let terminal = Terminal() else { return try await screen.printOnce() }
            // Before an error is told, which would go with the other screen.
            defer { terminal.restore() }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await daemon.untilShutdown() }
                group.addTask { await screen.run(on: terminal) }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// What may wait, per subject.
    private static let pendingBytes = 16 << 20
}

/// The state that the bus's thread fills and the screen reads.
final class TopCounts: Sendable {
    let state = Mutex(TopState())
}

struct TopHandler: MessageHandler {
    private let counts: TopCounts

    init(_ counts: TopCounts) { self.counts = counts }

    var held: UInt64 { 0 }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        counts.state.withLock { $0.take(subject: subject, payload: payload) } ? nil : .undecodable
    }
}
