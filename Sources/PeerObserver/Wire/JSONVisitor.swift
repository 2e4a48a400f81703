/// Writes messages as JSON, in ASCII only: one object, no line breaks.
public struct JSONVisitor: FieldVisitor, ~Copyable {
    /// How bytes and hashes appear.
    public enum Form: Sendable {
        /// Arrays of numbers, as upstream's websocket clients expect.
        case byteArrays
        /// Hex text; hashes in display order.
        case hex
        /// As `hex`, and integers that a JavaScript number cannot hold are text.
        case browser
    }

    /// The largest integer up to which a JavaScript number holds each: 2^53 - 1.
    static let largestSafeInteger: UInt64 = 1 << 53 - 1

    public var output: ByteWriter
    private let form: Form

    public init(form: Form, output: consuming ByteWriter = ByteWriter()) {
        self.form = form
        self.output = output
    }

    /// A comma where a value stands before. A bracket or a colon never ends one, for text ends with its quote.
    private mutating func separate() {
        switch output.last {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), nil: break
        default: output.byte(UInt8(ascii: ","))
        }
    }

    public mutating func beginMessage(_ name: StaticString, shape: MessageShape) { output.byte(UInt8(ascii: "{")) }
    public mutating func endMessage(shape: MessageShape) { output.byte(UInt8(ascii: "}")) }

    public mutating func beginField(_ name: StaticString, label: StaticString) {
        switch output.last {
        case UInt8(ascii: "{"), nil: output.key(name, after: .nothing)
        default: output.key(name, after: .comma)
        }
    }
    public mutating func endField() {}

    public mutating func beginCase(_ name: StaticString, label: StaticString, shape: CaseShape) {
        output.key(name, after: .brace)
    }
    public mutating func endCase(shape: CaseShape) { output.byte(UInt8(ascii: "}")) }

    public mutating func beginList() { output.byte(UInt8(ascii: "[")) }
    public mutating func beginElement() { separate() }
    public mutating func endList() { output.byte(UInt8(ascii: "]")) }

    public mutating func beginMap() { output.byte(UInt8(ascii: "{")) }
    public mutating func beginKey() {
        separate()
        keyStart = output.count
    }
    public mutating func endKey() {
        // Number keys become text; text keys have their quotes already.
        if output.last != UInt8(ascii: "\"") { output.quote(from: keyStart) }
        output.byte(UInt8(ascii: ":"))
    }
    public mutating func endMap() { output.byte(UInt8(ascii: "}")) }
    private var keyStart = 0

    public mutating func none() { output.text("null") }
    public mutating func unsigned(_ value: UInt64) {
        guard form == .browser, value > Self.largestSafeInteger else { return output.decimal(value) }
        let start = output.count
        output.decimal(value)
        output.quote(from: start)
    }
    public mutating func signed(_ value: Int64) {
        guard form == .browser, value.magnitude > Self.largestSafeInteger else { return output.decimal(value) }
        let start = output.count
        output.decimal(value)
        output.quote(from: start)
    }
    public mutating func double(_ value: Double) {
        if value.isFinite { output.utf8(value.description) } else { none() }
    }
    public mutating func bool(_ value: Bool) { output.text(value ? "true" : "false") }
    public mutating func string(_ value: String) { output.jsonString(value) }
    public mutating func enumeration(_ rawValue: Int32) { output.decimal(Int64(rawValue)) }

    /// A string that lies on the wire.
    mutating func string(from reader: inout WireReader) throws(WireError) {
        try reader.withBytes { text in
            if !output.plainJSONString(text.assumingMemoryBound(to: UInt8.self)) {
                output.jsonString(String(decoding: text, as: UTF8.self))
            }
        }
    }

    /// Bytes that lie on the wire.
    mutating func bytes(from reader: inout WireReader) throws(WireError) {
        try reader.withBytes { bytes($0) }
    }

    public mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { bytes($0) }
    }

    public mutating func hash256(_ value: Hash256) {
        switch form {
        case .byteArrays: value.withUnsafeBytes { bytes($0) }
        case .hex, .browser:
            output.byte(UInt8(ascii: "\""))
            output.displayHex(value)
            output.byte(UInt8(ascii: "\""))
        }
    }

    public mutating func shortID(_ value: ShortID) {
        guard form != .byteArrays else {
            return Swift.withUnsafeBytes(of: value.value.littleEndian) {
                bytes(UnsafeRawBufferPointer(rebasing: $0[..<ShortID.byteCount]))
            }
        }
        output.byte(UInt8(ascii: "\""))
        output.hex(value)
        output.byte(UInt8(ascii: "\""))
    }

    private mutating func bytes(_ value: UnsafeRawBufferPointer) {
        switch form {
        case .byteArrays:
            output.byte(UInt8(ascii: "["))
            output.decimals(value)
            output.byte(UInt8(ascii: "]"))
        case .hex, .browser:
            output.byte(UInt8(ascii: "\""))
            output.hex(value)
            output.byte(UInt8(ascii: "\""))
        }
    }
}

extension JSONVisitor {
    /// Writes the event without its envelope: the arm of its oneof, externally tagged.
    // Not generic, so that other modules need not look up types for each field.
    public mutating func payload(of event: borrowing Event) { event.visitPayload(&self) }
}
