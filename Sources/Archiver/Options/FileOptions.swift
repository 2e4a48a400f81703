public import ArchiveFormat
public import ArgumentParser

/// Where and how archives are written.
struct FileOptions: ParsableArguments, Sendable {
    @Option(name: [.customShort("o"), .long], help: "Folder for the archives; made where it is missing.")
    var outputDir: String

    @Option(name: [.customShort("b"), .long], help: "What the names of archives begin with.")
    var baseName = "archive"

    @Option(help: "Bytes of an archive after which the next one begins, as 268435456 or 256MiB.")
    var maxFileSize = ByteCount(256 << 20)

    @Option(help: "Time after which the next archive begins, as 900, 15m or 1h; 0 for never.")
    var maxFileAge = TimeSpan(seconds: 15 * 60)

    @Option(help: "zstd's level, from 1 to 22; 0 for no compression.")
    var compressionLevel = 9

    @Option(help: "Further threads that compress; 0 for none.")
    var compressionThreads = 0

    @Flag(help: "Makes archives that can be read from any block; upstream's programs cannot read them.")
    var seekable = false

    @Option(help: "Time after which events are written out at the latest: what a crash may lose. As 2 or 2s.")
    var blockInterval = TimeSpan(seconds: 2)

    @Option(
        help: "Bytes of events that are written out at once, before compression; 1MiB, or 8MiB for each further thread."
    )
    var blockSize: ByteCount?

    @Option(help: "When archives are brought to the disk itself: never, close (when they end) or block (always).")
    var sync = ArchiveSync.close

    @Option(help: "Deletes archives this old that the archiver closed itself, as 30d; without it, none.")
    var keepAge: TimeSpan?

    @Option(help: "Deletes the oldest archives that the archiver closed itself above this size of all, as 100GiB.")
    var keepSize: ByteCount?

    func validate() throws {
        guard !baseName.isEmpty, baseName.utf8.count <= 100, !baseName.hasPrefix("."),
            baseName.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
        else {
            throw ValidationError(
                "--base-name is the beginning of a file's name: 1 to 100 bytes, none of them / or a space")
        }
        guard maxFileSize.bytes >= 1 << 10 else { throw ValidationError("--max-file-size is 1024 or more") }
        guard (0...22).contains(compressionLevel) else {
            throw ValidationError("--compression-level is a number from 0 to 22")
        }
        guard (0...64).contains(compressionThreads) else {
            throw ValidationError("--compression-threads is a number from 0 to 64")
        }
        guard compressionLevel > 0 || !seekable else {
            throw ValidationError("--seekable needs compression: --compression-level 1 or higher")
        }
        guard (1...3600).contains(blockInterval.seconds) else {
            throw ValidationError("--block-interval is a time from 1s to 1h")
        }
        guard blockSize.map({ (1 << 10...1 << 30).contains($0.bytes) }) ?? true else {
            throw ValidationError("--block-size is a number from 1KiB to 1GiB")
        }
        guard keepAge.map({ $0.seconds > 0 }) ?? true else { throw ValidationError("--keep-age is a time above 0") }
    }

    var settings: ArchiveSettings {
        var settings = ArchiveSettings()
        settings.level = compressionLevel
        settings.threads = compressionThreads
        settings.seekable = seekable
        settings.sync = sync
        // Ending a block waits for all threads; so each gets a few jobs' worth before that.
        if compressionThreads > 0 { settings.blockSize = compressionThreads * (8 << 20) }
        if let blockSize { settings.blockSize = Int(blockSize.bytes) }
        return settings
    }
}

extension ArchiveSync: ExpressibleByArgument {}
