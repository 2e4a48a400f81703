import ArchiveFormat
import PeerObserver

/// Writes events as lines of CSV (RFC 4180).
struct EventTable: ~Copyable {
    enum Dialect {
        /// For people's programs: no cell begins a formula.
        case csv
        /// For the programs that make Parquet: text as it is, but for what is not printable ASCII.
        case exact
    }

    private(set) var output = ByteWriter(capacity: 1 << 16)
    private var json = JSONVisitor(form: .hex)
    private let dialect: Dialect
    private let hasContent: Bool
    /// Events whose content was too long for the table.
    private(set) var shortened: UInt64 = 0

    /// Bytes of content in a row of `exact`: those who read it hold some rows at a time.
    private static let longestContent = 16 << 20

    init(_ dialect: Dialect, hasContent: Bool) {
        self.dialect = dialect
        self.hasContent = hasContent
        output.utf8(EventColumns.all.map(\.name).joined(separator: ",") + "\r\n")
    }

    mutating func removeAll() { output.removeAll() }

    /// - Parameter event: has a payload.
    mutating func append(_ event: Event, kind: String) {
        let columns = EventColumns(event)
        output.decimal(event.timestamp)
        number(event.sourceTimeNs)
        text(event.node)
        text(kind)
        text(EventName.of(event))
        number(columns.peer)
        text(columns.address)
        text(columns.connectionType)
        text(columns.command)
        text(columns.direction)
        number(columns.size)
        text(event.streamID.map { ReportText.hex($0) })
        number(event.sequence)
        number(event.pid.map { UInt64($0) })
        output.text(",")
        if hasContent { content(event) }
        output.text("\r\n")
    }

    /// JSON, which is printable ASCII and begins with a brace.
    private mutating func content(_ event: Event) {
        json.output.removeAll()
        json.payload(of: event)
        guard dialect == .csv || json.output.count <= Self.longestContent else {
            shortened += 1
            return
        }
        output.text("\"")
        Self.quoted(json.output, hidesSemicolons: dialect == .csv, into: &output)
        output.text("\"")
        // One large event's room is not kept.
        if json.output.count > 1 << 20 { json = JSONVisitor(form: .hex) }
    }

    /// - Parameter hidesSemicolons: writes those as JSON's `\u003b`: they stand in its strings alone, and where a spreadsheet is set to
    ///   semicolons, one begins a cell.
    private static func quoted(
        _ source: borrowing ByteWriter, hidesSemicolons: Bool, into output: inout ByteWriter
    ) {
        source.withUnsafeBytes { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() {
                if byte == UInt8(ascii: "\"") {
                    output.bytes(UnsafeRawBufferPointer(rebasing: bytes[start...index]))
                    start = index
                } else if hidesSemicolons, byte == UInt8(ascii: ";") {
                    output.bytes(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
                    output.text("\\u003b")
                    start = index + 1
                }
            }
            output.bytes(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    private mutating func number(_ value: UInt64?) {
        output.text(",")
        if let value { output.decimal(value) }
    }

    /// Text that a stranger may have written; nothing stands for nil, and empty quotes for no text.
    private mutating func text(_ value: String?) {
        output.text(",")
        guard let value else { return }
        output.text("\"")
        output.csvCell(value.utf8, hidesFormulas: dialect == .csv)
        output.text("\"")
    }
}
