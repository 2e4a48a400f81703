import Glibc

/// The names of an archive's files.
public enum ArchiveName {
    public static let partialEnding = ".partial"
    public static let indexEnding = ".idx"

    /// `<base>.<YYYYMMDD-HHMMSS-mmm>.bin.zst`, or `.bin` without compression, as upstream has it; UTC.
    public static func name(base: String, milliseconds: UInt64, level: Int) -> String {
        var (seconds, parts) = (time_t(milliseconds / 1000), tm())
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let length = strftime(&buffer, buffer.count, "%Y%m%d-%H%M%S", &parts)
        let stamp = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "\(base).\(stamp)-\(fraction)\(ending(level: level))"
    }

    public static func ending(level: Int) -> String { level > 0 ? ".bin.zst" : ".bin" }

    /// Whether a file name is one that `name` makes.
    public static func isName(_ name: some StringProtocol, base: String) -> Bool {
        guard name.hasPrefix(base + ".") else { return false }
        var rest = name.dropFirst(base.count + 1)
        for ending in [".bin.zst", ".bin"] where rest.hasSuffix(ending) {
            rest = rest.dropLast(ending.count)
            let pattern = Array("00000000-000000-000".utf8)
            return rest.utf8.count == pattern.count
                && zip(rest.utf8, pattern).allSatisfy { byte, expected in
                    expected == UInt8(ascii: "-")
                        ? byte == expected : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                }
        }
        return false
    }

    /// Where the index of an archive lies that has none inside.
    public static func index(of path: String) -> String { path + indexEnding }
    static func partial(_ path: String) -> String { path + partialEnding }
}
