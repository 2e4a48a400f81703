import PeerObserver

/// How a kind of line begins, and how the rest of it is read.
struct Matcher: Sendable {
    enum Beginning: Sendable {
        /// `isTaken`: the reader begins behind it.
        case text(StaticString, isTaken: Bool)
        /// A hexadecimal digit; tried where no text fits.
        case hash
        /// Anything, in lines of category `net` or none; tried last.
        case anything
    }

    let beginning: Beginning
    let kind: LogKind
    /// Reads what stands behind the beginning; nil where the line has another wording.
    let detail: @Sendable (inout LineScanner) -> LogEvent.Detail?
    /// Whether `detail` would find one; without building it.
    let matches: @Sendable (inout LineScanner) -> Bool

    @inline(__always)
    init<Line>(
        _ beginning: StaticString, _ kind: LogKind, _ detail: @escaping @Sendable (Line) -> LogEvent.Detail,
        _ read: @escaping @Sendable (inout LineScanner) -> Line?
    ) {
        self.init(.text(beginning, isTaken: true), kind, detail, read)
    }

    /// The reader begins before the beginning, not behind it.
    @inline(__always)
    init<Line>(
        before beginning: StaticString, _ kind: LogKind, _ detail: @escaping @Sendable (Line) -> LogEvent.Detail,
        _ read: @escaping @Sendable (inout LineScanner) -> Line?
    ) {
        self.init(.text(beginning, isTaken: false), kind, detail, read)
    }

    @inline(__always)
    init<Line>(
        _ beginning: Beginning, _ kind: LogKind, _ detail: @escaping @Sendable (Line) -> LogEvent.Detail,
        _ read: @escaping @Sendable (inout LineScanner) -> Line?
    ) {
        self.beginning = beginning
        self.kind = kind
        self.detail = { read(&$0).map(detail) }
        matches = { if case .some = read(&$0) { true } else { false } }
    }
}

/// The matchers by the first byte of what they match, in the order of the table.
struct MatcherIndex: Sendable {
    private struct Entry: Sendable {
        /// The first eight bytes of the beginning, and which of their bits count.
        let word: UInt64
        let mask: UInt64
        let beginning: StaticString
        let isTaken: Bool
        let matcher: Matcher
    }

    /// `entries[ranges[b]..<ranges[b + 1]]` begin with byte `b`.
    private var ranges: [Int] = [0]
    private var entries: [Entry] = []
    private let hashes: [Matcher]
    private let others: [Matcher]

    static let shared = MatcherIndex(MatcherTable.all)

    init(_ matchers: [Matcher]) {
        hashes = matchers.filter { if case .hash = $0.beginning { true } else { false } }
        others = matchers.filter { if case .anything = $0.beginning { true } else { false } }
        for byte in UInt8.min...UInt8.max {
            for matcher in matchers {
                guard case .text(let beginning, let isTaken) = matcher.beginning, beginning.utf8Start[0] == byte else {
                    continue
                }
                var word: UInt64 = 0
                var mask: UInt64 = 0
                for index in 0..<min(8, beginning.utf8CodeUnitCount) {
                    word |= UInt64(beginning.utf8Start[index]) << (8 * index)
                    mask |= 0xff << (8 * UInt64(index))
                }
                entries.append(
                    Entry(word: word, mask: mask, beginning: beginning, isTaken: isTaken, matcher: matcher))
            }
            ranges.append(entries.count)
        }
    }

    /// Finds the detail of a message.
    /// - Parameters:
    ///   - line: at the message's beginning; afterwards anywhere.
    ///   - detail: where it is put.
    func detail(_ line: inout LineScanner, category: LogCategory, into detail: inout LogEvent.Detail?) -> LogKind {
        first(&line, category) { matcher, line in
            guard case .some(let found) = matcher.detail(&line) else { return false }
            detail = found
            return true
        }
    }

    /// The kind of the detail that `detail(_:category:into:)` would find.
    func kind(_ line: inout LineScanner, category: LogCategory) -> LogKind {
        first(&line, category) { matcher, line in matcher.matches(&line) }
    }

    /// The kind of the first matcher that `takes` a message.
    @inline(__always)
    private func first(
        _ line: inout LineScanner, _ category: LogCategory, _ takes: (borrowing Matcher, inout LineScanner) -> Bool
    ) -> LogKind {
        guard let byte = line.peek else { return .unknown }
        let first = line.index
        let word = line.firstWord
        for position in ranges[Int(byte)]..<ranges[Int(byte) + 1]
        where word & entries[position].mask == entries[position].word {
            guard line.take(entries[position].beginning) else { continue }
            if !entries[position].isTaken { line.index = first }
            if takes(entries[position].matcher, &line) { return entries[position].matcher.kind }
            line.index = first
        }
        if byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66 {
            for matcher in hashes {
                if takes(matcher, &line) { return matcher.kind }
                line.index = first
            }
        }
        if category == .net || category == .none {
            for matcher in others {
                if takes(matcher, &line) { return matcher.kind }
                line.index = first
            }
        }
        return .unknown
    }
}

extension LineScanner {
    /// The next eight bytes, in the order of their addresses from the lowest bits up; 0 for what is beyond the end.
    var firstWord: UInt64 {
        if remaining >= 8 { return UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self).littleEndian }
        var word: UInt64 = 0
        for offset in 0..<remaining { word |= UInt64(start[index + offset]) << (8 * offset) }
        return word
    }
}
