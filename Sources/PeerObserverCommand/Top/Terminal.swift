import Glibc

/// The terminal while `top` has it: another screen, no cursor, keys at once. `restore` gives it back.
final class Terminal: Sendable {
    private let before: termios

    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Nil where there is none.
    init?() {
        var before = termios()
        guard Self.isThere, tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        self.before = before
        var raw = before
        // Signals stay: Ctrl-C is for the program.
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func restore() {
        write("\u{1B}[?25h\u{1B}[?1049l")
        var before = before
        tcsetattr(STDIN_FILENO, TCSANOW, &before)
    }

    /// The lines are the only ones on the screen then. They have to be printable.
    func show(_ lines: [String]) {
        // The last line ends without a line end: the screen would scroll.
        write("\u{1B}[H" + lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// The keys that were pressed since the last call.
    func keys() -> [UInt8] {
        var (ready, buffer) = (
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0), [UInt8](repeating: 0, count: 64)
        )
        guard poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLIN) != 0 else { return [] }
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    private func write(_ text: String) { Console.writeAll(Array(text.utf8), to: STDOUT_FILENO) }
}
