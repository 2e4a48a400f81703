import Daemon
import Glibc
import PeerObserver

/// The files that browsers get: those in the program, or those of a directory.
struct Pages: Sendable {
    private let embedded: [String: [UInt8]]
    private let directory: String?
    private let servers: ServersFile

    /// Largest file that is served from a directory.
    private static let sizeLimit = 16 << 20

    init(directory: String?, servers: ServersFile) {
        self.directory = directory
        self.servers = servers
        embedded = Dictionary(
            EmbeddedPages.files.map { ("\($0.path)", Self.bytes(hexadecimal: $0.hexadecimal)) },
            uniquingKeysWith: { $1 })
    }

    /// The index at the root, where there is one.
    var routes: [HTTPRoute] {
        guard answer("/") != nil else { return [] }
        return [HTTPRoute("/") { answer("/") ?? .text("not found\n", status: 404) }]
    }

    /// Nil where there is no such file.
    func answer(_ path: String) -> HTTPAnswer? {
        guard path.hasPrefix("/") else { return nil }
        if path == "/websockets.json" { return answer("application/json", servers.body) }
        let name = path == "/" ? "index.html" : String(path.dropFirst())
        guard Self.isPlain(name), let type = Self.type(of: name), let body = file(name) else { return nil }
        return answer(type, body)
    }

    private func answer(_ type: String, _ body: [UInt8]) -> HTTPAnswer {
        HTTPAnswer(contentType: type, body: body, headers: headers)
    }

    private func file(_ name: String) -> [UInt8]? {
        guard let directory else { return embedded[name] }
        return Self.read("\(directory)/\(name)", atMost: Self.sizeLimit)
    }

    private var headers: [(name: String, value: String)] {
        let connect = (["'self'"] + servers.origins).joined(separator: " ")
        return [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src \(connect); base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            ("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"), ("cache-control", "no-cache"),
        ]
    }

    /// Whether a path stays below its root: names of letters, digits, `_`, `-` and inner dots.
    private static func isPlain(_ path: String) -> Bool {
        path.utf8.count <= 255
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { name in
                !name.isEmpty && name.first != "."
                    && name.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                            UInt8(ascii: "-"):
                            true
                        default: false
                        }
                    }
            }
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json", "map": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt": "text/plain; charset=utf-8"
        default: nil
        }
    }

    private static func bytes(hexadecimal text: StaticString) -> [UInt8] {
        func value(_ digit: UInt8) -> UInt8 { digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - 87 }
        return text.withUTF8Buffer { digits in
            (0..<digits.count / 2).map { value(digits[2 * $0]) << 4 | value(digits[2 * $0 + 1]) }
        }
    }

    /// A regular file whole; nil where it cannot be read.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            return nil
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let part = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            if part.isEmpty { return bytes }
            bytes += part
        }
        return nil
    }
}
