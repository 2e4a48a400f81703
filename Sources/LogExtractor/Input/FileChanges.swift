/// What happened to the log.
struct FileChanges {
    var rotations: UInt64 = 0
    var shrinks: UInt64 = 0
    /// The place in the log was lost: it was cut off, or is another file.
    var truncations: UInt64 = 0
}
