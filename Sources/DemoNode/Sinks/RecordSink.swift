import TraceRecording

/// Writes the records that the BPF programs would have made of the hits to a file.
struct RecordSink: Sink {
    private let writer: RecordingWriter
    private var encoder = RecordEncoder()
    /// The first failure; nothing is written after it.
    private(set) var error: RecordingError?

    init(path: String) throws(RecordingError) {
        writer = try RecordingWriter(path: path)
        try writer.setClockOffset(nanoseconds: RecordEncoder.clockOffset)
    }

    func unixNanoseconds(at elapsed: Int64) -> UInt64 { RecordEncoder.unixNanoseconds(at: elapsed) }

    /// - Throws: what went wrong since the beginning.
    func finish() throws(RecordingError) {
        if let error { throw error }
        try writer.flush()
    }

    mutating func fire(_ hit: Hit, at elapsed: Int64) -> Bool {
        guard error == nil else { return false }
        var failure: RecordingError?
        encoder.encode(hit, at: elapsed) { [writer] record in
            do throws(RecordingError) { try writer.append(record) } catch { failure = error }
        }
        error = failure
        return failure == nil
    }
}
