/// What an archive may ask for. Memory stays within its window and twice its longest event, and some 300 KiB.
public struct ArchiveLimits: Sendable {
    /// Bytes that a zstd frame may refer back to. Level 22, upstream's default, needs 128 MiB.
    public var window: UInt64 = 128 << 20
    /// Bytes of one event: NATS takes no payload above 64 MiB. No more is reserved than twice what has come of it.
    public var event = 64 << 20
    /// Bytes that archives which are read side by side may need together. One that would need more is not read further.
    public var together: UInt64 = 1 << 30
    /// Archives that may be open at once.
    public var openArchives = 256

    public init() {}
}
