import Daemon
import Glibc

/// Where the programs of this package are. `PATH` is not asked: it has a `logger` of the system's, and may have anything.
struct Executables: Sendable {
    let folders: [String]

    /// The folder of this program itself, and where packages put what is not for `PATH`.
    static let installed: Executables = {
        let own = ownPath.split(separator: "/").dropLast().joined(separator: "/")
        let prefix = own.split(separator: "/").dropLast().joined(separator: "/")
        return Executables(
            folders: ["/\(own)", "/\(prefix)/libexec/peer-observer", "/\(prefix)/lib/peer-observer"])
    }()

    /// This program's own file.
    static let ownPath: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return String(decoding: buffer[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    func find(_ name: String) throws(DaemonError) -> String {
        for folder in folders where access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
        throw DaemonError(
            "there is no \(name) in \(folders.joined(separator: ", "))",
            hint: "it belongs beside \(Self.ownPath): install it, or build it with swift build --product \(name)")
    }
}
