import ArchiveFormat
import EventOutput
import PeerObserver

/// The report for people.
struct ReportText {
    let totals: ReportTotals
    let reports: [ArchiveReport]
    let tally: MessageTally?
    let listsFiles: Bool
    private var lines: [String] = []

    init(_ totals: ReportTotals, _ reports: [ArchiveReport], _ tally: MessageTally?, listsFiles: Bool) {
        (self.totals, self.reports, self.tally, self.listsFiles) = (totals, reports, tally, listsFiles)
    }

    /// Most lines of a list whose length strangers decide.
    private static let most = 20

    mutating func make() -> String {
        lines = []
        addHead()
        addCounts("kinds", totals.kinds.encoded.sorted { ($1.events, $0.kind) < ($0.events, $1.kind) })
        if !totals.nodes.isEmpty {
            addCounts(
                "nodes",
                totals.nodes
                    + (totals.eventsWithoutNode > 0
                        ? [KindCount(kind: "(no name)", events: totals.eventsWithoutNode)] : []))
        }
        addMessages()
        addCompleteness()
        if listsFiles { addFiles() }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func addHead() {
        let states = totals.states.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        lines.append("archives     \(totals.archives): \(states)")
        let ratio = totals.contentBytes > 0 ? Double(totals.bytes) * 100 / Double(totals.contentBytes) : 0
        lines.append("bytes        \(totals.bytes), decompressed \(totals.contentBytes) (\(Self.decimal(ratio)) %)")
        if let header = reports.first?.header { addHeader(header) }
        guard let times = totals.times else { return lines.append("events       none") }
        lines.append("events       \(totals.events)")
        lines.append("first        \(EventTime.text(times.lowerBound))")
        lines.append("last         \(EventTime.text(times.upperBound))")
        let rate = totals.eventsPerSecond.map { ", \(Self.decimal($0)) events a second" } ?? ""
        lines.append("duration     \(TimeText.duration(milliseconds: totals.milliseconds))\(rate)")
    }

    /// Where all archives say the same.
    private mutating func addHeader(_ header: ArchiveHeader) {
        func same<Value: Equatable>(_ path: KeyPath<ArchiveHeader, Value>) -> Bool {
            reports.allSatisfy { $0.header?[keyPath: path] == header[keyPath: path] }
        }
        if let writer = header.writtenBy, same(\.writtenBy) { lines.append("written by   \(writer.printable)") }
        if reports.allSatisfy({ $0.firstFormat != nil }), let hash = reports.first?.firstFormat {
            lines.append("written by   upstream's first format, version 1, git \(Hex.encode(hash))")
        }
        if same(\.filters) {
            lines.append(
                "filters      \(header.filters.isEmpty ? "none told" : header.filters.joined(separator: ", ").printable)"
            )
        }
        if header.lowData == true, same(\.lowData) { lines.append("low data     yes") }
    }

    private mutating func addCounts(_ title: String, _ counts: [KindCount]) {
        guard !counts.isEmpty else { return }
        lines.append("\(title):")
        let width = counts.map(\.kind.printable.count).max() ?? 0
        for count in counts {
            let share = totals.events > 0 ? Double(count.events) * 100 / Double(totals.events) : 0
            lines.append(
                "  \(count.kind.printable.padded(width))  \(String(count.events).padded(left: 12))  \(Self.decimal(share)) %"
            )
        }
    }

    private mutating func addMessages() {
        guard let tally else { return lines.append("commands, peers: with --full") }
        let commands = tally.commands.sorted { ($1.value.events, $0.key.name) < ($0.value.events, $1.key.name) }
        if !commands.isEmpty { lines.append("commands:") }
        let width = commands.map(\.key.name.printable.count).max() ?? 0
        for (command, count) in commands {
            lines.append(
                "  \(command.name.printable.padded(width))  \(command.inbound ? "in " : "out")  "
                    + "\(String(count.events).padded(left: 12))  \(count.bytes) bytes")
        }
        lines.append(
            "peers        \(tally.peers.count) hosts\(tally.hasMorePeers ? ", and more that were not counted" : "")")
        for (host, count) in tally.peers.sorted(by: { ($1.value.events, $0.key) < ($0.value.events, $1.key) }).prefix(
            10)
        {
            lines.append("  \(host.printable)  \(count.events) events, \(count.bytes) bytes")
        }
    }

    private mutating func addCompleteness() {
        let streams = totals.streams
        let gaps = streams.filter { $0.missing > 0 }
        lines.append(
            streams.isEmpty
                ? "missing      nothing is known: no event has a sequence"
                : "missing      \(totals.missing) events, in \(gaps.count) of \(streams.count) sequences")
        for stream in gaps.prefix(Self.most) {
            let node = stream.node.map { "\($0.printable) " } ?? ""
            lines.append(
                "  \(node)\(stream.kind.printable) \(Self.hex(stream.streamID)): \(stream.missing) of "
                    + "\(stream.first) to \(stream.last)")
        }
        if gaps.count > Self.most { lines.append("  and \(gaps.count - Self.most) more") }
        if totals.unlistedEvents > 0 {
            lines.append("  not looked at: \(totals.unlistedEvents) events of further sequences")
        }
        let lost = totals.lost.encoded
        if !lost.isEmpty {
            lines.append(
                "lost         by who wrote them: \(lost.map { "\($0.kind.printable) \($0.events)" }.joined(separator: ", "))"
            )
        }
        if totals.missingFiles > 0 {
            lines.append("files        \(totals.missingFiles) are missing between those that are there")
        }
        if totals.undecodable > 0 { lines.append("undecodable  \(totals.undecodable) events") }
    }

    private mutating func addFiles() {
        lines.append("files:")
        for report in reports {
            let times =
                report.times.map { "\(EventTime.text($0.lowerBound)) to \(EventTime.text($0.upperBound))" }
                ?? "no events"
            lines.append(
                "  \(report.path.printable)  \(report.state.rawValue)  \(report.bytes) bytes  \(report.events) events  \(times)"
            )
        }
    }

    /// With one decimal.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, value < 1e15 else { return "-" }
        let tenths = UInt64((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
