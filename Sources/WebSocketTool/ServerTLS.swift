import Daemon
import Glibc
import NIOCore
import NIOSSL
import Synchronization

/// TLS for browsers. The files are read again once they have changed, so that a renewed certificate is used.
final class ServerTLS: Sendable {
    private struct State {
        var context: NIOSSLContext
        var version: FileVersion
    }

    private let certificate: String
    private let key: String
    private let state: Mutex<State>

    init(certificate: String, key: String) throws(DaemonError) {
        self.certificate = certificate
        self.key = key
        do {
            let version = FileVersion(certificate, key)
            state = Mutex(State(context: try Self.context(certificate, key), version: version))
        } catch {
            throw DaemonError(
                "cannot use the certificate \(certificate) with the key \(key): \(error)", hint: "both are PEM files")
        }
    }

    /// What goes in front of a connection's other handlers.
    func handler() -> NIOSSLServerHandler {
        let context = state.withLock { state in
            let version = FileVersion(certificate, key)
            if version != state.version, let renewed = try? Self.context(certificate, key) {
                state = State(context: renewed, version: version)
            }
            return state.context
        }
        return NIOSSLServerHandler(context: context)
    }

    private static func context(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}

/// When two files were changed last.
private struct FileVersion: Equatable {
    private let times: [Int]

    init(_ paths: String...) {
        times = paths.flatMap { path -> [Int] in
            var status = stat()
            guard stat(path, &status) == 0 else { return [] }
            return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_ino)]
        }
    }
}
