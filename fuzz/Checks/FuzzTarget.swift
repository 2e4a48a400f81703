/// What is fuzzed; the raw value names the folder of the corpus and of the crash cases.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case p2pDecoder = "P2PDecoderFuzz"
    case p2pStream = "P2PStreamFuzz"
    case eventDecoder = "EventDecoderFuzz"
    case recording = "RecordingFuzz"
    case logLine = "LogLineFuzz"
    case jsonReader = "JSONReaderFuzz"
    case archiveReader = "ArchiveReaderFuzz"

    /// Decodes one input and throws where something does not hold.
    public func check(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
        switch self {
        case .p2pDecoder: try checkP2PDecoder(input)
        case .p2pStream: try checkP2PStream(input)
        case .eventDecoder: try checkEventDecoder(input)
        case .recording: try checkRecording(input)
        case .logLine: try checkLogLines(input)
        case .jsonReader: try checkJSONReader(input)
        case .archiveReader: try checkArchiveReader(input)
        }
    }
}

/// Something that must hold for every input does not.
public struct CheckFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
