/// What an archive may ask for. Memory stays within the sum of both, and some 300 KiB.
public struct ArchiveLimits: Sendable {
    /// Bytes that a zstd frame may refer back to. Level 22, upstream's default, needs 128 MiB.
    public var window: UInt64 = 128 << 20
    /// Bytes of one event: NATS takes no payload above 64 MiB. No more is reserved than twice what has come of it.
    public var event = 64 << 20

    public init() {}
}
