/// A protobuf message as a value: it reads, writes and shows itself.
public protocol WireMessage: Sendable {
    init()
    /// Reads fields until the end of `reader`; unknown ones are passed over, missing ones keep their value.
    mutating func merge(from reader: inout WireReader) throws(WireError)
    /// Writes the fields in number order. The writer works back to front, so the last field comes first.
    func encode(into writer: inout WireWriter)
    /// Tells `visitor` every field by name, in the order of the proto file.
    func visit<Visitor: FieldVisitor & ~Copyable>(_ visitor: inout Visitor)
}

extension WireMessage {
    /// Decodes a whole buffer.
    public init(decoding bytes: RawSpan) throws(WireError) {
        self.init()
        var reader = WireReader(bytes)
        try merge(from: &reader)
    }

    /// Decodes a whole buffer.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        try self.init(decoding: RawSpan(_unsafeBytes: bytes))
    }

    /// Decodes a whole buffer.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        try self.init(decoding: bytes.span.bytes)
    }

    /// Reads a length-delimited message.
    @inline(__always)
    init(from reader: inout WireReader) throws(WireError) {
        self.init()
        try mergeField(from: &reader)
    }

    /// Reads a length-delimited message on top of what stands here, as protobuf has it for a field that comes twice.
    @inline(__always)
    mutating func mergeField(from reader: inout WireReader) throws(WireError) {
        var inner = try reader.message()
        try merge(from: &inner)
    }

    /// The encoded message in an array of its own; daemons reuse a `WireWriter` instead.
    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        encode(into: &writer)
        return writer.withUnsafeBytes { [UInt8]($0) }
    }
}

/// One entry of a map field, in the order of the wire.
public struct MapEntry<Key: Hashable & Sendable, Value: Equatable & Sendable>: Equatable, Sendable {
    public var key: Key
    public var value: Value

    public init(_ key: Key, _ value: Value) {
        self.key = key
        self.value = value
    }
}
