import Glibc

/// A NATS subject to publish on, validated once and kept as a C string for the life of the process.
public struct BusSubject: Sendable, Hashable, CustomStringConvertible {
    // Proof: the bytes are written once in `init`, before the value exists, and are never freed or changed; so every
    // copy may read them from any thread. A program makes a handful of subjects at its start, so what is never freed
    // stays small.
    nonisolated(unsafe) let cString: UnsafePointer<CChar>

    /// Nil unless `name` is dot-separated tokens of printable ASCII without wildcards, at most 255 bytes.
    public init?(_ name: String) {
        let tokens = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let allowed = name.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: ">")
        }
        guard allowed, name.utf8.count <= 255, tokens.allSatisfy({ !$0.isEmpty }) else { return nil }
        guard let copy = strdup(name) else { return nil }
        cString = UnsafePointer(copy)
    }

    init(interned cString: UnsafePointer<CChar>) {
        self.cString = cString
    }

    public var description: String { String(cString: cString) }

    public static func == (left: Self, right: Self) -> Bool {
        strcmp(left.cString, right.cString) == 0
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes: UnsafeRawBufferPointer(start: cString, count: strlen(cString)))
    }
}
