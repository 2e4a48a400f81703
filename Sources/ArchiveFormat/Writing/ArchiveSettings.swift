/// How an archive is written.
public struct ArchiveSettings: Sendable, Equatable {
    /// zstd's level; 0 for a plain file.
    public var level = 9
    /// Threads that compress; 0 for the caller's.
    public var threads = 0
    /// A zstd frame for each block and an index at the end, instead of one frame and a side file.
    public var seekable = false
    /// Bytes of events after which a block is full.
    public var blockSize = 1 << 20
    /// When what is written is brought to the disk itself.
    public var sync = ArchiveSync.close
    /// Whether a block without its entry in the index counts as not written. Otherwise an index that cannot be written is given up.
    public var needsIndex = false

    public init() {}
}

/// When an archive is brought to the disk itself, so that it survives a power cut.
public enum ArchiveSync: String, Sendable, CaseIterable {
    /// When the system does it.
    case never
    /// When an archive is closed.
    case close
    /// At the end of each block.
    case block
}
