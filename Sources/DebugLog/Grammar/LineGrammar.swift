import PeerObserver

/// Splits lines into prefix and message, in order: what one line shows of the node's options helps with the next, since
/// `[net] …` may be a thread (-logthreadnames) or a category, and a line without a time may be a message's second one.
struct LineGrammar: Sendable {
    /// What is known of an option of the node.
    private enum Option { case unknown, on, off }

    private var timestamps = Option.unknown
    private var threadNames = Option.unknown
    private var emptyLines = 0
    private var time = LogTime()
    private var mockTime = LogTime()

    /// - Parameter line: at the line's beginning; afterwards at that of the message.
    mutating func prefix(_ line: inout LineScanner) -> LinePrefix {
        var prefix = LinePrefix()
        if line.isAtEnd {
            emptyLine()
            return prefix
        }
        emptyLines = 0
        prefix.isSuppressing = line.take("[*] ")
        let begin = line.index
        prefix.timestamp = time.microseconds(&line)
        if prefix.timestamp != nil, !line.isAtEnd, !line.take(UInt8(ascii: " ")) {
            prefix.timestamp = nil
            line.index = begin
        }
        if prefix.timestamp != nil {
            timestamps = .on
            takeMockTime(&line, &prefix)
            if !groups(&line, &prefix) { threadNames = .off }
        } else if groups(&line, &prefix) {
            timestamps = .off
        } else if timestamps == .on {
            line.index = 0
            prefix = LinePrefix()
            prefix.isContinuation = true
        }
        prefix.message = line.index
        return prefix
    }

    /// A node that starts writes five empty lines first: it may have other options than the one before.
    private mutating func emptyLine() {
        emptyLines += 1
        guard emptyLines >= 3 else { return }
        timestamps = .unknown
        threadNames = .unknown
    }

    private mutating func takeMockTime(_ line: inout LineScanner, _ prefix: inout LinePrefix) {
        let first = line.index
        guard line.take("(mocktime: ") else { return }
        guard let time = mockTime.microseconds(&line), line.take(")") else {
            line.index = first
            return
        }
        prefix.mockTime = time / 1_000_000
        _ = line.take(UInt8(ascii: " "))
    }

    /// Thread, source location, category and level, each of which may be absent.
    /// - Returns: whether there was any of them.
    private mutating func groups(_ line: inout LineScanner, _ prefix: inout LinePrefix) -> Bool {
        let first = line.index
        guard let group = line.group() else { return false }
        let second = line.index
        // Nearly always a thread or nothing stands before a category: then the first group needs no look.
        if let next = line.group() {
            let nextLook = line.look(at: next)
            if takeSource(nextLook, &line, &prefix) {
                takeThread(group, &prefix)
                takeCategory(&line, &prefix)
                return true
            }
            if case .category = nextLook, !line.bytes(group).contains(UInt8(ascii: ":")) {
                takeThread(group, &prefix)
                return takeCategory(nextLook, &prefix)
            }
            line.index = second
        }
        let look = line.look(at: group)
        if takeSource(look, &line, &prefix) {
            threadNames = .off
            takeCategory(&line, &prefix)
            return true
        }
        if isThread(group, look, line) {
            takeThread(group, &prefix)
            return true
        }
        if takeCategory(look, &prefix) {
            // A thread's name that is also a category proves nothing.
            if !ThreadNames.contains(prefix.category) { threadNames = .off }
            return true
        }
        // The message itself begins with a bracket, like "[default wallet] …".
        line.index = first
        return prefix.timestamp != nil
    }

    /// Whether a lone group before the message is a thread's name.
    private func isThread(_ group: Range<Int>, _ look: Group, _ line: LineScanner) -> Bool {
        switch look {
        case .source: return false
        case .category(_, _, _, hasLevel: true): return false
        case .category(let category, _, _, _):
            guard ThreadNames.contains(category) else { return false }
            if threadNames != .unknown { return threadNames == .on }
            // Every thread says, without a category, that it starts and that it ends.
            var message = line
            guard message.remaining >= group.count else { return false }
            message.index += group.count
            return line.bytes(line.index..<message.index).elementsEqual(line.bytes(group))
                && (message.begins(with: " thread start") || message.begins(with: " thread exit"))
        case .other:
            guard line.bytes(group).allSatisfy(LineScanner.isWord) else { return false }
            return threadNames == .on || ThreadNames.contains(line.bytes(group))
        }
    }

    private mutating func takeThread(_ group: Range<Int>, _ prefix: inout LinePrefix) {
        prefix.thread = group
        threadNames = .on
    }

    private func takeSource(_ look: Group, _ line: inout LineScanner, _ prefix: inout LinePrefix) -> Bool {
        guard case .source(let file, let number) = look else { return false }
        prefix.sourceFile = file
        prefix.sourceLine = number
        prefix.sourceFunction = line.nestedGroup() ?? 0..<0
        return true
    }

    private func takeCategory(_ line: inout LineScanner, _ prefix: inout LinePrefix) {
        let first = line.index
        guard let group = line.group(), takeCategory(line.look(at: group), &prefix) else {
            line.index = first
            return
        }
    }

    private func takeCategory(_ look: Group, _ prefix: inout LinePrefix) -> Bool {
        guard case .category(let category, let word, let level, _) = look else { return false }
        prefix.category = category
        prefix.categoryWord = word
        prefix.level = level
        return true
    }
}
