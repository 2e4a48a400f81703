import PeerObserver
import Testing

/// The messages of ProbeFixture's `pattern`, whose size, direction and bytes follow from their number.
enum PatternMessage {
    /// Bytes of which a message is a stretch.
    static func source(limit: Int) -> [UInt8] {
        (0..<limit + 256).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    }

    /// The number of the message, or nil where anything is other than it was fired.
    static func number(of event: Event, limit: Int, source: [UInt8]) -> Int? {
        guard case .message(let message) = event.ebpf, case .unknown(let unknown) = message.message else { return nil }
        let number = Int(message.meta.peerID)
        let size = number * 7919 % limit
        let expected = MessageMetadata(
            peerID: UInt64(number), addr: "203.0.113.7:8333", connType: .inbound, command: "pattern",
            inbound: number.isMultiple(of: 2), size: UInt64(size), connectionType: "inbound")
        guard message.meta == expected, unknown.command == "pattern",
            unknown.payload.elementsEqual(source[number % 256..<number % 256 + size])
        else { return nil }
        return number
    }

    /// Checks every event: as it was fired, in order, numbered without a gap.
    static func expectWhole(_ events: [Event], limit: Int, _ location: SourceLocation = #_sourceLocation) {
        let source = source(limit: limit)
        let numbers = events.compactMap { number(of: $0, limit: limit, source: source) }
        #expect(numbers.count == events.count, "wrongly decoded", sourceLocation: location)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "out of order", sourceLocation: location)
    }
}
