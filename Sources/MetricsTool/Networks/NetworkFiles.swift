import Daemon
import Logging

/// The files that address lists and the asmap come from; read again when they change.
final class NetworkFiles: Sendable {
    struct Given: Sendable, Equatable {
        /// nil for the asmap.
        let list: String?
        let path: String
    }

    private struct Contents: Sendable {
        var lists: [(name: String, prefixes: [IPPrefix])] = []
        var asmap: ASMap?

        var networks: NetworkLists { NetworkLists(lists, asmap: asmap) }
    }

    private let files: WatchedFiles<Contents>

    init(_ files: [Given]) {
        let given = files.map {
            WatchedFiles<Contents>.Given(what: $0.list.map { "the list \($0)" } ?? "the asmap", path: $0.path)
        }
        self.files = WatchedFiles(given) { bytes throws(DaemonError) in
            var contents = Contents()
            for (file, bytes) in zip(files, bytes) {
                if let name = file.list {
                    contents.lists.append((name, try IPListFile.prefixes(bytes, path: file.path)))
                } else {
                    guard let map = ASMap(bytes) else {
                        throw DaemonError(
                            "\(file.path) is no asmap", hint: "--asmap takes the file that bitcoind's -asmap does")
                    }
                    contents.asmap = map
                }
            }
            return contents
        }
    }

    /// Reads all of them.
    func read() throws(DaemonError) -> NetworkLists { try files.read().networks }

    /// Reads them again where one has changed; nil where none has, or one cannot be read: then the old ones stay.
    func reread(logger: Logger) async -> NetworkLists? {
        files.reread("the address lists", logger: logger)?.networks
    }

    func register(in registry: MetricsRegistry) {
        IPListFile.register(in: registry) { [files] in files.contents?.lists ?? [] }
        files.register(in: registry)
    }
}
