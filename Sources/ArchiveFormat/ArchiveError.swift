/// Where something stands in an archive.
public struct ArchivePosition: Sendable, Equatable, CustomStringConvertible {
    /// In the file.
    public var offset: UInt64 = 0
    /// In what the file holds when decompressed.
    public var contentOffset: UInt64 = 0
    /// Events before it.
    public var events: UInt64 = 0

    public init(offset: UInt64 = 0, contentOffset: UInt64 = 0, events: UInt64 = 0) {
        self.offset = offset
        self.contentOffset = contentOffset
        self.events = events
    }

    public var description: String { "byte \(offset), decompressed byte \(contentOffset), behind \(events) events" }
}

/// What is wrong with an archive, or with reading and writing it.
public enum ArchiveError: Error, Equatable, Sendable {
    /// There is nothing in it.
    case empty
    /// It does not begin with a header.
    case notAnArchive(reason: String)
    /// An archive of the first format (`PA`) with another version than 1.
    case unknownVersion(UInt8)
    /// It ends in the middle of something.
    case truncated(at: ArchivePosition, within: String)
    case damaged(at: ArchivePosition, reason: String)
    /// A zstd frame asks for more memory than is granted, in bytes.
    case windowTooLarge(at: ArchivePosition, window: UInt64, limit: UInt64)
    /// An event's length, in bytes.
    case tooLong(at: ArchivePosition, length: UInt64, limit: Int)
    /// The system refused; `code` is its error number.
    case file(path: String, operation: String, code: Int32)
    /// The index does not belong to the archive, or is damaged.
    case index(reason: String)
    /// The settings for writing contradict each other or libzstd.
    case settings(reason: String)

    /// The error number of `file` where there is a file of that name already.
    public static let alreadyThere: Int32 = 17

    /// Where it went wrong, as far as that is a place in the archive.
    public var position: ArchivePosition? {
        switch self {
        case .truncated(let position, _), .damaged(let position, _), .windowTooLarge(let position, _, _),
            .tooLong(let position, _, _):
            position
        default: nil
        }
    }
}

extension ArchiveError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the archive is empty"
        case .notAnArchive(let reason): "this is no archive: \(reason)"
        case .unknownVersion(let version): "an archive of the first format, but version \(version) instead of 1"
        case .truncated(let position, let part): "the archive is cut off within \(part) (\(position))"
        case .damaged(let position, let reason): "the archive is damaged: \(reason) (\(position))"
        case .windowTooLarge(let position, let window, let limit):
            "the archive needs \(window) bytes to be decompressed, more than the limit of \(limit) (\(position))"
        case .tooLong(let position, let length, let limit):
            "an event of \(length) bytes, more than the limit of \(limit) (\(position))"
        case .file(let path, let operation, let code): "cannot \(operation) \(path): \(systemError(code))"
        case .index(let reason): "the index cannot be used: \(reason)"
        case .settings(let reason): reason
        }
    }
}
