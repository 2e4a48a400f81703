import ArchiveFormat
import PeerObserver

/// The report for programs: docs/archive-tool.md tells of each field.
struct ReportJSON: ~Copyable {
    private var json = JSONVisitor(form: .hex)

    static func make(_ totals: ReportTotals, _ reports: [ArchiveReport], _ tally: MessageTally?) -> [UInt8] {
        var report = ReportJSON()
        report.write(totals, reports, tally)
        report.json.output.text("\n")
        return report.json.output.array
    }

    private mutating func write(_ totals: ReportTotals, _ reports: [ArchiveReport], _ tally: MessageTally?) {
        json.beginMessage("", shape: .fields)
        number("archives", UInt64(totals.archives))
        number("bytes", totals.bytes)
        number("content_bytes", totals.contentBytes)
        number("events", totals.events)
        optional("first_time", totals.times?.lowerBound)
        optional("last_time", totals.times?.upperBound)
        number("duration_ms", totals.milliseconds)
        field("events_per_second")
        if let rate = totals.eventsPerSecond { json.double(rate) } else { json.none() }
        number("undecodable", totals.undecodable)
        counts("kinds", totals.kinds.encoded)
        counts("nodes", totals.nodes)
        number("events_without_node", totals.eventsWithoutNode)
        number("missing", totals.missing)
        number("unlisted_events", totals.unlistedEvents)
        number("missing_files", totals.missingFiles)
        counts("lost", totals.lost.encoded)
        write(totals.streams)
        write(tally)
        field("files")
        json.beginList()
        for report in reports {
            json.beginElement()
            write(report)
        }
        json.endList()
        json.endMessage(shape: .fields)
    }

    private mutating func write(_ streams: [StreamCount]) {
        field("streams")
        json.beginList()
        for stream in streams {
            json.beginElement()
            json.beginMessage("", shape: .fields)
            text("node", stream.node)
            text("kind", stream.kind)
            text("stream_id", ReportText.hex(stream.streamID))
            number("first", stream.first)
            number("last", stream.last)
            number("events", stream.events)
            number("missing", stream.missing)
            json.endMessage(shape: .fields)
        }
        json.endList()
    }

    /// nil where not everything was read.
    private mutating func write(_ tally: MessageTally?) {
        field("commands")
        guard let tally else {
            json.none()
            field("peers")
            return json.none()
        }
        json.beginList()
        for (command, count) in tally.commands.sorted(by: {
            ($1.value.events, $0.key.name) < ($0.value.events, $1.key.name)
        }) {
            json.beginElement()
            json.beginMessage("", shape: .fields)
            text("command", command.name)
            text("direction", command.inbound ? "in" : "out")
            number("events", count.events)
            number("bytes", count.bytes)
            json.endMessage(shape: .fields)
        }
        json.endList()
        field("peers")
        json.beginMessage("", shape: .fields)
        number("hosts", UInt64(tally.peers.count))
        flag("is_complete", !tally.hasMorePeers)
        field("most")
        json.beginList()
        for (host, count) in tally.peers.sorted(by: { ($1.value.events, $0.key) < ($0.value.events, $1.key) }).prefix(
            10)
        {
            json.beginElement()
            json.beginMessage("", shape: .fields)
            text("host", host)
            number("events", count.events)
            number("bytes", count.bytes)
            json.endMessage(shape: .fields)
        }
        json.endList()
        json.endMessage(shape: .fields)
    }

    private mutating func write(_ report: ArchiveReport) {
        json.beginMessage("", shape: .fields)
        text("path", report.path)
        text("state", report.state.rawValue)
        text("error", report.error)
        text("form", report.isPlain ? "plain" : report.isSeekable ? "seekable" : "zstd")
        flag("has_index", report.hasIndex)
        flag("is_read", report.isRead)
        text("first_format", report.firstFormat.map { Hex.encode($0) })
        number("bytes", report.bytes)
        number("content_bytes", report.contentBytes)
        number("events", report.events)
        optional("first_time", report.times?.lowerBound)
        optional("last_time", report.times?.upperBound)
        text("node", report.header?.node)
        field("filters")
        json.beginList()
        for word in report.header?.filters ?? [] {
            json.beginElement()
            json.string(word)
        }
        json.endList()
        flag("low_data", report.header?.lowData == true)
        text("written_by", report.header?.writtenBy)
        optional("created", report.header?.created)
        json.endMessage(shape: .fields)
    }

    // MARK: Values

    private mutating func field(_ name: StaticString) { json.beginField(name, label: name) }

    private mutating func number(_ name: StaticString, _ value: UInt64) {
        field(name)
        json.unsigned(value)
    }

    private mutating func optional(_ name: StaticString, _ value: UInt64?) {
        field(name)
        if let value { json.unsigned(value) } else { json.none() }
    }

    private mutating func text(_ name: StaticString, _ value: String?) {
        field(name)
        if let value { json.string(value) } else { json.none() }
    }

    private mutating func flag(_ name: StaticString, _ value: Bool) {
        field(name)
        json.bool(value)
    }

    private mutating func counts(_ name: StaticString, _ counts: [KindCount]) {
        field(name)
        json.beginMap()
        for count in counts {
            json.beginKey()
            json.string(count.kind)
            json.endKey()
            json.unsigned(count.events)
        }
        json.endMap()
    }
}
