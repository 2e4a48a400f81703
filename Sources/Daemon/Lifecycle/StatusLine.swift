import Dispatch
import Glibc
import Synchronization

/// A line at the bottom of the terminal that is drawn anew several times a second: how far a program has got.
public final class StatusLine: Sendable {
    private let stopped = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private static let interval = 0.1
    private static let erase = "\r\u{1B}[K"
    private static let shown = Atomic(false)

    /// Whether stderr is a terminal that a line can be drawn on.
    public static var isPossible: Bool { isatty(STDERR_FILENO) == 1 }

    /// What has to come before another line on stderr, so that the two do not mix.
    static var before: String { shown.load(ordering: .relaxed) ? erase : "" }

    /// Shows what `text` returns, until `end`. It is called on a thread of its own.
    public init(_ text: @escaping @Sendable () -> String) {
        Self.shown.store(true, ordering: .relaxed)
        DispatchQueue(label: "status line").async { [self] in
            while stopped.wait(timeout: .now() + Self.interval) == .timedOut { Self.show(Self.erase + text()) }
            Self.shown.store(false, ordering: .relaxed)
            Self.show(Self.erase)
            ended.signal()
        }
    }

    /// Takes the line away.
    public func end() {
        stopped.signal()
        ended.wait()
    }

    /// A bar that is full where `share` is 1.
    public static func bar(_ share: Double, width: Int = 30) -> String {
        let filled = Int(min(1, max(0, share)) * Double(width))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
    }

    private static func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
