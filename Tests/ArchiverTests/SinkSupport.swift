import ArchiveFormat
import ArgumentParser
import Daemon
import Glibc
import Logging
import PeerObserver
import TestSupport

@testable import Archiver

/// A sink on a folder of its own, with a clock that tests set.
final class Scene: Sendable {
    let folder: TemporaryDirectory
    let path: String
    let sink: ArchiveSink
    let bus = RecordingBus()
    let statistics = ArchiveStatistics()
    let time = Slot(Moment(wall: 1_700_000_000_000_000_000, running: .zero))

    init(
        _ filters: [String] = [], limits: Rotation.Limits = Rotation.Limits(), retention: Retention = Retention(),
        level: Int = 3, sync: ArchiveSync = .never, in path: String? = nil, seekable: Bool = false,
        needsIndex: Bool = false
    ) throws {
        folder = try TemporaryDirectory()
        self.path = path ?? folder.path + "/archives/deep"
        let filter = try FilterOptions.parse(filters).filter
        var settings = ArchiveSettings()
        settings.level = level
        settings.sync = sync
        (settings.seekable, settings.needsIndex) = (seekable, needsIndex)
        settings.blockSize = 64 << 10
        let archives = try ArchiveFolder(path: self.path, base: "test", retention: retention, logger: Self.quiet)
        let header = ArchiveHeader(created: 0, filters: filter.words, writtenBy: "test", runID: 7)
        let rotation = Rotation(
            folder: archives, header: header, settings: settings, limits: limits, logger: Self.quiet,
            clock: { [time] in time.value })
        sink = ArchiveSink(rotation, filter: filter, statistics: statistics)
        try bus.subscribe(to: filter.patterns, pendingBytes: 0, handler: sink)
    }

    /// Time goes on.
    func pass(_ duration: Duration) {
        var moment = time.value
        moment.running += duration
        moment.wall += UInt64(duration.components.seconds) * 1_000_000_000
        time.value = moment
    }

    /// The names of the archives, in order; without their indexes.
    func archives() throws -> [String] { try names().filter { $0.hasSuffix(".bin") || $0.hasSuffix(".bin.zst") } }

    /// The name of the first one.
    func first() throws -> String {
        guard let first = try archives().first else { throw TestError("no archive in \(try names())") }
        return first
    }

    func names() throws -> [String] { try TestFolder.names(path) }

    /// The events of an archive.
    func events(_ name: String) throws -> [[UInt8]] {
        var reader = try ArchiveReader(path: "\(path)/\(name)")
        var events: [[UInt8]] = []
        while try reader.next() { events.append(reader.event.withUnsafeBytes { [UInt8]($0) }) }
        return events
    }

    func header(_ name: String) throws -> ArchiveHeader {
        var reader = try ArchiveReader(path: "\(path)/\(name)")
        return try reader.readHeader()
    }
}

/// A ping with a number, and bytes that do not compress where asked for.
func numbered(_ number: UInt64, bytes count: Int = 0, stream: UInt64? = 1) -> Event {
    var state = number
    let payload = (0..<count).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
    var event = SampleEvents.message(.unknown(UnknownMessage(command: "c", payload: payload)))
    event.node = nil
    event.timestamp = number
    event.streamID = stream
    event.sequence = stream.map { _ in number }
    return event
}

extension Scene {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

enum TestFolder {
    static func names(_ path: String) throws -> [String] {
        guard let directory = opendir(path) else { throw TestError("cannot list \(path): error \(errno)") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// Removes a folder of files.
    static func removeAll(_ path: String) throws {
        for name in try names(path) { unlink("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw TestError("cannot remove \(path): error \(errno)") }
    }
}

/// The whole of a file.
func fileBytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw TestError("cannot read \(path): error \(errno)") }
    defer { fclose(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

func writeFile(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw TestError("cannot write \(path): error \(errno)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
        throw TestError("cannot write \(path)")
    }
}
