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

    private var grammar = LineGrammar()
    private var firstLine = FirstLine()

    public init() {}

    /// The event of one line, which comes without its newline: the arm that upstream's programs know, and what the line
    /// tells in `detail`. A line that does not fit the grammar keeps its text whole.
    public mutating func event(_ line: UnsafeRawBufferPointer) -> LogEvent {
        var scanner = LineScanner(line, makesText: true)
        let prefix = grammar.prefix(&scanner)
        var event = LogEvent(
            logTimestamp: prefix.timestamp ?? 0, category: prefix.category.wire,
            threadname: scanner.text(from: prefix.thread.lowerBound, to: prefix.thread.upperBound),
            logLevel: prefix.level, logLineBytes: UInt64(line.count))
        if prefix.isContinuation {
            event.detail = .continuation(continuation())
        } else {
            fill(&event, scanner, prefix)
            event.detail = MatcherIndex.shared.detail(&scanner, category: prefix.category)?.detail
        }
        let arm = UpstreamArm(event.detail)
        event.event = arm.kind
        if event.event == nil {
            let message = UnsafeRawBufferPointer(rebasing: line[prefix.message...])
            let raw = scanner.text(from: prefix.message, to: line.count)
            event.event = .unknownLogMessage(UnknownLogMessage(rawMessage: raw))
            // The repaired text is as long as the bytes only by chance, and then it has U+FFFD.
            if raw.utf8.count != message.count || !raw.utf8.elementsEqual(message) { event.rawBytes = Array(message) }
        }
        return event
    }

    /// What a line is, without allocating anything: its kind is that of the detail that `event(_:)` finds.
    public mutating func classify(_ line: UnsafeRawBufferPointer) -> LogSummary {
        var scanner = LineScanner(line, makesText: false)
        let prefix = grammar.prefix(&scanner)
        let kind =
            prefix.isContinuation
            ? .continuation : MatcherIndex.shared.detail(&scanner, category: prefix.category)?.kind ?? .unknown
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
