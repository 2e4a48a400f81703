/// Cuts the bytes of a v1 connection into messages, as they come: in pieces, whole, or many at once.
///
/// It keeps no more than the one message that is not complete, and of that no more than has arrived: a claimed length
/// allocates nothing.
public struct FrameStream: Sendable {
    private let network: Network
    private let longestPayload: Int
    private var partial: [UInt8] = []
    /// Bytes of the message in `partial` with its header; nil while the header is not complete.
    private var expected: Int?
    /// Whole messages so far.
    public private(set) var messages: UInt64 = 0

    /// A buffer that was larger for one message is given back after it.
    private static let keptCapacity = 1 << 16

    /// - Parameter longestPayload: What a header may claim; Core's limit unless given.
    public init(network: Network, longestPayload: Int = Frame.longestPayload) {
        self.network = network
        self.longestPayload = longestPayload
    }

    /// Whether a message has begun and not ended.
    public var isInsideMessage: Bool { !partial.isEmpty }

    /// Bytes that are reserved for the message that is not complete.
    public var reservedBytes: Int { partial.capacity }

    /// Hands each message that `bytes` complete to `take`, which returns whether to go on. After an error, or where `take` said
    /// no, the stream is at no message's beginning: do not read on.
    public mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ take: (_ command: String, _ payload: RawSpan) -> Bool
    ) throws(FrameError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if partial.isEmpty, rest.count >= Frame.headerByteCount {
                let header = try Header(UnsafeRawBufferPointer(rebasing: rest), network, longestPayload)
                // Most messages come whole and are read where they lie.
                if rest.count >= header.frameByteCount {
                    let frame = UnsafeRawBufferPointer(rebasing: rest.prefix(header.frameByteCount))
                    rest = rest.dropFirst(frame.count)
                    let goesOn = try Self.hand(frame, header, to: take)
                    messages += 1
                    guard goesOn else { return }
                    continue
                }
            }
            if expected == nil {
                move(Frame.headerByteCount - partial.count, from: &rest, limit: Frame.headerByteCount)
                guard partial.count == Frame.headerByteCount else { return }
                expected = try partialHeader().frameByteCount
            }
            guard let expected else { return }
            move(expected - partial.count, from: &rest, limit: expected)
            guard partial.count == expected else { return }
            let goesOn = try handPartial(to: take)
            messages += 1
            partial.removeAll(keepingCapacity: partial.capacity <= Self.keptCapacity)
            self.expected = nil
            guard goesOn else { return }
        }
    }

    /// Appends up to `count` bytes. The buffer doubles, but never beyond `limit`.
    private mutating func move(_ count: Int, from rest: inout Slice<UnsafeRawBufferPointer>, limit: Int) {
        let piece = rest.prefix(count)
        let needed = partial.count + piece.count
        if partial.capacity < needed { partial.reserveCapacity(min(limit, max(needed, 2 * partial.capacity))) }
        partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece))
        rest = rest.dropFirst(piece.count)
    }

    private func partialHeader() throws(FrameError) -> Header {
        try partial.span.bytes.withUnsafeBytes { bytes throws(FrameError) in
            try Header(bytes, network, longestPayload)
        }
    }

    private func handPartial(
        to take: (_ command: String, _ payload: RawSpan) -> Bool
    ) throws(FrameError) -> Bool {
        let header = try partialHeader()
        return try partial.span.bytes.withUnsafeBytes { bytes throws(FrameError) in
            try Self.hand(bytes, header, to: take)
        }
    }

    private static func hand(
        _ frame: UnsafeRawBufferPointer, _ header: Header, to take: (_ command: String, _ payload: RawSpan) -> Bool
    ) throws(FrameError) -> Bool {
        let payload = UnsafeRawBufferPointer(rebasing: frame.dropFirst(Frame.headerByteCount))
        guard DoubleSHA256.hash(payload).beginning == header.checksum else { throw .wrongChecksum(header.command) }
        return take(header.command, RawSpan(_unsafeBytes: payload))
    }
}

/// Why bytes are no messages of the v1 transport.
public enum FrameError: Error, Equatable, Sendable {
    /// A message begins with other bytes than those of its network.
    case wrongMagic([UInt8])
    /// The message type is no printable ASCII, or something stands behind its end.
    case invalidCommand([UInt8])
    case oversized(command: String, length: UInt32, limit: Int)
    case wrongChecksum(String)
}

extension FrameError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongMagic(let bytes): "message begins with \(Hex.encode(bytes))"
        case .invalidCommand(let bytes): "invalid message type \(Hex.encode(bytes))"
        case .oversized(let command, let length, let limit): "\(command) of \(length) bytes, above \(limit)"
        case .wrongChecksum(let command): "wrong checksum of \(command)"
        }
    }
}

/// A checked header.
private struct Header {
    let command: String
    let payloadByteCount: Int
    let checksum: UInt32

    var frameByteCount: Int { Frame.headerByteCount + payloadByteCount }

    /// - Precondition: `bytes` holds a header.
    init(_ bytes: UnsafeRawBufferPointer, _ network: Network, _ longestPayload: Int) throws(FrameError) {
        guard bytes.prefix(4).elementsEqual(network.magic) else { throw .wrongMagic(Array(bytes.prefix(4))) }
        let name = bytes[4..<16]
        let text = name.prefix { $0 != 0 }
        guard text.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }), name.dropFirst(text.count).allSatisfy({ $0 == 0 }) else {
            throw .invalidCommand(Array(name))
        }
        command = String(decoding: UnsafeRawBufferPointer(rebasing: text), as: UTF8.self)
        let length = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        guard length <= longestPayload else {
            throw .oversized(command: command, length: length, limit: longestPayload)
        }
        payloadByteCount = Int(length)
        checksum = bytes.loadUnaligned(fromByteOffset: 20, as: UInt32.self)
    }
}

extension Hash256 {
    /// The first four bytes, as they lie in memory.
    fileprivate var beginning: UInt32 { withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) } }
}
