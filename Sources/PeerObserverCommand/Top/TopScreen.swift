import Daemon
import Glibc
import Synchronization

/// Draws pictures until `q`.
struct TopScreen: Sendable {
    let counts: TopCounts
    let bus: NATSBus
    let address: String
    let interval: Double

    func run(on terminal: Terminal) async {
        var (next, before, size) = (ContinuousClock.now, ContinuousClock.now, (columns: 0, rows: 0))
        while !Task.isCancelled {
            if terminal.keys().contains(where: { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "Q") }) { return }
            let (now, current) = (ContinuousClock.now, Screen.size(STDOUT_FILENO))
            let isDue = now >= next
            if isDue || current != size {
                size = current
                terminal.show(frame(isDue ? now - before : nil, size))
                if isDue { (before, next) = (now, now + .seconds(interval)) }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    func printOnce() async throws {
        try await Task.sleep(for: .seconds(interval))
        let environment = Console.environment
        func number(_ name: String, _ standard: Int) -> Int {
            environment[name].flatMap { Int($0) }.flatMap { 20...1000 ~= $0 ? $0 : nil } ?? standard
        }
        let size = (columns: number("COLUMNS", 120), rows: number("LINES", 40))
        for line in frame(.seconds(interval), size) { Console.print(line, escaping: false) }
        guard bus.isConnected else {
            throw DaemonError("NATS: no connection to \(address)", hint: "is the server running?")
        }
    }

    /// - Parameter passed: Since the frame before, where rates are to be taken anew.
    private func frame(_ passed: Duration?, _ size: (columns: Int, rows: Int)) -> [String] {
        let state = counts.state.withLock { state in
            if let passed { state.tick(Double(passed.nanoseconds) / 1e9) }
            return state
        }
        let slow = bus.delivered?.ledger.lost[.slowConsumer] ?? 0
        let connection = bus.isConnected ? "connected" : "NOT CONNECTED"
        let text = "\(address)   \(connection)   dropped here \(slow)"
        return TopFrame(state: state, bus: text, columns: size.columns, rows: size.rows).lines
    }
}
