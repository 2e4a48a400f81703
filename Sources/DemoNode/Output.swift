import Glibc

/// What the program says.
enum Output {
    /// A line on standard output, at once.
    static func line(_ text: String) {
        var text = text + "\n"
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
                if written <= 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    static func write(_ text: String, toFile path: String) throws {
        guard let file = fopen(path, "we") else {
            throw FileError(path: path, reason: String(cString: strerror(errno)))
        }
        fputs(text, file)
        guard fclose(file) == 0 else { throw FileError(path: path, reason: String(cString: strerror(errno))) }
    }

    struct FileError: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
    }
}
