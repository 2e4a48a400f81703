import Foundation
import TestSupport

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
        var found: [String] = []
        if rawToo {
            for bytes in [taint.bytes, taint.bytes.reversed()] where ByteSearch.contains(wire, bytes) {
                found.append("bytes")
            }
        }
        for needle in taint.needles(rawToo: rawToo)
        where texts.contains(where: { ByteSearch.contains($0, Array(needle.utf8)) }) {
            found.append(needle)
        }
        return found
    }
}

extension Leak {
    func holds(_ text: String) -> Bool {
        texts.contains { ByteSearch.contains($0, text.utf8.map(ASCII.lowercased)) }
    }
}
