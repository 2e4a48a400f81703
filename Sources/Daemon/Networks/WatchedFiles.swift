import Glibc
public import Logging
import Synchronization

/// Files of the operator's that are read together: at the start, and again when one of them has changed.
public final class WatchedFiles<Contents: Sendable>: Sendable {
    public struct Given: Sendable, Equatable {
        /// What is in it, for errors: `the list tor-exit`.
        public let what: String
        public let path: String

        public init(what: String, path: String) {
            self.what = what
            self.path = path
        }
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
        var contents: Contents?
    }

    private let files: [Given]
    private let parse: @Sendable ([[UInt8]]) throws(DaemonError) -> Contents
    private let state: Mutex<State>
    private let reloads = Counter()
    private let failures = Counter()

    /// - Parameter parse: Makes something of the files' bytes, given in the order of `files`.
    public init(_ files: [Given], parse: @escaping @Sendable ([[UInt8]]) throws(DaemonError) -> Contents) {
        self.files = files
        self.parse = parse
        state = Mutex(State(stamps: Array(repeating: Stamp(), count: files.count)))
    }

    /// What they held when they were read last; nil before the first time.
    public var contents: Contents? { state.withLock { $0.contents } }

    /// Reads all of them.
    @discardableResult
    public func read() throws(DaemonError) -> Contents {
        var stamps: [Stamp] = []
        var bytes: [[UInt8]] = []
        for file in files {
            stamps.append(Self.stamp(file.path))
            bytes.append(try Self.contents(of: file))
        }
        let contents = try parse(bytes)
        state.withLock { [stamps] in $0 = State(stamps: stamps, contents: contents) }
        return contents
    }

    /// Reads them again where one has changed; nil where none has, or one cannot be read: then what was read stays.
    ///
    /// - Parameter what: All of the files, for the log: `the address lists`.
    public func reread(_ what: String, logger: Logger) -> Contents? {
        let stamps = files.map { Self.stamp($0.path) }
        guard state.withLock({ $0.stamps != stamps }) else { return nil }
        do {
            let contents = try read()
            reloads.increment()
            logger.info("read \(what) again")
            return contents
        } catch {
            // Not again until it has changed once more.
            state.withLock { $0.stamps = stamps }
            failures.increment()
            logger.warning("\(what) stay as they were: \(error)")
            return nil
        }
    }

    /// Adds how often they were read again to `metrics`.
    public func register(in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { [self] writer in
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
        guard let file = fopen(given.path, "re") else {
            throw DaemonError("cannot read \(given.what) from \(given.path): \(errnoText(errno))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&part, 1, part.count, file), count > 0 {
            bytes.append(contentsOf: part[..<count])
            guard bytes.count <= largestWatchedFile else {
                throw DaemonError(
                    "\(given.path) is too large", hint: "\(given.what) may have \(largestWatchedFile >> 20) MiB")
            }
        }
        guard ferror(file) == 0 else { throw DaemonError("cannot read \(given.what) from \(given.path)") }
        return bytes
    }
}

private let largestWatchedFile = 256 << 20
