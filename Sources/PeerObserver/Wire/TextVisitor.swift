/// Writes messages as one line of text, `Type(field=value, …)`: printable ASCII, everything else as `\xNN`.
///
/// A type with one field shows its value alone, `Inv([…])`, one with a oneof its case alone, `WTx(…)`; an absent value is left out; bytes above
/// ``TextVisitor/shownBytes`` are cut, with their number behind.
public struct TextVisitor: FieldVisitor, ~Copyable {
    /// Bytes of a value that are shown in full.
    public static let shownBytes = 80

    public var output: ByteWriter
    /// Where the current field began, to take it back when it turns out to be absent or hidden.
    private var fieldStart = 0
    /// One entry an open message: whether its fields are named.
    private var isNamed = BitStack()
    private var isHidden = false
    /// Whether a value stands before, inside the same brackets. What was written cannot tell: it may be a peer's text.
    private var needsSeparator = false
    private var neededSeparator = false

    public init(output: consuming ByteWriter = ByteWriter()) {
        self.output = output
    }

    public mutating func beginMessage(_ name: StaticString, shape: MessageShape) {
        if shape != .wrapper {
            output.text(name)
            output.byte(UInt8(ascii: "("))
        }
        isNamed.push(shape == .fields)
        needsSeparator = false
    }

    public mutating func endMessage(shape: MessageShape) {
        isNamed.pop()
        if shape != .wrapper {
            output.byte(UInt8(ascii: ")"))
        } else if !needsSeparator {
            // A case that this version does not know.
            output.text("none")
        }
        needsSeparator = true
    }

    public mutating func beginField(_ name: StaticString, label: StaticString) {
        fieldStart = output.count
        isHidden = label.utf8CodeUnitCount == 0
        neededSeparator = needsSeparator
        separate()
        if isNamed.top {
            output.text(label)
            output.byte(UInt8(ascii: "="))
        }
    }

    public mutating func endField() {
        if isHidden {
            none()
            isHidden = false
        }
    }

    public mutating func none() {
        output.truncate(to: fieldStart)
        needsSeparator = neededSeparator
    }

    private mutating func separate() {
        if needsSeparator { output.text(", ") }
        needsSeparator = true
    }

    public mutating func beginCase(_ name: StaticString, label: StaticString, shape: CaseShape) {
        if shape == .message { return }
        output.text(label)
        if shape == .scalar { output.byte(UInt8(ascii: "(")) } else { flagStart = output.count }
    }

    public mutating func endCase(shape: CaseShape) {
        switch shape {
        case .message: break
        case .scalar: output.byte(UInt8(ascii: ")"))
        case .flag: output.truncate(to: flagStart)
        }
    }
    private var flagStart = 0

    public mutating func beginList() { open(UInt8(ascii: "[")) }
    public mutating func beginElement() { separate() }
    public mutating func endList() { close(UInt8(ascii: "]")) }

    public mutating func beginMap() { open(UInt8(ascii: "{")) }
    public mutating func beginKey() { separate() }
    public mutating func endKey() { output.text(": ") }
    public mutating func endMap() { close(UInt8(ascii: "}")) }

    private mutating func open(_ bracket: UInt8) {
        output.byte(bracket)
        needsSeparator = false
    }

    private mutating func close(_ bracket: UInt8) {
        output.byte(bracket)
        needsSeparator = true
    }

    public mutating func unsigned(_ value: UInt64) { output.decimal(value) }
    public mutating func signed(_ value: Int64) { output.decimal(value) }
    public mutating func double(_ value: Double) { output.utf8(value.description) }
    public mutating func bool(_ value: Bool) { output.text(value ? "true" : "false") }
    public mutating func string(_ value: String) { output.printable(value) }
    public mutating func hash256(_ value: Hash256) { output.displayHex(value) }
    public mutating func shortID(_ value: ShortID) { output.hex(value) }
    public mutating func enumeration(_ rawValue: Int32) { output.decimal(Int64(rawValue)) }

    public mutating func bytes(_ value: [UInt8]) {
        guard value.count > Self.shownBytes else { return output.hex(value) }
        value.withUnsafeBytes { output.hex(UnsafeRawBufferPointer(rebasing: $0[..<(Self.shownBytes / 2)])) }
        output.text("..(")
        output.decimal(UInt64(value.count))
        output.text(" bytes)")
    }
}

/// Up to 64 flags; messages of the contract nest eight deep at most.
private struct BitStack {
    private var bits: UInt64 = 0
    var top: Bool { bits & 1 == 1 }
    mutating func push(_ value: Bool) { bits = bits << 1 | (value ? 1 : 0) }
    mutating func pop() { bits >>= 1 }
}
