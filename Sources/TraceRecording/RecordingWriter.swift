import Glibc

/// Appends records to a new file.
public final class RecordingWriter {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var clockOffset: Int64?

    /// - Parameter path: where the file is made; what was there is replaced.
    public init(path: String) throws(RecordingError) {
        guard let file = fopen(path, "we") else { throw RecordingError(path, String(cString: strerror(errno))) }
        self.path = path
        self.file = file
        try write(Recording.magic)
    }

    deinit { fclose(file) }

    /// Says how the clock of the records that follow relates to Unix time; small changes are not worth an entry.
    ///
    /// - Parameter nanoseconds: to add to CLOCK_MONOTONIC.
    public func setClockOffset(nanoseconds: Int64) throws(RecordingError) {
        if let clockOffset, abs(clockOffset &- nanoseconds) < 100_000 { return }
        clockOffset = nanoseconds
        try withUnsafeBytes(of: nanoseconds.littleEndian) { bytes throws(RecordingError) in
            try entry(Recording.EntryType.clock, bytes)
        }
    }

    public func append(_ record: UnsafeRawBufferPointer) throws(RecordingError) {
        try entry(Recording.EntryType.record, record)
    }

    public func flush() throws(RecordingError) {
        guard fflush(file) == 0 else { throw RecordingError(path, String(cString: strerror(errno))) }
    }

    private func entry(_ type: UInt32, _ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
        var head = (UInt32(bytes.count).littleEndian, type.littleEndian)
        try withUnsafeBytes(of: &head) { head throws(RecordingError) in try write(head) }
        try write(bytes)
    }

    private func write(_ bytes: [UInt8]) throws(RecordingError) {
        try bytes.withUnsafeBytes { bytes throws(RecordingError) in try write(bytes) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
        guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
            throw RecordingError(path, String(cString: strerror(errno)))
        }
    }
}
