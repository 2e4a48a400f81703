import PeerObserver

/// Stamps events as an extractor does, and hands them over.
final class EventWriter {
    typealias Delivery = (_ subject: UnsafeRawBufferPointer, _ event: UnsafeRawBufferPointer) -> Void

    private let deliver: Delivery
    private var writer = WireWriter(capacity: 1 << 16)
    /// Names, each with the next number of its stream.
    private var streams: [String: (name: [UInt8], sequence: UInt64)] = [:]
    private var subjects: [(name: [UInt8], sequence: UInt64)] = Subject.allCases.map { (Array($0.name.utf8), 0) }
    private(set) var count = 0

    init(_ deliver: @escaping Delivery) { self.deliver = deliver }

    func write(_ payload: Event.Payload, on subject: Subject, at nanoseconds: UInt64) {
        subjects[subject.rawValue].sequence += 1
        write(payload, subjects[subject.rawValue], nanoseconds)
    }

    /// On a subject of which only the name is known.
    func write(_ payload: Event.Payload, on subject: String, at nanoseconds: UInt64) {
        var stream = streams[subject] ?? (Array(subject.utf8), 0)
        stream.sequence += 1
        streams[subject] = stream
        write(payload, stream, nanoseconds)
    }

    private func write(_ payload: Event.Payload, _ stream: (name: [UInt8], sequence: UInt64), _ nanoseconds: UInt64) {
        var event = Event(
            timestamp: nanoseconds / 1_000_000, streamID: 1, sequence: stream.sequence, sourceTimeNs: nanoseconds)
        event.payload = payload
        writer.removeAll()
        event.encode(into: &writer)
        count += 1
        stream.name.withUnsafeBytes { name in writer.withUnsafeBytes { deliver(name, $0) } }
    }
}
