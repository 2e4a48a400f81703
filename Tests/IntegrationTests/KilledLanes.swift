import ArchiveFormat
import Dispatch
import Glibc
import PeerObserver
import TestSupport
import Testing

/// Publishes numbered events, some thousand a second, as long as it is to.
final class Feeder: Sendable {
    private let ended = DispatchSemaphore(value: 0)

    init(_ server: NATSServer, while goesOn: @escaping @Sendable () -> Bool) throws {
        let publisher = try PlainPublisher(server)
        DispatchQueue(label: "feeder").async { [ended] in
            var number: UInt64 = 0
            while goesOn() {
                for _ in 0..<10 {
                    number += 1
                    publisher.publish(Self.event(number), on: "netmsg")
                }
                usleep(3000)
            }
            ended.signal()
        }
    }

    func waitForEnd() { ended.wait() }

    /// Of very different lengths, and with bytes that do not compress.
    static func event(_ number: UInt64) -> Event {
        var state = number
        let payload = (0..<Int(number &* 2_654_435_761 % 1500)).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return .numbered(number, message: .unknown(UnknownMessage(command: "c", payload: payload)))
    }
}

/// Archivers with a folder of their own, one after another, each of which is killed.
final class KilledLane: Sendable {
    /// What a kill left on the disk.
    private struct Left {
        /// Of each archive: events that are in it for certain.
        var promised: [String: UInt64] = [:]
        /// Events that the archiver had told to be in whole blocks.
        var told: UInt64 = 0
    }

    private struct State {
        var lives: [Left] = []
        var (kept, interrupted) = (0, 0)
    }

    private static let blockSize = 8 << 10
    private let server: NATSServer
    private let folder: TemporaryDirectory
    private let arguments: [String]
    private let state = Slot(State())

    init(_ server: NATSServer, number: Int) throws {
        self.server = server
        folder = try TemporaryDirectory()
        let forms = [
            ["--compression-level", "1"], ["--compression-level", "0"], ["--compression-level", "1", "--seekable"],
            ["--compression-level", "9"],
        ]
        arguments = ["--block-size", "8KiB", "--max-file-size", "100KiB"] + forms[number % forms.count]
    }

    var kept: Int { state.value.kept }
    /// Archives that a kill left partial, with events in them.
    var interrupted: Int { state.value.interrupted }

    /// Starts an archiver, kills it, and takes down what it left.
    func live(round: Int) throws {
        let before = Set(try ArchiveFiles.names(folder.path))
        let archiver = try ArchiverProcess(server, folder: folder.path, arguments)
        try archiver.process.line(containing: "subscribed")
        usleep(.random(in: 0...100_000))
        var left = Left()
        if round % 2 == 0 {
            let told = try archiver.metrics().values.filter { $0.key.hasPrefix("archiver_events_archived_total") }
            left.told = UInt64(told.values.reduce(0, +))
        }
        archiver.process.stop()
        // Archives of earlier lives get their end meanwhile, or only half of it.
        for name in try ArchiveFiles.names(folder.path) where Self.isArchive(name) && !before.contains(name) {
            let isPartial = name.hasSuffix(".partial")
            let archive = isPartial ? String(name.dropLast(".partial".count)) : name
            guard !before.contains(archive + ".partial") else { continue }
            let path = "\(folder.path)/\(archive)"
            let index = try fileContent(isPartial ? path + ".idx.partial" : path + ".idx", orInside: path)
            left.promised[archive] = index?.blocks.reduce(0) { $0 + $1.events } ?? 0
            guard isPartial else { continue }
            // What can be read of it and is in no block that was told of is one block at most.
            let readable = try Self.read(path + ".partial")
            let rest = readable.events.dropFirst(Int(left.promised[archive] ?? 0))
            #expect(rest.dropLast().reduce(0) { $0 + $1.count } <= Self.blockSize)
            if !readable.events.isEmpty { state.value.interrupted += 1 }
        }
        state.value.lives.append(left)
    }

    private static func isArchive(_ name: String) -> Bool {
        name.hasPrefix("archive.20") && !name.contains(".idx")
    }

    private func fileContent(_ journal: String, orInside path: String) throws -> ArchiveIndex? {
        guard access(journal, R_OK) == 0 else { return access(path, R_OK) == 0 ? try .load(forArchive: path) : nil }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        guard let file = fopen(journal, "r") else { return nil }
        defer { fclose(file) }
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return try? ArchiveIndex(bytes)
    }

    private static func read(_ path: String) throws -> (events: [[UInt8]], isDamaged: Bool) {
        var events: [[UInt8]] = []
        do throws(ArchiveError) {
            var reader = try ArchiveReader(path: path)
            while try reader.next() { events.append(reader.event.withUnsafeBytes { [UInt8]($0) }) }
        } catch {
            if case .file = error { throw error }
            return (events, true)
        }
        return (events, false)
    }

