import EventOutput
import PeerObserver

/// The last events, kept as they came: turning each into a line would cost more than counting it.
struct RecentEvents: Sendable {
    private enum Entry: Sendable {
        case whole([UInt8], node: String?)
        case large(String)
    }

    static let limit = 100
    /// Bytes of an event that is kept whole.
    private static let wholeLimit = 4096

    private var entries: [Entry] = []
    private var next = 0

    mutating func add(_ payload: UnsafeRawBufferPointer, node: String?, kind: String) {
        let entry =
            payload.count <= Self.wholeLimit
            ? Entry.whole([UInt8](payload), node: node)
            : .large("\(node.map { "[\($0)]" } ?? "") \(kind): an event of \(payload.count) bytes")
        if entries.count < Self.limit {
            entries.append(entry)
        } else {
            entries[next] = entry
        }
        next = (next + 1) % Self.limit
    }

    /// The lines of the last events, the newest last.
    func lines(_ count: Int) -> [String] {
        let ordered = entries.count < Self.limit ? entries : Array(entries[next...] + entries[..<next])
        return ordered.suffix(max(0, count)).map { entry in
            switch entry {
            case .large(let text): return OutputLines.harmless(text.utf8)
            case .whole(let bytes, let node):
                guard var event = bytes.withUnsafeBytes({ try? Event(decoding: $0) }) else {
                    return "an event that cannot be read"
                }
                event.node = node
                var text = EventText(format: .text)
                guard text.append(event) else { return "an event without content" }
                return OutputLines.harmless(text.take().utf8.prefix { $0 != UInt8(ascii: "\n") })
            }
        }
    }
}
