import Daemon
import Glibc

/// Where an export goes: a file that gets its name at the end, standard output, or a program.
final class ExportFile {
    private let descriptor: Int32
    private let path: String?

    /// - Parameter path: nil for standard output.
    init(_ path: String?) throws {
        self.path = path
        descriptor =
            path.map { open($0 + Self.partialEnding, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) } ?? STDOUT_FILENO
        guard descriptor >= 0 else {
            throw ToolError("cannot create \(path ?? "")\(Self.partialEnding): \(errnoText(errno))")
        }
    }

    static let partialEnding = ".partial"

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard Console.write(bytes, to: descriptor) else {
            // Nobody reads any more: as good an end as any.
            if path == nil, errno == EPIPE { throw ReaderGone() }
            throw ToolError("cannot write \(path ?? "to standard output"): \(errnoText(errno))")
        }
    }

    struct ReaderGone: Error {}

    /// Gives the file its name.
    func finish() throws {
        guard let path else { return }
        guard fdatasync(descriptor) == 0 || errno == EINVAL, rename(path + Self.partialEnding, path) == 0 else {
            throw ToolError("cannot finish \(path): \(errnoText(errno))")
        }
    }

    /// Nothing of it stays.
    func discard() {
        if let path { unlink(path + Self.partialEnding) }
    }

    deinit { if path != nil, descriptor >= 0 { close(descriptor) } }
}
