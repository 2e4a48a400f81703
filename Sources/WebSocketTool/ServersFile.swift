import Daemon
import PeerObserver
import Synchronization

/// `websockets.json`: the servers that pages offer, by name.
final class ServersFile: Sendable {
    private struct Content {
        var body: [UInt8]
        var origins: [String]
    }

    private let path: String?
    private let content: Mutex<Content>

    private static let sizeLimit = 64 << 10

    /// Reads `path`, or makes one that names this server alone.
    init(path: String?, name: String) throws(DaemonError) {
        self.path = path
        guard let path else {
            var json = JSONVisitor(form: .browser)
            json.output.text("{")
            json.string(name)
            json.output.text(":\"websocket\"}\n")
            content = Mutex(Content(body: json.output.array, origins: []))
            return
        }
        guard let body = Pages.read(path, atMost: Self.sizeLimit) else {
            throw DaemonError("cannot read \(path), a file of at most \(Self.sizeLimit) bytes")
        }
        guard let origins = Self.origins(body) else {
            throw DaemonError("\(path) should hold one JSON object: name of a server to its URL")
        }
        content = Mutex(Content(body: body, origins: origins))
    }

    /// The file as it is now; what it was before where it cannot be read or is wrong.
    var body: [UInt8] {
        guard let path, let body = Pages.read(path, atMost: Self.sizeLimit) else {
            return content.withLock { $0.body }
        }
        return content.withLock { content in
            if body != content.body, let origins = Self.origins(body) {
                content = Content(body: body, origins: origins)
            }
            return content.body
        }
    }

    /// The servers elsewhere, as a Content-Security-Policy names them: `wss://host:port`.
    var origins: [String] {
        _ = body
        return content.withLock { $0.origins }
    }

    /// Nil unless the text is an object of texts.
    static func origins(_ text: [UInt8]) -> [String]? {
        var reader = JSONReader(text.span.bytes)
        var origins: [String] = []
        do {
            try reader.beginObject()
            while try reader.nextKey() {
                if let origin = origin(try reader.string()), !origins.contains(origin) { origins.append(origin) }
            }
            try reader.end()
            return origins
        } catch {
            return nil
        }
    }

    /// Nil for a URL relative to the page, and for anything that has no place in a header.
    private static func origin(_ url: String) -> String? {
        guard let scheme = ["ws://", "wss://"].first(where: { url.hasPrefix($0) }) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let isPlain = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isPlain && !authority.isEmpty ? scheme + authority : nil
    }
}
