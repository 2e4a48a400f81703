public import PeerObserver

/// Reads the lines of one debug.log, in order: what a line shows of the node's options helps with the next, and a
/// message of several lines is known by its first one.
public struct LogParser: Sendable {
    /// The first line of the message at hand.
    private struct FirstLine: Sendable {
        var timestamp: UInt64 = 0
        var category = LogCategory.none
        var categoryName: String?
        var thread = ""
        var level = LogLevel.info
        /// Lines of the message after it.
        var continuations: UInt32 = 0
    }

    private let matchers = MatcherIndex.shared
    private var grammar = LineGrammar()
    private var firstLine = FirstLine()

    public init() {}

    /// The event of one line, which comes without its newline: the arm that upstream's programs know, and what the line
    /// tells in `detail`. A line that does not fit the grammar keeps its text whole.
    public mutating func event(_ line: UnsafeRawBufferPointer) -> LogEvent {
        var event = LogEvent()
        _ = read(line, into: &event)
        return event
    }

    /// Fills in the event of one line, which is a new one, and tells what the line is.
    ///
    /// In place: an event is large, and each copy of it would count its texts up and down.
    public mutating func read(_ line: UnsafeRawBufferPointer, into event: inout LogEvent) -> LogSummary {
        var scanner = LineScanner(line, makesText: true)
        let prefix = grammar.prefix(&scanner)
        let message = scanner
        event.logLevel = prefix.level
        event.logLineBytes = UInt64(line.count)
        var kind = LogKind.continuation
        if prefix.isContinuation {
            event.detail = .continuation(continuation())
        } else {
            event.logTimestamp = prefix.timestamp ?? 0
            event.category = prefix.category.wire
            event.threadname = scanner.text(from: prefix.thread.lowerBound, to: prefix.thread.upperBound)
            fill(&event, scanner, prefix)
            kind = matchers.detail(&scanner, category: prefix.category, into: &event.detail)
            if kind == .validationSignal { event.event = UpstreamArm.kind(event.detail) }
        }
        if event.event == nil { keepText(&event, message) }
        return LogSummary(
            timestamp: event.logTimestamp, category: prefix.category, level: prefix.level, kind: kind,
            messageOffset: prefix.message)
    }

    /// The arm for lines that upstream's programs know no more of.
    private func keepText(_ event: inout LogEvent, _ message: LineScanner) {
        let text = message.text(from: message.index, to: message.end)
        event.event = .unknownLogMessage(UnknownLogMessage(rawMessage: text))
        // Where bytes were no UTF-8, the text differs from them.
        if !message.isASCII {
            let bytes = message.bytes(message.index..<message.end)
            if !text.utf8.elementsEqual(bytes) { event.rawBytes = Array(bytes) }
        }
    }

    /// What a line is, without allocating anything: its kind is that of the detail that `event(_:)` finds.
    public mutating func classify(_ line: UnsafeRawBufferPointer) -> LogSummary {
        var scanner = LineScanner(line, makesText: false)
        let prefix = grammar.prefix(&scanner)
        let kind = prefix.isContinuation ? .continuation : matchers.kind(&scanner, category: prefix.category)
        return LogSummary(
            timestamp: prefix.timestamp ?? 0, category: prefix.category, level: prefix.level, kind: kind,
            messageOffset: prefix.message)
    }

    /// What the prefix has beyond upstream's fields.
    private mutating func fill(_ event: inout LogEvent, _ line: LineScanner, _ prefix: LinePrefix) {
        if prefix.category == .other {
            event.categoryName = line.text(from: prefix.categoryWord.lowerBound, to: prefix.categoryWord.upperBound)
        } else if prefix.category.rawValue > LogCategory.zmq.rawValue {
            event.categoryName = prefix.category.name
        }
        if !prefix.sourceFile.isEmpty {
            event.sourceFile = line.text(from: prefix.sourceFile.lowerBound, to: prefix.sourceFile.upperBound)
            event.sourceLine = prefix.sourceLine
            event.sourceFunction = line.text(
                from: prefix.sourceFunction.lowerBound, to: prefix.sourceFunction.upperBound)
        }
        event.mockTime = prefix.mockTime
        if prefix.isSuppressing { event.suppressing = true }
        firstLine = FirstLine(
            timestamp: event.logTimestamp, category: prefix.category, categoryName: event.categoryName,
            thread: event.threadname, level: prefix.level)
    }

    private mutating func continuation() -> ContinuationLine {
        firstLine.continuations = min(firstLine.continuations, .max - 1) + 1
        return ContinuationLine(
            logTimestamp: firstLine.timestamp, category: firstLine.category.wire, threadname: firstLine.thread,
            logLevel: firstLine.level, index: firstLine.continuations, categoryName: firstLine.categoryName)
    }
}
