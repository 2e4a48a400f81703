import Daemon
import Glibc

/// Reads one log file from a position on, line by line, and notices when the file is no longer what it was.
final class LogReader {
    enum Outcome {
        /// Lines were read; there may be more.
        case lines
        /// No whole line is left for now.
        case end
        /// What was read before is no longer in front of the position: the file was cut off or rewritten.
        case replaced
    }

    /// Bytes before the position that are compared with each reading.
    private static let overlap = 256
    private static let chunk = 2 * LineScanner.longest

    let file: LogFile
    private(set) var scanner = LineScanner()
    /// Where the next line begins.
    private(set) var offset: UInt64
    private var tail: [UInt8]
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ file: LogFile, offset: UInt64 = 0, tail: [UInt8] = []) {
        self.file = file
        self.offset = offset
        self.tail = tail
        buffer = .allocate(byteCount: Self.overlap + Self.chunk, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// Nil in the middle of a line that is too long.
    var position: TailPosition? {
        scanner.isSkipping ? nil : TailPosition(identity: file.identity, offset: offset, tail: tail)
    }

    /// The place itself, wherever it is.
    var place: TailPosition { TailPosition(identity: file.identity, offset: offset, tail: tail) }

    /// Bytes that are not read yet.
    var lag: UInt64 {
        let size = file.size
        return size > offset ? size - offset : 0
    }

    func read(_ body: (UnsafeRawBufferPointer) -> Void) throws(DaemonError) -> Outcome {
        guard let fresh = try fill() else { return .replaced }
        let used = scanner.scan(fresh, body)
        keep(UnsafeRawBufferPointer(rebasing: fresh[..<used]))
        return used > 0 ? .lines : .end
    }

    /// Takes what is left of a file that nobody writes to any more as its last line.
    func finish(_ body: (UnsafeRawBufferPointer) -> Void) throws(DaemonError) {
        guard let rest = try fill() else { return }
        scanner.finish(rest, body)
        keep(rest)
    }

    /// The bytes behind the position; nil where those before it have changed.
    private func fill() throws(DaemonError) -> UnsafeRawBufferPointer? {
        let overlap = min(tail.count, Self.overlap)
        let count = try file.read(into: buffer, at: offset - UInt64(overlap))
        guard count >= overlap else { return nil }
        let isSame = tail.withUnsafeBytes { tail in
            guard overlap > 0, let known = tail.baseAddress, let read = buffer.baseAddress else { return true }
            return memcmp(known + (tail.count - overlap), read, overlap) == 0
        }
        return isSame ? UnsafeRawBufferPointer(rebasing: buffer[overlap..<count]) : nil
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) {
        offset += UInt64(bytes.count)
        if bytes.count >= TailPosition.tailSize {
            tail = Array(bytes.suffix(TailPosition.tailSize))
        } else if !bytes.isEmpty {
            tail.removeFirst(max(0, tail.count + bytes.count - TailPosition.tailSize))
            tail.append(contentsOf: bytes)
        }
    }
}
