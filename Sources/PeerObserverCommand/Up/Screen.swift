import CProcess
import Daemon
import Glibc

/// Where lines go, and on a terminal the table below them. Waits for no reader: what cannot be written soon is dropped and counted.
final class Screen {
    private let table: Bool
    private var shown: [String] = []
    private(set) var dropped = 0
    /// Whether the last line had to be dropped: the next one is not waited for, then.
    private var isStuck = false

    init(plain: Bool) { table = !plain && isatty(STDERR_FILENO) == 1 }

    var hasTable: Bool { table }

    func print(_ name: String, _ lines: [String], to descriptor: Int32 = STDERR_FILENO) {
        guard !lines.isEmpty else { return }
        erase()
        for line in lines { put("\(pad(name, 18)) \(line)\n", descriptor) }
        draw()
    }

    /// Shows these lines below all others, until the next ones.
    func show(_ lines: [String]) {
        guard table, lines != shown else { return }
        erase()
        shown = lines
        draw()
    }

    func finish() {
        erase()
        shown = []
        if dropped > 0 {
            put("\(pad("up", 18)) \(dropped) lines were dropped: whoever reads them was too slow\n", STDERR_FILENO)
        }
    }

    private func erase() {
        guard table, !shown.isEmpty else { return }
        put("\r\u{1B}[\(shown.count)A\u{1B}[J", STDERR_FILENO)
    }

    private func draw() {
        guard table, !shown.isEmpty else { return }
        let width = Self.size(STDERR_FILENO).columns
        for line in shown { put(String(line.prefix(width - 1)) + "\n", STDERR_FILENO) }
    }

    static func size(_ descriptor: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        guard process_terminal_size(descriptor, &size) == 0, size.ws_col > 1, size.ws_row > 1 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    private func put(_ text: String, _ descriptor: Int32) {
        let bytes = Array(text.utf8)
        // A pipe that is ready takes PIPE_BUF bytes without making anybody wait.
        var rest = bytes[...]
        while !rest.isEmpty {
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            isStuck = poll(&ready, 1, isStuck ? 0 : 50) != 1 || ready.revents & Int16(POLLOUT) == 0
            guard !isStuck else {
                dropped += 1
                return
            }
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, min($0.count, 4096)) }
            guard count > 0 else {
                dropped += 1
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// The table of the programs.
enum StatusTable {
    static func lines(_ children: [Child], _ now: ContinuousClock.Instant) -> [String] {
        let rows = children.map { child in
            [
                child.program.name, state(child, now), child.process.map { "\($0.pid)" } ?? "",
                child.process == nil ? "" : age(now - child.startedAt), "\(child.restarts)", child.status,
            ]
        }
        return layout([["PROGRAM", "STATE", "PID", "UP", "RESTARTS", "STATUS"]] + rows)
    }

    static func layout(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private static func state(_ child: Child, _ now: ContinuousClock.Instant) -> String {
        switch child.state {
        case .waiting(nil): "waiting"
        case .waiting(let time?): "again in \(max(0, (time - now).nanoseconds / 1_000_000_000)) s"
        case .starting: "starting"
        case .running: "running"
        case .stopping: "stopping"
        case .ended(_, let isFailure): isFailure ? "failed" : "ended"
        }
    }

    static func age(_ time: Duration) -> String {
        let seconds = Int(time.nanoseconds / 1_000_000_000)
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m\(seconds % 60)s"
        case ..<86400: return "\(seconds / 3600)h\(seconds % 3600 / 60)m"
        default: return "\(seconds / 86400)d\(seconds % 86400 / 3600)h"
        }
    }
}
