/// An event without its content: what stands beside it, and where it lies.
public struct EventHead: Sendable {
    /// Which of an event's arms the content is.
    public enum Arm: Sendable {
        case ebpf, rpc, p2p, log, ipc, connectivity, alerts
    }

    /// Which of the optional numbers are there, 0 or not.
    public struct Numbers: OptionSet, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let streamID = Numbers(rawValue: 1)
        public static let sequence = Numbers(rawValue: 2)
        public static let sourceTime = Numbers(rawValue: 4)
        public static let pid = Numbers(rawValue: 8)
    }

    public var arm: Arm?
    /// How many arms there are; of several, the last one counts.
    public var armCount = 0
    /// The content's bytes.
    public var body = 0..<0
    /// Milliseconds since the Unix epoch.
    public var timestamp: UInt64 = 0
    /// What the event says its node is called.
    public var node: Range<Int>?
    public var streamID: UInt64 = 0
    public var sequence: UInt64 = 0
    /// Nanoseconds since the Unix epoch; 0 where the extractor does not tell.
    public var sourceTime: UInt64 = 0
    public var pid: UInt32 = 0
    public var numbers: Numbers = []

    /// Nanoseconds since the Unix epoch, as exactly as is known.
    public var time: UInt64 { sourceTime > 0 ? sourceTime : timestamp &* 1_000_000 }

    public init(_ input: RawSpan) throws(WireError) {
        var reader = WireReader(input)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: (arm, body, armCount) = (.ebpf, try reader.range(), armCount + 1)
            case 18: (arm, body, armCount) = (.rpc, try reader.range(), armCount + 1)
            case 26: (arm, body, armCount) = (.p2p, try reader.range(), armCount + 1)
            case 34: (arm, body, armCount) = (.log, try reader.range(), armCount + 1)
            case 42: (arm, body, armCount) = (.ipc, try reader.range(), armCount + 1)
            case 80: timestamp = try reader.varint()
            case 8002: node = try reader.range()
            case 8009:
                streamID = try reader.fixed64()
                numbers.insert(.streamID)
            case 8016:
                sequence = try reader.varint()
                numbers.insert(.sequence)
            case 8024:
                sourceTime = try reader.varint()
                numbers.insert(.sourceTime)
            case 8032:
                pid = try reader.uint32()
                numbers.insert(.pid)
            case 8042: (arm, body, armCount) = (.connectivity, try reader.range(), armCount + 1)
            case 8050: (arm, body, armCount) = (.alerts, try reader.range(), armCount + 1)
            default: try reader.skip(tag)
            }
        }
    }
}

extension RawSpan {
    /// Text of an event; what is no UTF-8 in it becomes U+FFFD.
    public func text(_ range: Range<Int>) -> String {
        withUnsafeBytes { String(decoding: UnsafeRawBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    public func bytes(_ range: Range<Int>) -> [UInt8] {
        withUnsafeBytes { [UInt8](UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
