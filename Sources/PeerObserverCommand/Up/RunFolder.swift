import Daemon
import Glibc

/// A private folder of one run, gone with it.
final class RunFolder {
    let path: String

    /// Sockets of programs lie in it, and a socket's path may have 107 bytes.
    private static let longestBase = 60

    init(environment: [String: String]) throws(DaemonError) {
        let bases = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/tmp"].compactMap(\.self)
        for base in bases where base.hasPrefix("/") && base.utf8.count <= Self.longestBase {
            var template = Array("\(base)/peer-observer.XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { continue }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return
        }
        throw DaemonError(
            "no folder can be made in \(bases.joined(separator: ", ")): \(errnoText(errno))",
            hint: "set TMPDIR to a folder that can be written, and that has a short path")
    }

    /// Makes a folder and those above it, where they are missing.
    static func make(_ path: String) throws(DaemonError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw DaemonError(
                    "\(made): \(errnoText(errno))", hint: "--state-dir names another folder")
            }
        }
    }

    /// It has files alone.
    func remove() {
        guard let folder = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        closedir(folder)
        for name in names where name != "." && name != ".." { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
