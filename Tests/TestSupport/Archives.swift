package import ArchiveFormat
import Glibc
package import PeerObserver

/// Archives and events that several suites use.
package enum Archives {
    package static let header = ArchiveHeader(
        created: 1_700_000_000, lowData: false, node: "node-1", filters: ["messages", "rpc"], writtenBy: "test 1",
        version: 1, createdNs: 1_700_000_000_123_456_789, runID: 7, fileNumber: 1, stream: nil)

    /// One event of every arm, and some that are larger than a zstd block and a megabyte.
    package static let events: [[UInt8]] =
        (SampleEvents.all + SampleEvents.onlyRead).map { $0.event.encoded() }
        + [large(200_000, seed: 1), large(3_000_000, seed: 2)]

    /// An event with bytes that do not compress.
    package static func large(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        let bytes = (0..<count).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return SampleEvents.message(.unknown(UnknownMessage(command: "large", payload: bytes))).encoded()
    }

    package static func settings(
        level: Int = 3, seekable: Bool = false, threads: Int = 0, blockSize: Int = 1 << 20, sync: ArchiveSync = .never
    ) -> ArchiveSettings {
        var settings = ArchiveSettings()
        settings.level = level
        settings.seekable = seekable
        settings.threads = threads
        settings.blockSize = blockSize
        settings.sync = sync
        return settings
    }

    /// An event that tells its number and time.
    package static func numbered(
        _ number: UInt64, time: UInt64, node: String? = nil, streamID: UInt64 = 7, peer: UInt64 = 1
    ) -> [UInt8] {
        var event = SampleEvents.message(.ping(Ping(value: number)))
        if case .ebpfExtractor(let ebpf) = event.payload, case .message(var message) = ebpf.event {
            message.meta.peerID = peer
            event.payload = .ebpfExtractor(EBPFEvent(event: .message(message)))
        }
        (event.timestamp, event.node, event.streamID, event.sequence) = (time, node, streamID, number)
        (event.sourceTimeNs, event.pid) = (nil, nil)
        return event.encoded()
    }

    /// The bytes of an archive with a block for every `blockEvents` events.
    package static func bytes(
        _ events: [[UInt8]], _ settings: ArchiveSettings, header: ArchiveHeader = header, blockEvents: Int = 20
    ) throws -> [UInt8] {
        var encoder = try ArchiveEncoder(header: header, settings: settings)
        for (index, event) in events.enumerated() {
            try encoder.append(event.span.bytes, EventNote(event.span.bytes))
            if index % blockEvents == blockEvents - 1 { _ = try encoder.endBlock() }
        }
        _ = try encoder.finish()
        return encoder.output.withUnsafeBytes { [UInt8]($0) }
    }

    /// Writes an archive and returns what closing it told.
    package static func write(
        _ events: [[UInt8]], to path: String, _ settings: ArchiveSettings, header: ArchiveHeader = header
    ) throws -> ClosedArchive {
        var writer = try ArchiveWriter(path: path, header: header, settings: settings)
        for event in events { try writer.append(event.span.bytes) }
        return try writer.close()
    }

    /// What a decoder gives for bytes that come in pieces of `size`.
    package static func read(_ bytes: [UInt8], by size: Int = 1 << 16, limits: ArchiveLimits = ArchiveLimits())
        -> Outcome
    {
        var decoder = ArchiveDecoder(limits: limits)
        var outcome = Outcome()
        var offset = 0
        while true {
            do throws(ArchiveError) {
                switch try decoder.next() {
                case .header(let header): outcome.headers.append(header)
                case .event: outcome.events.append(decoder.event.withUnsafeBytes { [UInt8]($0) })
                case .end: return outcome
                case .needsInput:
                    let end = min(bytes.count, offset + size)
                    decoder.append(bytes.span.bytes.extracting(offset..<end))
                    if end == offset { decoder.endInput() }
                    offset = end
                }
            } catch {
                outcome.error = error
                return outcome
            }
            outcome.reserved = max(outcome.reserved, decoder.reservedBytes)
        }
    }

    /// Every event of the archive at `path`.
    package static func readFile(_ path: String) throws -> (header: ArchiveHeader, events: [[UInt8]]) {
        var reader = try ArchiveReader(path: path)
        let header = try reader.readHeader()
        var events: [[UInt8]] = []
        while try reader.next() { events.append(reader.event.withUnsafeBytes { [UInt8]($0) }) }
        return (header, events)
    }

    package struct Outcome: Equatable {
        package var headers: [ArchiveHeader] = []
        package var events: [[UInt8]] = []
        package var error: ArchiveError?
        package var reserved = 0

        package static func == (left: Self, right: Self) -> Bool {
            left.headers == right.headers && left.events == right.events && left.error == right.error
        }
    }
}

/// The whole of a file.
package func fileBytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw TestError("cannot read \(path): error \(errno)") }
    defer { fclose(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

package func writeFile(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw TestError("cannot write \(path): error \(errno)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw TestError("cannot write \(path)") }
}

/// The names in a folder, in order.
package func names(in folder: String) throws -> [String] {
    guard let directory = opendir(folder) else { throw TestError("cannot list \(folder): error \(errno)") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}
