import Foundation

@testable import PeerObserver

/// An event as all that may leave a process: encoded, as JSON in both forms and as text.
struct Leak {
    private let wire: [UInt8]
    private let texts: [[UInt8]]

    init(_ event: Event) {
        wire = event.encoded()
        var texts: [[UInt8]] = [wire.map(ASCII.lowercased)]
        for form in [JSONVisitor.Form.hex, .byteArrays] {
            var visitor = JSONVisitor(form: form)
            event.visit(&visitor)
            texts.append(visitor.output.array.map(ASCII.lowercased))
        }
        var visitor = TextVisitor()
        event.visit(&visitor)
        texts.append(visitor.output.array.map(ASCII.lowercased))
        self.texts = texts
    }

    /// The forms of the address that are left, in words.
    ///
    /// - Parameter rawToo: also as bytes and their hex; of a peer's address those are not looked for.
    func found(_ taint: Taint, rawToo: Bool) -> [String] {
        var needles = taint.texts + [taint.address]
        var found: [String] = []
        if rawToo {
            needles += [Hex.encode(taint.bytes), Hex.encode(taint.bytes.reversed())]
            needles += [taint.bytes, taint.bytes.reversed()].map { $0.map(String.init).joined(separator: ",") }
            for bytes in [taint.bytes, taint.bytes.reversed()] where Self.contains(wire, bytes) {
                found.append("bytes")
            }
        }
        for needle in needles where texts.contains(where: { Self.contains($0, needle.utf8.map(ASCII.lowercased)) }) {
            found.append(needle)
        }
        return found
    }

    private static func contains(_ haystack: [UInt8], _ needle: [UInt8]) -> Bool {
        guard let first = needle.first, haystack.count >= needle.count else { return false }
        return haystack.withUnsafeBufferPointer { haystack in
            needle.withUnsafeBufferPointer { needle in
                let last = haystack.count - needle.count
                var index = 0
                while index <= last, let base = haystack.baseAddress, let other = needle.baseAddress {
                    guard let hit = memchr(base + index, Int32(first), last - index + 1) else { return false }
                    index = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
                    if memcmp(base + index, other, needle.count) == 0 { return true }
                    index += 1
                }
                return false
            }
        }
    }
}

extension Leak {
    func holds(_ text: String) -> Bool {
        texts.contains { Self.contains($0, text.utf8.map(ASCII.lowercased)) }
    }
}
