import ArchiveFormat
import EventOutput
import Glibc

/// Which archives and which of their times are replayed, how fast and how often.
struct ReplayJob: Sendable {
    let files: [String]
    let selection: EventSelection
    let options: ReplayOptions

    /// Whether a file can be read only once: a pipe. What is missing is told when it is read.
    static func isPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    /// The archives, from their beginning on.
    func archives() -> MergedArchives {
        let (from, to) = times()
        return MergedArchives(paths: files, from: from, to: to)
    }

    /// Times since the first event, in milliseconds since the Unix epoch.
    private func times() -> (from: UInt64?, to: UInt64?) {
        var start: UInt64 = 0
        if options.from?.isRelative == true || options.to?.isRelative == true {
            var archives = MergedArchives(paths: files)
            if archives.next() { start = archives.note.time }
        }
        return (options.from?.milliseconds(start: start), options.to?.milliseconds(start: start))
    }
}
