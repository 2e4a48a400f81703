import Daemon
import Logging
import Synchronization

/// Who is a Tor exit, by the operator's list.
final class TorExits: Sendable {
    private let files: WatchedFiles<[(name: String, prefixes: [IPPrefix])]>
    private let list = Mutex<IPListSet?>(nil)

    /// The list that is asked; others are read and counted only.
    static let listName = "tor-exit"

    init(_ given: [IPListOption]) {
        files = WatchedFiles(given.map { .init(what: "the list \($0.name)", path: $0.path) }) {
            bytes throws(DaemonError) in
            var lists: [(name: String, prefixes: [IPPrefix])] = []
            for (file, bytes) in zip(given, bytes) {
                lists.append((file.name, try IPListFile.prefixes(bytes, path: file.path)))
            }
            return lists
        }
    }

    /// Reads the lists; to be called at the start.
    func read() throws(DaemonError) { use(try files.read()) }

    /// Reads them again where they have changed.
    func reread(logger: Logger) {
        if let lists = files.reread("the address lists", logger: logger) { use(lists) }
    }

    /// Nil without a list.
    func contains(_ host: String) -> Bool? {
        list.withLock { list in
            guard let list else { return nil }
            return IPAddress(host).map { list.lists(of: $0) != 0 } ?? false
        }
    }

    func register(in metrics: MetricsRegistry) {
        IPListFile.register(in: metrics) { [files] in files.contents ?? [] }
        files.register(in: metrics)
    }

    private func use(_ lists: [(name: String, prefixes: [IPPrefix])]) {
        let exits = lists.filter { $0.name == Self.listName }
        list.withLock { $0 = exits.isEmpty ? nil : IPListSet(exits) }
    }
}
