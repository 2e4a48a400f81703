import Daemon
import Glibc
import PeerObserver

/// What the program tells its user. Names in archives are strangers' words: only printable ASCII gets out.
enum Console {
    /// A line on standard error.
    static func error(_ text: String) { line("error: ", text) }
    static func note(_ text: String) { line("", text) }

    private static func line(_ mark: StaticString, _ text: String) {
        var writer = ByteWriter(capacity: 256)
        writer.text(mark)
        writer.printable(text)
        writer.text("\n")
        writer.withUnsafeBytes { _ = write($0, to: STDERR_FILENO) }
    }

    /// Text that is fit to be shown already, on standard output.
    static func output(_ text: String) {
        var text = text
        text.withUTF8 { output(UnsafeRawBufferPointer($0)) }
    }

    /// The program ends where this cannot be written; well, where nobody reads any more.
    static func output(_ bytes: UnsafeRawBufferPointer) {
        if write(bytes, to: STDOUT_FILENO) { return }
        if errno == EPIPE { exit(0) }
        error("cannot write to standard output: \(errnoText(errno))")
        exit(ToolExit.failed.rawValue)
    }

    /// All of it, or false.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Text for people, line by line.
extension String {
    /// Printable ASCII as it is, all else as `\xNN`.
    var printable: String {
        var writer = ByteWriter(capacity: 64)
        writer.printable(self)
        return String(decoding: writer.array, as: UTF8.self)
    }

    /// Filled with spaces to `width`.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func padded(left width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
