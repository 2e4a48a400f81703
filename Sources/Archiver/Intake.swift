import ArchiveFormat
import Daemon
import PeerObserver

/// Decides what becomes of each event, and hands on to the archive what is kept.
struct Intake: ~Copyable, Sendable {
    struct Counts: Sendable {
        var filtered: UInt64 = 0
        var duplicates: UInt64 = 0
        var mismatches: UInt64 = 0
    }

    private(set) var rotation: Rotation
    private let filter: ArchiveFilter
    private var routes: Routes
    private var known: Duplicates?
    private var positionFile: StreamPositionFile?
    private(set) var counts = Counts()
    var isStopping = false
    private var settledBlocks: UInt64 = 0
    private var settledLost: UInt64 = 0
    private var reportedLost: UInt64 = 0
    private var reportedUnwritten: UInt64 = 0

    /// - Parameter duplicates: what was archived before, where that may come again.
    init(rotation: consuming Rotation, filter: ArchiveFilter, duplicates: Duplicates? = nil) {
        self.rotation = rotation
        self.filter = filter
        routes = Routes(filter)
        known = duplicates
    }

    // MARK: Events

    /// Takes one event, or tells why it could not.
    /// - Parameter number: of the message in its JetStream stream.
    mutating func receive(subject: UnsafeRawBufferPointer, event: RawSpan, number: UInt64?) -> LossReason? {
        let route = routes.route(subject)
        guard route.treatment != .drop else { return leaveOut(number) }
        do throws(WireError) {
            // An archive holds no event of 0 bytes.
            guard event.byteCount > 0 else { return leaveOut(undecodable: number) }
            let head = try EventHead(event)
            if route.treatment == .someMessages, try !filter.admits(head, event) { return leaveOut(number) }
            let suffix = nodeField(route, head, event)
            let note = EventNote(
                kind: route.kind, node: route.node ?? head.node.map { event.text($0) }, time: head.timestamp,
                streamID: head.streamID, sequence: head.sequence, streamSequence: number)
            if known?.insert(note) == false {
                counts.duplicates += 1
                if let number { rotation.pass(number) }
                return nil
            }
            guard route.treatment == .reduce, try LowData.concerns(head, event),
                let reduced = LowData.reduced(try Event(decoding: event))
            else { return append(event, suffix, note) }
            let bytes = reduced.encoded()
            return append(bytes.span.bytes, suffix, note)
        } catch {
            return leaveOut(undecodable: number)
        }
    }

    private mutating func leaveOut(_ number: UInt64?) -> LossReason? {
        counts.filtered += 1
        if let number { skip(number) }
        return nil
    }

    private mutating func leaveOut(undecodable number: UInt64?) -> LossReason? {
        if let number { skip(number) }
        return .undecodable
    }

    /// Takes note of a message of the stream that is not kept.
    mutating func skip(_ number: UInt64) {
        known?.pass(number)
        rotation.pass(number)
    }

    /// The field to add, where the subject names a node and the event does not name the same.
    private mutating func nodeField(_ route: Routes.Route, _ head: EventHead, _ event: RawSpan) -> [UInt8] {
        let claimed = head.node
        guard let node = route.node else {
            if claimed != nil { counts.mismatches += 1 }
            return []
        }
        guard let claimed else { return route.nodeField }
        let isSame = event.withUnsafeBytes { $0[claimed].elementsEqual(node.utf8) }
        guard !isSame else { return [] }
        counts.mismatches += 1
        return route.nodeField
    }

    private mutating func append(_ event: RawSpan, _ suffix: [UInt8], _ note: EventNote) -> LossReason? {
        guard rotation.append(event, suffix: suffix, note) else {
            known?.rollback()
            return .writeFailed
        }
        settle()
        return nil
    }

    // MARK: Blocks

    mutating func endBlock(force: Bool) {
        rotation.endBlock(force: force)
        settle()
    }

    mutating func tick() {
        rotation.tick()
        settle()
    }

    /// Events come from this stream from now on.
    mutating func begin(_ stream: StreamIdentity, acknowledged: UInt64) {
        rotation.begin(stream)
        settle()
        var duplicates = Duplicates()
        for (summary, isOfStream) in rotation.folder.newestSummaries(stream, filters: filter.words) {
            duplicates.learn(summary, withNumbers: isOfStream)
        }
        let file = StreamPositionFile(
            folder: rotation.folder.path, base: rotation.folder.base, stream: stream, filters: filter.words)
        duplicates.start(from: file.read(), acknowledged: acknowledged)
        positionFile = file
        known = duplicates
        savePosition()
    }

    /// All that was taken is in whole blocks or was left out.
    mutating func settleStream() {
        known?.commit()
        savePosition()
    }

    private mutating func savePosition() {
        guard let position = known?.position else { return }
        positionFile?.write(position)
    }

    /// Numbers of the stream that were never taken, and how many of them it does not hold any more.
    mutating func missing(in held: Range<UInt64>, limit: Int) -> (numbers: [UInt64], gone: UInt64) {
        guard let gone = known?.pass(below: held.lowerBound) else { return ([], 0) }
        return (known?.missing(below: held.upperBound, limit: limit) ?? [], gone)
    }

    mutating func start() throws(ArchiveError) { try rotation.start() }

    mutating func note(recovered archive: ClosedArchive) { rotation.note(recovered: archive) }

    mutating func close() {
        rotation.close()
        settle()
    }

    /// What is written is known from now on, what was lost may come again.
    private mutating func settle() {
        let totals = rotation.totals
        if totals.blocks != settledBlocks { known?.commit() }
        if totals.lost != settledLost { known?.rollback() }
        (settledBlocks, settledLost) = (totals.blocks, totals.lost)
    }

    /// Events that were taken and lost since the last call.
    mutating func newlyLost() -> UInt64 {
        defer { reportedLost = rotation.totals.lost }
        return rotation.totals.lost - reportedLost
    }

    /// Events that were given since the last call and are not in a whole block.
    mutating func newlyUnwritten() -> UInt64 {
        let all = rotation.totals.lost + rotation.totals.refused
        defer { reportedUnwritten = all }
        return all - reportedUnwritten + rotation.held
    }
}
