import ArchiveFormat
import PeerObserver

/// What some archives tell together.
struct ReportTotals {
    private(set) var archives = 0
    private(set) var bytes: UInt64 = 0
    private(set) var contentBytes: UInt64 = 0
    private(set) var events: UInt64 = 0
    private(set) var times: ClosedRange<UInt64>?
    private(set) var kinds = KindCounts()
    private(set) var lost = KindCounts()
    private(set) var undecodable: UInt64 = 0
    private(set) var states: [String: Int] = [:]
    private var streamCounts = StreamCounts()
    private var unlistedInArchives: UInt64 = 0
    private var fileNumbers: [UInt64: SequenceRanges] = [:]
    private var nodeEvents = KindCounts()
    private var unnamedEvents: UInt64 = 0

    /// Runs of archivers that are looked at for missing files.
    private static let runLimit = 10_000

    mutating func add(_ report: ArchiveReport) {
        archives += 1
        states[report.error != nil && report.state == .whole ? "index refused" : report.state.rawValue, default: 0] += 1
        bytes &+= report.bytes
        contentBytes &+= report.contentBytes
        events &+= report.events
        undecodable += report.undecodable
        if let more = report.times {
            times = times.map { min($0.lowerBound, more.lowerBound)...max($0.upperBound, more.upperBound) } ?? more
        }
        for count in report.kinds { kinds.add(count.kind, count.events) }
        for count in report.lost { lost.add(count.reason, count.events) }
        var numbered: UInt64 = 0
        for var stream in report.streams {
            stream.node = stream.node ?? report.header?.node
            streamCounts.add(stream)
            numbered &+= stream.events
            if let node = stream.node { nodeEvents.add(node, stream.events) } else { unnamedEvents &+= stream.events }
        }
        unlistedInArchives &+= report.unlistedEvents
        // Those without a sequence name no node either, but for what the header says.
        let rest = report.events - min(report.events, numbered)
        if rest > 0 { if let node = report.header?.node { nodeEvents.add(node, rest) } else { unnamedEvents &+= rest } }
        if let run = report.header?.runID, let number = report.header?.fileNumber,
            fileNumbers[run] != nil || fileNumbers.count < Self.runLimit
        {
            fileNumbers[run, default: SequenceRanges()].insert(number)
        }
    }

    /// By node, kind and extractor's run.
    var streams: [StreamCount] {
        streamCounts.encoded.sorted { ($0.node ?? "", $0.kind, $0.streamID) < ($1.node ?? "", $1.kind, $1.streamID) }
    }
    var unlistedEvents: UInt64 { streamCounts.unlisted &+ unlistedInArchives }
    /// By name; events of nobody's name are not among them.
    var nodes: [KindCount] { nodeEvents.encoded }
    var eventsWithoutNode: UInt64 { unnamedEvents }
    /// Events that their extractors published and that are not there.
    var missing: UInt64 { streamCounts.encoded.reduce(0) { $0 &+ $1.missing } }
    /// Files that archivers wrote between others that are there.
    var missingFiles: UInt64 {
        fileNumbers.values.reduce(0) { total, numbers in
            zip(numbers.ranges, numbers.ranges.dropFirst()).reduce(total) {
                $0 &+ ($1.1.lowerBound - $1.0.upperBound - 1)
            }
        }
    }
    /// From the first event to the last.
    var milliseconds: UInt64 { times.map { $0.upperBound - $0.lowerBound } ?? 0 }
    var eventsPerSecond: Double? { milliseconds > 0 ? Double(events) * 1000 / Double(milliseconds) : nil }
}
