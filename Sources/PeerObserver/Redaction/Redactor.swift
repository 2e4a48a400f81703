/// Makes events fit for public display: the node's own addresses are hidden, those of its peers become stable pseudonyms.
///
/// It learns own addresses from the events that pass; each event is redacted with what is known so far, itself included.
/// One value serves one thread; the same key gives the same pseudonyms in every process. docs/redaction.md has the rules.
public struct Redactor: Sendable {
    public static let keyByteCount = 32

    /// Own addresses known so far, given and learnt.
    public private(set) var ownAddressCount = 0
    /// Own addresses that came when there was no room for more; they are shown as pseudonyms.
    public private(set) var ignoredOwnAddressCount: UInt64 = 0

    /// - Parameters:
    ///   - key: 32 secret bytes.
    ///   - ownAddresses: IP, onion, I2P and CJDNS addresses or host names, with or without port.
    public init(key: [UInt8], ownAddresses: [String] = []) throws(RedactionError) {
        guard key.count == Self.keyByteCount else {
            throw .keyLength(needed: Self.keyByteCount, available: key.count)
        }
    }

    /// Learns from the event, then returns what may be shown of it.
    public mutating func redact(_ event: Event) -> Event {
        Event(timestamp: event.timestamp)
    }

    /// Learns from the event, then returns what may be shown of it, encoded.
    public mutating func redactedBytes(_ event: Event) -> [UInt8] {
        redact(event).encoded()
    }
}