    /// Has all archives closed, and holds them against what was published and what was promised.
    func verify() throws {
        let last = try ArchiverProcess(server, folder: folder.path, arguments)
        try last.process.line(containing: "subscribed")
        try eventually("all archives are recovered") {
            try ArchiveFiles.names(folder.path).count { Self.isArchive($0) && $0.hasSuffix(".partial") } <= 1
        }
        try last.stop()
        var events: [String: [[UInt8]]] = [:]
        var byRun: [UInt64: [UInt64]] = [:]
        for name in try ArchiveFiles.names(folder.path) where Self.isArchive(name) {
            let path = "\(folder.path)/\(name)"
            let (found, isDamaged) = try Self.read(path)
            #expect(!isDamaged && !name.hasSuffix(".partial"), "\(name)")
            #expect(try ArchiveIndex.load(forArchive: path)?.summary?.events == UInt64(found.count), "\(name)")
            events[name] = found
            var reader = try ArchiveReader(path: path)
            let run = try #require(try reader.readHeader().runID)
            for event in found {
                let number = try Event(decoding: event).sequence ?? 0
                #expect(event == Feeder.event(number).encoded())
                byRun[run, default: []].append(number)
            }
        }
        // The server leaves nothing out, so neither may the archives of one life.
        for (_, numbers) in byRun { #expect(numbers == (0..<numbers.count).map { numbers[0] + UInt64($0) }) }
        for life in state.value.lives {
            for (name, promised) in life.promised {
                // An archive without a whole block may have nothing to keep but its header.
                #expect((events[name]?.count ?? 0) >= Int(promised), "\(name)")
            }
            // Not by blocks: where events were found behind the writer's index, an archive may have got other ones.
            #expect(life.promised.keys.reduce(0) { $0 + (events[$1]?.count ?? 0) } >= Int(life.told), "\(life)")
        }
        state.value.kept = events.values.reduce(0) { $0 + $1.count }
    }
}

/// Archivers that read one stream through a consumer of their own, one after another, each of which is killed.
final class StreamLane: Sendable {
    private let server: NATSServer
    private let folder: String
    private let base: String
    private let isFiltering: Bool
    private let arguments: [String]

    init(_ server: NATSServer, _ folder: String, number: Int) {
        (self.server, self.folder) = (server, "\(folder)/\(number)")
        base = "lane\(number)"
        isFiltering = number % 2 == 1
        arguments =
            [
                "-b", base, "--jetstream", "EVENTS", "--ack-wait", "2s", "--block-interval", "1s", "--max-file-size",
                "8KiB",
            ]
            + (isFiltering ? ["--addr-relay"] : []) + (number / 2 % 2 == 1 ? ["--seekable"] : [])
    }

    /// Half of them as upstream's extractors send them, without stream and sequence; a third is left out by the filter.
    static func event(_ number: Int) -> Event {
        .numbered(
            UInt64(number), isUpstreams: number / 2 % 2 == 0,
            message: number % 3 == 0 ? .unknown(UnknownMessage(command: "c", payload: [1])) : .getaddr(true))
    }

    func live() throws {
        let archiver = try ArchiverProcess(server, folder: folder, arguments)
        usleep(.random(in: 50_000...900_000))
        archiver.process.stop()
    }

    func verify(_ total: Int) throws {
        let client = try StreamClient(server)
        let archiver = try ArchiverProcess(server, folder: folder, arguments)
        try archiver.process.line(containing: "reading the stream")
        try eventually("everything is acknowledged", within: .seconds(60)) {
            try client.unfinished("archiver-\(base)") == 0
        }
        try archiver.stop()
        let numbers = try ArchiveFiles.events(folder).map { try Event(decoding: $0).timestamp }
        let expected = (1...UInt64(total)).filter { !isFiltering || $0 % 3 != 0 }
        // Counted, since a failure would print thousands of numbers.
        let missing = Set(expected).subtracting(numbers).sorted()
        let repeated = Dictionary(grouping: numbers, by: { $0 }).filter { $0.value.count > 1 }.keys.sorted()
        #expect(missing.count == 0, "\(base): \(missing.count) are missing, first \(missing.first ?? 0)")
        #expect(repeated.count == 0, "\(base): \(repeated.count) are there twice, first \(repeated.first ?? 0)")
        #expect(numbers.count == expected.count, "\(base)")
        #expect(try ArchiveFiles.names(folder).allSatisfy { !$0.hasSuffix(".partial") })
    }
}
