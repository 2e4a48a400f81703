import Daemon
import Glibc

/// How far a JetStream stream is archived, in a file beside the archives: number, creation (ns) and name of the stream, and the filters, since
/// other ones may want what these leave out.
///
/// What is lost of it in a power cut only has a few messages be looked up again.
struct StreamPositionFile: Sendable {
    private let path: String
    /// What follows the number.
    private let rest: String

    private static let longest = 4096

    init(folder: String, base: String, stream: StreamIdentity, filters: [String]) {
        path = "\(folder)/\(base).position"
        rest = " \(stream.created) \(stream.name) \(filters.joined(separator: ","))\n"
    }

    /// nil where there is none, or that of another stream or other filters.
    func read() -> UInt64? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: Self.longest)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard text.hasSuffix(rest) else { return nil }
        return UInt64(text.dropLast(rest.count))
    }

    /// In place, since it is small and comes after every block. Where it cannot be written, an older one is as good.
    func write(_ position: UInt64) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // As many digits always, so that nothing of a longer number stays.
        let digits = String(position)
        let line = Array((String(repeating: "0", count: 20 - digits.count) + digits + rest).utf8)
        _ = pwrite(descriptor, line, line.count, 0)
        ftruncate(descriptor, off_t(line.count))
    }
}
