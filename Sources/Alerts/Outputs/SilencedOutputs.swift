import Daemon
import Logging
import PeerObserver
import Synchronization

/// Holds back what the operator silenced from all outputs.
final class SilencedOutputs: AlertOutput {
    private typealias Read = (silences: [Silence], problems: [String])

    private struct State {
        var silences: [Silence] = []
        /// Alerts that go on and that outputs know of.
        var told: Set<String> = []
        /// By kind.
        var counts: [UInt64] = Array(repeating: 0, count: Subject.alertKinds.count)
    }

    private let outputs: [any AlertOutput]
    private let path: String
    private let file: WatchedFiles<(silences: [Silence], problems: [String])>
    private let state = Mutex(State())

    /// More than can go on.
    private static let mostTold = 1000 * Subject.alertKinds.count

    init(_ path: String, outputs: [any AlertOutput]) {
        self.outputs = outputs
        self.path = path
        file = WatchedFiles([.init(what: "the silences", path: path)]) { bytes throws(DaemonError) in
            Silence.read(bytes.first ?? [])
        }
    }

    // MARK: The file

    /// Reads the file; to be called at the start.
    func read(_ logger: Logger) throws(DaemonError) { use(try file.read(), logger) }

    /// Reads it again where it has changed.
    func reread(_ logger: Logger) {
        if let read = file.reread("the silences", logger: logger) { use(read, logger) }
    }

    private func use(_ read: Read, _ logger: Logger) {
        state.withLock { $0.silences = read.silences }
        for problem in read.problems { logger.warning("\(path), \(problem): this line does not count") }
    }

    // MARK: Alerts

    func emit(_ notice: AlertNotice, node: String?) {
        guard let shown = state.withLock({ Self.shown(notice, node, &$0) }) else { return }
        for output in outputs { output.emit(shown, node: node) }
    }

    func log(_ line: String) { for output in outputs { output.log(line) } }

    /// What outputs are told; nil for nothing.
    private static func shown(_ notice: AlertNotice, _ node: String?, _ state: inout State) -> AlertNotice? {
        let isTold = state.told.contains(notice.id)
        if notice.state == .resolved { state.told.remove(notice.id) }
        guard var shown = audible(notice, node, state.silences) else {
            // Who was told that it began is told that it is over.
            if notice.state == .resolved, isTold { return withoutPeers(notice) }
            return count(notice, &state)
        }
        if isTold { return shown }
        // Silenced up to its end: it has passed by.
        if notice.state == .resolved { return count(notice, &state) }
        if state.told.count < mostTold { state.told.insert(notice.id) }
        shown.state = .raised
        return shown
    }

    private static func count(_ notice: AlertNotice, _ state: inout State) -> AlertNotice? {
        if let index = Subject.alertKinds.firstIndex(where: { $0.alertKind == notice.kind }) {
            state.counts[index] += 1
        }
        return nil
    }

    private static func withoutPeers(_ notice: AlertNotice) -> AlertNotice {
        var notice = notice
        (notice.peers, notice.peerCount, notice.addresses) = ([], nil, [])
        return notice
    }

    /// The alert without the peers that are silenced; nil where it is silenced as a whole.
    private static func audible(_ notice: AlertNotice, _ node: String?, _ silences: [Silence]) -> AlertNotice? {
        let silences = silences.filter { $0.isOf(notice, node: node) }
        let hosts = silences.compactMap(\.address)
        guard hosts.count == silences.count else { return nil }
        guard !hosts.isEmpty else { return notice }
        func isHidden(_ text: String) -> Bool {
            let host = Silence.Host(told: text)
            return hosts.contains { $0.contains(host) }
        }
        var shown = notice
        shown.peers.removeAll { isHidden($0.addr) }
        shown.addresses.removeAll { isHidden($0) }
        let hidden = notice.peers.count - shown.peers.count
        if let count = notice.peerCount { shown.peerCount = count - min(count, UInt64(hidden)) }
        // Peers beyond those that are named may be others.
        let isEmpty = shown.peers.isEmpty && shown.addresses.isEmpty && shown.peerCount ?? 0 == 0
        return isEmpty && (hidden > 0 || !notice.addresses.isEmpty) ? nil : shown
    }

    // MARK: Metrics

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        file.register(in: registry)
        registry.collect { [self] writer in
            let (silences, counts) = state.withLock { ($0.silences.count, $0.counts) }
            writer.metric("\(prefix)silences", .gauge, "Silences in the file, whether they hold now or not.")
            writer.sample("\(prefix)silences", UInt64(silences))
            writer.metric("\(prefix)silence_problems", .gauge, "Lines of that file that do not count, up to 100.")
            writer.sample("\(prefix)silence_problems", UInt64(file.contents?.problems.count ?? 0))
            writer.metric("\(prefix)silenced_total", .counter, "Events of alerts that were silenced, by kind.")
            for (kind, count) in zip(Subject.alertKinds, counts) where count > 0 {
                writer.sample("\(prefix)silenced_total", [("kind", kind.alertKind ?? "")], count)
            }
        }
    }
}
