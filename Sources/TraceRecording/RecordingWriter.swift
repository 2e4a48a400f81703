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
        let isWritten = Recording.magic.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
        guard isWritten else { throw RecordingError(path, String(cString: strerror(errno))) }
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
        let head = UInt64(UInt32(bytes.count)) | UInt64(type) << 32
        try withUnsafeBytes(of: head.littleEndian) { head throws(RecordingError) in try write(head) }
        try write(bytes)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
        guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
            throw RecordingError(path, String(cString: strerror(errno)))
        }
    }
}
