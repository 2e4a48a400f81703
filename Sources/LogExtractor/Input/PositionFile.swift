import Daemon
import Glibc

/// The file that remembers a position. It is replaced as a whole, so it is never half written.
struct PositionFile {
    let path: String

    /// Nil where there is none yet.
    func read() throws(DaemonError) -> TailPosition? {
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return nil }
            throw DaemonError("cannot read the position file \(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 * TailPosition.tailSize)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0, let position = TailPosition(text: String(decoding: bytes[..<count], as: UTF8.self))
        else {
            throw DaemonError(
                "\(path) is no position file of this program",
                hint: "name another one, or remove it to read the log from its beginning")
        }
        return position
    }

    /// Throws where it could not be written.
    func check() throws(DaemonError) {
        guard let file = fopen(path + ".new", "ae") else { throw failure(path + ".new") }
        fclose(file)
        unlink(path + ".new")
    }

    /// Also survives a crash of the machine.
    func write(_ position: TailPosition) throws(DaemonError) {
        let new = path + ".new"
        guard let file = fopen(new, "we") else { throw failure(new) }
        let text = position.text
        let isWritten = fputs(text, file) >= 0 && fflush(file) == 0 && fdatasync(fileno(file)) == 0
        let error = errno
        guard fclose(file) == 0, isWritten else {
            if !isWritten { errno = error }
            throw failure(new)
        }
        guard rename(new, path) == 0 else { throw failure(path) }
    }

    private func failure(_ path: String) -> DaemonError {
        DaemonError("cannot write the position file \(path): \(String(cString: strerror(errno)))")
    }
}
