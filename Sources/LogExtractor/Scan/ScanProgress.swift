import Daemon
import Dispatch
import Synchronization

/// A bar on stderr, where that is a terminal.
final class ScanProgress: Sendable {
    private let done = Atomic<UInt64>(0)
    private let line = Mutex<StatusLine?>(nil)

    /// `total` bytes are to be read; 0 where that is not known.
    init(total: UInt64, isShown: Bool = StatusLine.isPossible) {
        guard isShown else { return }
        let start = DispatchTime.now().uptimeNanoseconds
        line.withLock { line in
            line = StatusLine { [self] in
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
                return Self.line(done.load(ordering: .relaxed), of: total, seconds: seconds)
            }
        }
    }

    func add(_ bytes: UInt64) { done.wrappingAdd(bytes, ordering: .relaxed) }

    /// Takes the bar away.
    func end() { line.withLock { $0 }?.end() }

    static func line(_ done: UInt64, of total: UInt64, seconds: Double) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let speed = "\(Int(rate / 1e6)) MB/s"
        guard total > 0 else { return "\(done / 1_000_000) MB, \(speed)" }
        let share = min(1, Double(done) / Double(total))
        let left = rate > 0 ? ", \(Int(Double(total - min(done, total)) / rate)) s left" : ""
        return "\(StatusLine.bar(share)) \(Int(share * 100)) % of \(total / 1_000_000) MB, \(speed)\(left)"
    }
}
