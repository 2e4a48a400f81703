import PeerObserver

/// What stands before the message of a line; ranges are offsets in the line.
struct LinePrefix {
    /// Microseconds since the Unix epoch; nil where the line does not begin with a time.
    var timestamp: UInt64?
    /// Seconds since the Unix epoch.
    var mockTime: UInt64?
    /// "[*]": lines of some other place in the node's source are dropped.
    var isSuppressing = false
    var thread = 0..<0
    var sourceFile = 0..<0
    var sourceLine: UInt32 = 0
    var sourceFunction = 0..<0
    var category = LogCategory.none
    /// The category's word.
    var categoryWord = 0..<0
    var level = LogLevel.info
    /// Where the message begins.
    var message = 0
    /// The line belongs to the message of the one before.
    var isContinuation = false
}

/// What a group in brackets can be by its own look.
enum Group {
    /// `[validation]`, `[net:debug]`, `[all:info]`, `[warning]`; `hasLevel` where the level is written.
    case category(LogCategory, word: Range<Int>, level: LogLevel, hasLevel: Bool)
    /// `[net.cpp:123]`.
    case source(file: Range<Int>, line: UInt32)
    case other
}

extension LineScanner {
    /// `[…] ` without brackets inside, or at the line's end without the space; the range is what the brackets hold.
    mutating func group() -> Range<Int>? {
        let first = index + 1
        guard peek == UInt8(ascii: "[") else { return nil }
        // Longer than the path of a source file is no group.
        let limit = min(end, first + 256)
        var position = first
        while position < limit, start[position] != UInt8(ascii: "]"), start[position] != UInt8(ascii: "[") {
            position += 1
        }
        guard position < limit, start[position] == UInt8(ascii: "]"), position > first else { return nil }
        guard position + 1 == end || start[position + 1] == UInt8(ascii: " ") else { return nil }
        index = min(position + 2, end)
        return first..<position
    }

    /// `[…] ` with brackets inside: a function's name, which in v30 has its arguments, as in `[operator[]]`.
    mutating func nestedGroup() -> Range<Int>? {
        guard peek == UInt8(ascii: "[") else { return nil }
        let limit = min(end, index + 2048)
        var depth = 0
        var position = index
        while position < limit {
            if start[position] == UInt8(ascii: "[") { depth += 1 }
            if start[position] == UInt8(ascii: "]") { depth -= 1 }
            if depth == 0 {
                guard position + 1 == end || start[position + 1] == UInt8(ascii: " ") else { return nil }
                defer { index = min(position + 2, end) }
                return index + 1..<position
            }
            position += 1
        }
        return nil
    }

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
    }

    func look(at group: Range<Int>) -> Group {
        var colon = group.upperBound - 1
        while colon > group.lowerBound, start[colon] != UInt8(ascii: ":") { colon -= 1 }
        if colon == group.lowerBound {
            if let category = key(group).flatMap(LogCategory.init) {
                return .category(category, word: group, level: .debug, hasLevel: false)
            }
            if let level = level(group) { return .category(.none, word: 0..<0, level: level, hasLevel: true) }
            return .other
        }
        let name = group.lowerBound..<colon
        var tail = self
        tail.index = colon + 1
        if let line = tail.unsigned32(), tail.index == group.upperBound {
            let isFile = bytes(name).contains(UInt8(ascii: ".")) && !bytes(name).contains(UInt8(ascii: " "))
            return isFile ? .source(file: name, line: line) : .other
        }
        guard let level = level(colon + 1..<group.upperBound), bytes(name).allSatisfy(Self.isWord) else {
            return .other
        }
        if bytes(name).elementsEqual("all".utf8) { return .category(.none, word: name, level: level, hasLevel: true) }
        return .category(key(name).flatMap(LogCategory.init) ?? .other, word: name, level: level, hasLevel: true)
    }

    /// The name in brackets as a number.
    private func key(_ range: Range<Int>) -> CategoryKey? {
        CategoryKey(bytes(range), readable: end - range.lowerBound)
    }

    private func level(_ range: Range<Int>) -> LogLevel? {
        guard (4...7).contains(range.count), let key = key(range), key.high == 0 else { return nil }
        return switch key.low {
        case 0x6563_6172_74: .trace
        case 0x6775_6265_64: .debug
        case 0x6f66_6e69: .info
        case 0x676e_696e_7261_77: .warning
        case 0x726f_7272_65: .error
        default: nil
        }
    }
}
