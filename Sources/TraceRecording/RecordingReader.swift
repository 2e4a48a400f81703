import Glibc

/// Reads a recording from its beginning to its end, one record at a time.
public final class RecordingReader {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var buffer: [UInt8] = []
    private var position = 0

    /// Nanoseconds to add to CLOCK_MONOTONIC for the Unix time of the record read last.
    public private(set) var clockOffset: Int64 = 0

    public init(path: String) throws(RecordingError) {
        guard let file = fopen(path, "re") else { throw RecordingError(path, String(cString: strerror(errno))) }
        self.path = path
        self.file = file
        guard try fill(Recording.magic.count), buffer == Recording.magic else {
            throw RecordingError(path, "is no recording of ebpf-extractor --record")
        }
    }

    deinit { fclose(file) }

    /// Hands the next record to `body`, aligned to eight bytes and valid during the call; nil at the end. A recording that was cut off
    /// while it was written ends with its last whole record.
    public func next<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(RecordingError) -> Result? {
        while try fill(8) {
            let start = position - 8
            let (length, type) = buffer.withUnsafeBytes {
                (
                    UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)),
                    UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                )
            }
            guard length <= Recording.longestEntry else {
                throw RecordingError(path, "damaged at byte \(start): an entry of \(length) bytes")
            }
            guard try fill(Int(length)) else { return nil }
            switch type {
            case Recording.EntryType.record:
                return buffer.withUnsafeBytes(body)
            case Recording.EntryType.clock:
                guard length == 8 else {
                    throw RecordingError(path, "damaged at byte \(start): a clock entry of \(length) bytes")
                }
                clockOffset = buffer.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
            default:
                throw RecordingError(path, "damaged at byte \(start): entry type \(type)")
            }
        }
        return nil
    }

    /// Reads exactly `count` bytes into the buffer; false at the end of the file.
    private func fill(_ count: Int) throws(RecordingError) -> Bool {
        if buffer.count != count {
            buffer.removeAll(keepingCapacity: true)
            buffer.append(contentsOf: repeatElement(0, count: count))
        }
        let read = buffer.withUnsafeMutableBytes { fread($0.baseAddress, 1, count, file) }
        guard ferror(file) == 0 else { throw RecordingError(path, String(cString: strerror(errno))) }
        position += read
        return read == count
    }
}
