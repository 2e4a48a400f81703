import DebugLog
import PeerObserver

/// The input is a log. Its lines become events that survive the wire, of the kind that classifying finds, and no larger
/// than their lines allow.
func checkLogLines(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    var reader = LogParser()
    var classifier = LogParser()
    var first = 0
    for position in 0...input.count where position == input.count || input[position] == UInt8(ascii: "\n") {
        let line = UnsafeRawBufferPointer(rebasing: input[first..<position])
        first = position + 1
        let log = reader.event(line)
        let summary = classifier.classify(line)
        guard summary.kind == LogKind(log.detail) else {
            throw CheckFailure("classified as \(summary.kind.name), read as \(LogKind(log.detail).name)")
        }
        guard summary.timestamp == log.logTimestamp, summary.level == log.logLevel else {
            throw CheckFailure("classified with another prefix than it was read with")
        }
        guard (0...line.count).contains(summary.messageOffset) else {
            throw CheckFailure("message at \(summary.messageOffset) of \(line.count)")
        }
        guard log.logLineBytes == UInt64(line.count), log.event != nil else { throw CheckFailure("no arm") }
        let event = Event(payload: .logExtractor(log), timestamp: 1)
        // A byte that is no text takes three in the repaired one; a text stands in the message and at most twice beside it.
        guard event.encoded().count <= 12 * line.count + 512 else {
            throw CheckFailure("\(event.encoded().count) bytes for a line of \(line.count)")
        }
        try checkRoundTrip(event)
    }
}
