import Daemon
import DebugLog
import Glibc
import PeerObserver
import Synchronization

/// What one file holds.
struct FileScan {
    var path: String
    var counts = LineCounts()
    /// Decompressed.
    var bytes: UInt64 = 0
    var cut: UInt64 = 0
    /// Earliest and latest time of a line, in microseconds since the Unix epoch.
    var first = UInt64.max
    var last: UInt64 = 0
    /// Why the file could not be read to its end.
    var problem: String?

    private static let bufferSize = 1 << 20

    init(path: String) { self.path = path }

    /// Reads `path`; a file that breaks off counts as far as it goes.
    /// - Parameters:
    ///   - events: takes every line's event; nil where only counts are wanted.
    ///   - progress: is told of the bytes of the file that were read.
    static func run(_ path: String, events: ScanEvents?, progress: (UInt64) -> Void) -> FileScan {
        var scan = FileScan(path: path)
        do throws(DaemonError) {
            try scan.read(LogFileSource.open(path), events, progress)
        } catch {
            scan.problem = error.description
        }
        return scan
    }

    private mutating func read(
        _ source: any ByteSource, _ events: ScanEvents?, _ progress: (UInt64) -> Void
    ) throws(DaemonError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        var (scanner, filled, told) = (LineScanner(), 0, UInt64(0))
        var reader = LineReader(events: events)
        defer {
            counts = reader.counts
            (first, last, cut) = (reader.first, reader.last, scanner.cut)
            events?.flush()
        }
        while true {
            let count: Int
            do throws(DaemonError) {
                count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            } catch {
                scanner.finish(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) { reader.take($0) }
                throw error
            }
            progress(source.fileBytes - told)
            told = source.fileBytes
            if count == 0 { break }
            bytes += UInt64(count)
            filled += count
            let used = scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) { reader.take($0) }
            // What is left is less than a line may be, and so less than half of the buffer.
            if used > 0, used < filled, let base = buffer.baseAddress { memmove(base, base + used, filled - used) }
            filled -= used
        }
        scanner.finish(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) { reader.take($0) }
    }
}

/// Takes the lines of one file.
private struct LineReader {
    let events: ScanEvents?
    var parser = LogParser()
    var counts = LineCounts()
    var first = UInt64.max
    var last: UInt64 = 0

    @inline(__always)
    mutating func take(_ line: UnsafeRawBufferPointer) {
        let summary: LogSummary
        if let events {
            var event = LogEvent()
            summary = parser.read(line, into: &event)
            events.add(event)
        } else {
            summary = parser.classify(line)
        }
        counts.add(summary, byteCount: line.count)
        let time = summary.timestamp
        guard time > 0 else { return }
        if time < first { first = time }
        if time > last { last = time }
    }
}
