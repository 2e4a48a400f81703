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

    init(
        _ beginning: StaticString, _ kind: LogKind,
        _ detail: @escaping @Sendable (inout LineScanner) -> LogEvent.Detail?
    ) {
        self.init(.text(beginning, isTaken: true), kind, detail)
    }

    /// The reader begins before the beginning, not behind it.
    init(
        before beginning: StaticString, _ kind: LogKind,
        _ detail: @escaping @Sendable (inout LineScanner) -> LogEvent.Detail?
    ) {
        self.init(.text(beginning, isTaken: false), kind, detail)
    }

    init(
        _ beginning: Beginning, _ kind: LogKind, _ detail: @escaping @Sendable (inout LineScanner) -> LogEvent.Detail?
    ) {
        self.beginning = beginning
        self.kind = kind
        self.detail = detail
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
    ///   - detail: nil before.
    func detail(_ line: inout LineScanner, category: LogCategory, into detail: inout LogEvent.Detail?) -> LogKind {
        guard let byte = line.peek else { return .unknown }
        let first = line.index
        let word = line.firstWord
        for position in ranges[Int(byte)]..<ranges[Int(byte) + 1]
        where word & entries[position].mask == entries[position].word {
            guard line.take(entries[position].beginning) else { continue }
            if !entries[position].isTaken { line.index = first }
            detail = entries[position].matcher.detail(&line)
            if detail != nil { return entries[position].matcher.kind }
            line.index = first
        }
        let isHash = byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66
        if isHash {
            for matcher in hashes {
                detail = matcher.detail(&line)
                if detail != nil { return matcher.kind }
                line.index = first
            }
        }
        if category == .net || category == .none {
            for matcher in others {
                detail = matcher.detail(&line)
                if detail != nil { return matcher.kind }
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
