extension Event {
    /// Writes the event with `log` as its payload; the same bytes as `encode` writes with `.logExtractor(log)`.
    ///
    /// Putting a value of this size into the payload copies it into memory of its own, which costs as much as encoding
    /// it. The writer goes back to front, and the payload stands first.
    @inline(never)
    public func encode(into writer: inout WireWriter, log: borrowing LogEvent) {
        encode(into: &writer)
        let end = writer.count
        log.encode(into: &writer)
        writer.varint(UInt64(writer.count - end), tag: Self.logExtractorTag)
    }

    /// Field 4, length-delimited.
    private static var logExtractorTag: UInt32 { 4 << 3 | 2 }
}
