import ArchiveFormat
import Daemon
import PeerObserver

/// Rewrites archives so that they can be shared.
struct ArchiveRedaction {
    private var redactor: Redactor
    /// Events without a content that is known, or that cannot be decoded.
    private(set) var dropped: UInt64 = 0

    init(_ redactor: Redactor) { self.redactor = redactor }

    var ownAddressCount: Int { redactor.ownAddressCount }
    var ignoredOwnAddressCount: UInt64 { redactor.ignoredOwnAddressCount }

    /// Takes note of all own addresses that the archive tells; returns what ended the reading, if not the end.
    mutating func learn(_ path: String) throws -> ArchiveError? {
        do throws(ArchiveError) {
            var reader = try ArchiveReader(path: path)
            while try reader.next() {
                // Whatever an event teaches is known once it is redacted.
                if let event = try? Event(decoding: reader.event) { _ = redactor.redactedBytes(event) }
            }
            return nil
        } catch {
            if case .file = error { throw error }
            return error
        }
    }

    /// Writes what may be shown of an archive, up to where it is damaged.
    mutating func rewrite(_ path: String, to target: String, _ options: ArchiveOptions) throws -> ClosedArchive {
        var reader = try ArchiveReader(path: path)
        let header = self.header(try reader.readHeader())
        return try NewArchive.make(target, encodedHeader: header.encoded(), options) { writer in
            var notes = NoteReader()
            while try Self.hasNext(&reader) {
                guard let event = try? Event(decoding: reader.event), event.payload != nil else {
                    dropped += 1
                    continue
                }
                let shown = redactor.redactedBytes(event)
                try writer.add(shown.span.bytes, notes.note(shown.span.bytes))
            }
        }
    }

    /// Damage ends it: it was told of when the addresses were learnt.
    private static func hasNext(_ reader: inout ArchiveReader) throws(ArchiveError) -> Bool {
        do throws(ArchiveError) {
            return try reader.next()
        } catch {
            if case .file = error { throw error }
            return false
        }
    }

    /// Of a header, what is known to be harmless, and text as that of a log line.
    private mutating func header(_ original: ArchiveHeader) -> ArchiveHeader {
        var header = ArchiveHeader(created: original.created, filters: [])
        header.node = original.node.map { text($0) }
        header.filters = original.filters.map { text($0) }
        header.lowData = original.lowData
        header.writtenBy = "archive \(daemonVersion)"
        header.version = 1
        header.createdNs = original.createdNs
        header.runID = original.runID
        header.fileNumber = original.fileNumber
        return header
    }

    /// A text with the addresses in it replaced, by the rules of text in events.
    mutating func text(_ text: String) -> String {
        var log = LogEvent()
        log.event = .unknownLogMessage(UnknownLogMessage(rawMessage: text))
        let shown = redactor.redact(Event(payload: .logExtractor(log), timestamp: 0))
        guard case .logExtractor(let line) = shown.payload, case .unknownLogMessage(let message) = line.event else {
            return "redacted"
        }
        return message.rawMessage
    }
}
