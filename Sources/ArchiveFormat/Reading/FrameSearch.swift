/// Looks for the first bytes of zstd frames in a file.
struct FrameSearch: ~Copyable {
    private var file: InputFile
    private var window: [UInt8] = []
    /// Where `window` begins in the file, and the place in it to look at next.
    private var start: UInt64
    private var index = 0

    private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    private static let step = 256 << 10

    init(_ path: String, from offset: UInt64) throws(ArchiveError) {
        file = try InputFile(path)
        start = offset
    }

    /// Where a frame ends by what its blocks tell of their lengths; nil where they do not lead to an end.
    static func end(ofFrameAt offset: UInt64, _ path: String) throws(ArchiveError) -> UInt64? {
        var file = try InputFile(path)
        try file.seek(to: offset)
        var input = ByteQueue()
        var (walker, end) = (ZstdFrameWalker(), offset)
        while true {
            let next: ZstdFrameWalker.Part?
            do throws(ZstdFrameWalker.Failure) {
                next = try Self.part(&walker, input)
            } catch {
                return nil
            }
            guard let part = next else {
                guard try Self.read(&file, into: &input) else { return nil }
                continue
            }
            let length: Int
            switch part {
            case .frameHeader(let header, _): length = header
            case .block(let block, _): length = block
            case .checksum: length = ZstdFrameWalker.checksumLength
            case .skippable: return nil
            }
            input.consume(length)
            end += UInt64(length)
            if !walker.isInsideFrame { return end }
        }
    }

    private static func part(
        _ walker: inout ZstdFrameWalker, _ input: borrowing ByteQueue
    ) throws(ZstdFrameWalker.Failure) -> ZstdFrameWalker.Part? {
        try walker.next(input.bytes)
    }

    private static func read(_ file: inout InputFile, into input: inout ByteQueue) throws(ArchiveError) -> Bool {
        try file.read { input.append($0) }
    }

    mutating func next() throws(ArchiveError) -> UInt64? {
        while true {
            while index + 4 <= window.count {
                defer { index += 1 }
                if window[index] == Self.magic[0], window[index + 1] == Self.magic[1],
                    window[index + 2] == Self.magic[2],
                    window[index + 3] == Self.magic[3]
                {
                    return start + UInt64(index)
                }
            }
            // The last three bytes may begin one.
            start += UInt64(index)
            window = try file.bytes(at: start, count: Self.step)
            index = 0
            guard window.count >= 4 else { return nil }
        }
    }
}
