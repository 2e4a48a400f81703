import PeerObserver

/// A P2P message without its content: what the tracepoint tells, and where the content lies. Texts stay in the event.
struct MessageHead {
    var peerID: UInt64 = 0
    var addr = 0..<0
    var connType: Int32 = 0
    var command = 0..<0
    var inbound = false
    var size: UInt64 = 0
    var connectionType = 0..<0
    /// The number of the arm that holds the content; 0 where there is none.
    var arm: UInt32 = 0
    /// The content's bytes, where it is a message.
    var body = 0..<0

    /// - Parameter range: where a `MessageEvent` lies in `input`.
    init(_ input: RawSpan, in range: Range<Int>) throws(WireError) {
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            if tag == 10 {
                try readMeta(input, in: try reader.range())
            } else if tag & 7 == 2 {
                let content = try reader.range()
                // What stands in `detail` comes beside an arm.
                if tag < Self.firstDetail { (arm, body) = (tag >> 3, content) }
            } else {
                if tag & 7 == 0 { arm = tag >> 3 }
                try reader.skip(tag)
            }
        }
    }

    private static let firstDetail: UInt32 = 1001 << 3

    private mutating func readMeta(_ input: RawSpan, in range: Range<Int>) throws(WireError) {
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            switch tag {
            case 8: peerID = try reader.varint()
            case 18: addr = try reader.range()
            case 24: connType = try reader.int32()
            case 34: command = try reader.range()
            case 40: inbound = try reader.bool()
            case 48: size = try reader.varint()
            case 8002: connectionType = try reader.range()
            default: try reader.skip(tag)
            }
        }
    }
}

/// The numbers of `MessageEvent`'s arms that metrics look into.
enum MessageArm {
    static let ping: UInt32 = 2
    static let pong: UInt32 = 3
    static let inv: UInt32 = 4
    static let addr: UInt32 = 8
    static let addrv2: UInt32 = 9
    static let feefilter: UInt32 = 10
    static let version: UInt32 = 13
    static let reject: UInt32 = 39
    static let emptyaddrv2: UInt32 = 40
    static let oldping: UInt32 = 41
    static let malformed: UInt32 = 1000
}
