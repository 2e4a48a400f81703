import Glibc

/// Small files that hold a secret.
public enum SecretFile {
    /// The file's text without the white space around it; `what` names the secret in errors.
    public static func read(_ path: String, _ what: String) throws(DaemonError) -> String {
        guard let file = fopen(path, "r") else {
            throw DaemonError("cannot read \(what) from \(path): \(errnoText(errno))")
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw DaemonError("cannot read \(what) from \(path): \(errnoText(errno))") }
        let text = bytes[..<count].drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        guard !text.isEmpty else { throw DaemonError("\(path) is empty, but should hold \(what)") }
        guard let secret = String(validating: Array(text), as: UTF8.self) else {
            throw DaemonError("\(path) should hold \(what), but is not text")
        }
        return secret
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// The system's words for an error number.
public func errnoText(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
