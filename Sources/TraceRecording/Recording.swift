/// A file of raw trace records, as `ebpf-extractor --record` keeps them and `--replay` runs them again.
///
/// Layout, little-endian: the 8 bytes of ``magic``, then entries of a 4-byte length (of what follows the type), a 4-byte
/// type and that many bytes. Type 0 is a record as `trace_events.h` lays it out; type 1 is 8 bytes, the signed nanoseconds
/// to add to CLOCK_MONOTONIC for the Unix time of the records that follow.
public enum Recording {
    public static let magic: [UInt8] = Array("PEEROBS1".utf8)
    /// A longer entry is damage: the largest record, and room to spare.
    public static let longestEntry = 5 << 20

    enum EntryType {
        static let record: UInt32 = 0
        static let clock: UInt32 = 1
    }
}

/// Why a recording could not be read or written; the description names the file.
public struct RecordingError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ path: String, _ problem: String) { description = "\(path): \(problem)" }
}
