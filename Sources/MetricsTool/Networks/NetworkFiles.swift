import Daemon
import Glibc
import Logging
import Synchronization

/// The files that address lists and the asmap come from; read again when they change.
final class NetworkFiles: Sendable {
    struct Given: Sendable, Equatable {
        /// nil for the asmap.
        let list: String?
        let path: String
    }

    /// How a file looked when it was read.
    private struct Stamp: Equatable, Sendable {
        var device: UInt64 = 0
        var inode: UInt64 = 0
        var size: Int64 = 0
        var seconds: Int = 0
        var nanoseconds: Int = 0
    }

    private struct State {
        var stamps: [Stamp]
        var lists: [(name: String, prefixes: [IPPrefix])] = []
        var asmap: ASMap?
    }

    private let files: [Given]
    private let state: Mutex<State>
    private let reloads = Counter()
    private let failures = Counter()

    static let largestFile = 256 << 20

    init(_ files: [Given]) {
        self.files = files
        state = Mutex(State(stamps: Array(repeating: Stamp(), count: files.count)))
    }

    /// Reads all of them.
    func read() throws(DaemonError) -> NetworkLists {
        var lists: [(name: String, prefixes: [IPPrefix])] = []
        var asmap: ASMap?
        var stamps: [Stamp] = []
        for file in files {
            stamps.append(Self.stamp(file.path))
            let bytes = try Self.contents(of: file)
            if let name = file.list {
                lists.append((name, try IPListFile.prefixes(bytes, path: file.path)))
            } else {
                guard let map = ASMap(bytes) else {
                    throw DaemonError(
                        "\(file.path) is no asmap", hint: "--asmap takes the file that bitcoind's -asmap does")
                }
                asmap = map
            }
        }
        state.withLock { [stamps, lists, asmap] in $0 = State(stamps: stamps, lists: lists, asmap: asmap) }
        return NetworkLists(lists, asmap: asmap)
    }

    /// Reads them again where one has changed; nil where none has, or one cannot be read: then the old ones stay.
    func reread(logger: Logger) async -> NetworkLists? {
        let stamps = files.map { Self.stamp($0.path) }
        guard state.withLock({ $0.stamps != stamps }) else { return nil }
        do {
            let lists = try read()
            reloads.increment()
            logger.info("read the address lists again")
            return lists
        } catch {
            // Not again until it has changed once more.
            state.withLock { $0.stamps = stamps }
            failures.increment()
            logger.warning("the address lists stay as they were: \(error)")
            return nil
        }
    }

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            writer.metric("\(prefix)ip_list_prefixes", .gauge, "Addresses and CIDR blocks of a list from a file.")
            for (name, prefixes) in state.withLock({ $0.lists }) {
                writer.sample("\(prefix)ip_list_prefixes", [("list", name)], UInt64(prefixes.count))
            }
            writer.metric("\(prefix)file_reloads_total", .counter, "Times that changed lists were read again.")
            writer.sample("\(prefix)file_reloads_total", reloads.value)
            writer.metric(
                "\(prefix)file_reload_failures_total", .counter,
                "Times that changed lists could not be read, and the old ones stayed.")
            writer.sample("\(prefix)file_reload_failures_total", failures.value)
        }
    }

    private static func stamp(_ path: String) -> Stamp {
        var info = stat()
        guard stat(path, &info) == 0 else { return Stamp() }
        return Stamp(
            device: UInt64(info.st_dev), inode: UInt64(info.st_ino), size: Int64(info.st_size),
            seconds: info.st_mtim.tv_sec, nanoseconds: info.st_mtim.tv_nsec)
    }

    private static func contents(of given: Given) throws(DaemonError) -> [UInt8] {
        let what = given.list.map { "the list \($0)" } ?? "the asmap"
        guard let file = fopen(given.path, "re") else {
            throw DaemonError("cannot read \(what) from \(given.path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&part, 1, part.count, file), count > 0 {
            bytes.append(contentsOf: part[..<count])
            guard bytes.count <= largestFile else {
                throw DaemonError("\(given.path) is too large", hint: "\(what) may have \(largestFile >> 20) MiB")
            }
        }
        guard ferror(file) == 0 else { throw DaemonError("cannot read \(what) from \(given.path)") }
        return bytes
    }
}

/// A list of addresses: one address or CIDR block a line; what stands behind `#` is a comment.
enum IPListFile {
    static func prefixes(_ bytes: [UInt8], path: String) throws(DaemonError) -> [IPPrefix] {
        var prefixes: [IPPrefix] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            var text = line.prefix { $0 != UInt8(ascii: "#") }.drop { isSpace($0) }
            while let last = text.last, isSpace(last) { text.removeLast() }
            if text.isEmpty { continue }
            guard let prefix = IPPrefix(text) else {
                throw DaemonError(
                    "\(path), line \(index + 1): '\(String(decoding: text.prefix(60), as: UTF8.self))' is no address",
                    hint: "one address or CIDR block a line, comments behind #")
            }
            prefixes.append(prefix)
        }
        return prefixes
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
