import ArchiveFormat
import ArgumentParser
import Daemon
import Glibc

/// How a new archive is written.
struct ArchiveOptions: ParsableArguments, Sendable {
    @Option(help: "zstd's level, from 1 to 22; 0 for no compression.")
    var compressionLevel = 9

    @Option(help: "Further threads that compress; 0 for none.")
    var compressionThreads = 0

    @Flag(help: "Makes an archive that can be read from any block; upstream's programs cannot read it.")
    var seekable = false

    @Flag(help: "Replaces a file that is there already.")
    var force = false

    func validate() throws {
        guard (0...22).contains(compressionLevel) else {
            throw ValidationError("--compression-level is a number from 0 to 22")
        }
        guard (0...64).contains(compressionThreads) else {
            throw ValidationError("--compression-threads is a number from 0 to 64")
        }
        guard compressionLevel > 0 || !seekable else {
            throw ValidationError("--seekable needs compression: --compression-level 1 or higher")
        }
    }

    var settings: ArchiveSettings {
        var settings = ArchiveSettings()
        settings.level = compressionLevel
        settings.threads = compressionThreads
        settings.seekable = seekable
        if compressionThreads > 0 { settings.blockSize = compressionThreads * (8 << 20) }
        return settings
    }
}

/// Where one new archive goes for each that is read.
struct OutputPlan {
    let targets: [(source: String, target: String)]

    /// - Parameters:
    ///   - output: a folder, or the one file.
    ///   - rename: what becomes of a name in a folder.
    init(_ sources: [String], output: String, options: ArchiveOptions, rename: (String) -> String = { $0 }) throws {
        let isFolder = output.hasSuffix("/") || FileKind(output) == .folder
        guard isFolder || sources.count == 1 else {
            throw ToolError("\(sources.count) archives need a folder to go to, which \(output) is not")
        }
        var folder = output
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        targets = sources.map { source in
            guard isFolder else { return (source, output) }
            let name = source.split(separator: "/").last.map(String.init) ?? source
            return (source, "\(folder)/\(Self.name(rename(name), level: options.compressionLevel))")
        }
        for (target, same) in Dictionary(grouping: targets, by: \.target) where same.count > 1 {
            throw ToolError("\(same[0].source) and \(same[1].source) would both become \(target)")
        }
        for (_, target) in targets { try Self.check(target, against: sources, force: options.force) }
        if isFolder, FileKind(folder) == nil, mkdir(folder, 0o755) != 0 {
            throw ToolError("cannot make \(folder): \(errnoText(errno))")
        }
    }

    /// What is read is never overwritten, indexes included, and what is there only with --force.
    /// - Parameter isArchive: whether an index goes beside it, of which the same is true.
    static func check(_ target: String, against sources: [String], force: Bool, isArchive: Bool = true) throws {
        if isArchive { try check(ArchiveName.index(of: target), against: sources, force: force, isArchive: false) }
        guard let identity = FileIdentity(target) else { return }
        let read = sources.flatMap { [$0, ArchiveName.index(of: $0)] }
        guard !read.contains(where: { FileIdentity($0) == identity }) else {
            throw ToolError("\(target) is read, and cannot be written")
        }
        guard force else { throw ToolError("\(target) is there already (--force replaces it)") }
        guard FileKind(target) == .file else { throw ToolError("\(target) is no file") }
    }

    private static func name(_ name: String, level: Int) -> String {
        for ending in [".bin.zst", ".bin", ".bin.zst.partial", ".bin.partial"] where name.hasSuffix(ending) {
            return name.dropLast(ending.count) + ArchiveName.ending(level: level)
        }
        return name + ArchiveName.ending(level: level)
    }
}

/// Tells whether two paths lead to one file.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let inode: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
