import Dispatch
import Glibc
import Synchronization

/// A bar on stderr, where that is a terminal.
final class ScanProgress: Sendable {
    private let total: UInt64
    private let done = Atomic<UInt64>(0)
    private let isShown: Bool
    private let stopped = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private static let interval = 0.1
    private static let width = 30

    /// `total` bytes are to be read; 0 where that is not known.
    init(total: UInt64, isShown: Bool = isatty(STDERR_FILENO) == 1) {
        self.total = total
        self.isShown = isShown
        guard isShown else { return }
        DispatchQueue(label: "progress").async { [self] in
            let start = DispatchTime.now().uptimeNanoseconds
            while stopped.wait(timeout: .now() + Self.interval) == .timedOut {
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
                Self.show("\r\u{1B}[K" + Self.line(done.load(ordering: .relaxed), of: total, seconds: seconds))
            }
            Self.show("\r\u{1B}[K")
            ended.signal()
        }
    }

    func add(_ bytes: UInt64) { done.wrappingAdd(bytes, ordering: .relaxed) }

    /// Takes the bar away.
    func end() {
        guard isShown else { return }
        stopped.signal()
        ended.wait()
    }

    static func line(_ done: UInt64, of total: UInt64, seconds: Double) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let speed = "\(Int(rate / 1e6)) MB/s"
        guard total > 0 else { return "\(done / 1_000_000) MB, \(speed)" }
        let share = min(1, Double(done) / Double(total))
        let filled = Int(share * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        let left = rate > 0 ? ", \(Int(Double(total - min(done, total)) / rate)) s left" : ""
        return "[\(bar)] \(Int(share * 100)) % of \(total / 1_000_000) MB, \(speed)\(left)"
    }

    private static func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
