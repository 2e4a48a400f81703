/// Makes events fit for public display: the node's own addresses are hidden, those of its peers become stable pseudonyms.
///
/// It learns own addresses from the events that pass; each event is redacted with what is known so far, itself included.
/// One value serves one thread; the same key gives the same pseudonyms in every process. docs/redaction.md has the rules.
public struct Redactor: Sendable {
    public static let keyByteCount = 32

    let rules = CompiledRules.contract
    private(set) var own = OwnAddresses()
    var pseudonyms: PseudonymCache
    /// Where the last event was written; the next one is written there too.
    private var scratch: [UInt8] = []
    private static let keptCapacity = 1 << 20

    /// - Parameters:
    ///   - key: 32 secret bytes.
    ///   - ownAddresses: IP, onion, I2P and CJDNS addresses or host names, with or without port.
    public init(key: [UInt8], ownAddresses: [String] = []) throws(RedactionError) {
        guard key.count == Self.keyByteCount else {
            throw .keyLength(needed: Self.keyByteCount, available: key.count)
        }
        pseudonyms = PseudonymCache(key: key)
        for text in ownAddresses {
            let address = HostAddress(text: AddressParts(Array(text.utf8)[...]).host)
            guard address.isAddressOrName else { throw .ownAddress(text) }
            insertOwn(address, .trusted)
        }
    }

    /// Own addresses known so far, given and learnt; at most 512, of which peers told at most 128.
    public var ownAddressCount: Int { own.count }
    /// Own addresses that came when there was no room for more; they are shown as pseudonyms.
    public var ignoredOwnAddressCount: UInt64 { own.ignoredCount }

    /// Learns from the event, then returns what may be shown of it.
    public mutating func redact(_ event: Event) -> Event {
        var output: [UInt8] = []
        swap(&output, &scratch)
        output.removeAll(keepingCapacity: output.capacity <= Self.keptCapacity)
        redact(event, into: &output)
        // What was encoded and rewritten decodes; should it not, nothing is shown.
        let redacted = (try? Event(decoding: output)) ?? Event(timestamp: event.timestamp)
        swap(&output, &scratch)
        return redacted
    }

    /// Learns from the event, then returns what may be shown of it, encoded.
    public mutating func redactedBytes(_ event: Event) -> [UInt8] {
        var output: [UInt8] = []
        redact(event, into: &output)
        return output
    }

    private mutating func redact(_ event: Event, into output: inout [UInt8]) {
        learn(event)
        let input = event.encoded()
        output.reserveCapacity(input.count + 64)
        rewrite(input, 0..<input.count, message: rules.root, into: &output)
    }

    mutating func insertOwn(_ address: HostAddress, _ source: OwnAddresses.Source) {
        if own.insert(address, source) { pseudonyms.removeAll() }
    }
}
