/// A P2P message without its content: what the tracepoint tells, and where the content lies. Texts stay in the event.
public struct MessageHead: Sendable {
    public var peerID: UInt64 = 0
    public var addr = 0..<0
    public var connType: Int32 = 0
    public var command = 0..<0
    public var inbound = false
    public var size: UInt64 = 0
    public var connectionType = 0..<0
    /// The number of the arm that holds the content; 0 where there is none.
    public var arm: UInt32 = 0
    /// The content's bytes, where it is a message.
    public var body = 0..<0

    /// - Parameter range: where a `MessageEvent` lies in `input`.
    public init(_ input: RawSpan, in range: Range<Int>) throws(WireError) {
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

/// The numbers of `MessageEvent`'s arms that programs look into without decoding the message.
public enum MessageArm {
    public static let ping: UInt32 = 2
    public static let pong: UInt32 = 3
    public static let inv: UInt32 = 4
    public static let getdata: UInt32 = 5
    public static let tx: UInt32 = 6
    public static let headers: UInt32 = 7
    public static let addr: UInt32 = 8
    public static let addrv2: UInt32 = 9
    public static let feefilter: UInt32 = 10
    public static let getheaders: UInt32 = 11
    public static let getblocks: UInt32 = 12
    public static let version: UInt32 = 13
    public static let compactblock: UInt32 = 16
    public static let block: UInt32 = 18
    public static let getblocktxn: UInt32 = 19
    public static let blocktxn: UInt32 = 20
    public static let filteradd: UInt32 = 22
    public static let filterload: UInt32 = 23
    public static let merkleblock: UInt32 = 30
    public static let unknown: UInt32 = 31
    public static let verack: UInt32 = 32
    public static let getaddr: UInt32 = 34
    public static let mempool: UInt32 = 35
    public static let wtxidrelay: UInt32 = 36
    public static let sendaddrv2: UInt32 = 37
    public static let reject: UInt32 = 39
    public static let emptyaddrv2: UInt32 = 40
    public static let oldping: UInt32 = 41
    public static let malformed: UInt32 = 1000
}
