import ArchiveFormat
import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The archiver as a process, fed by a publisher that owes nothing to the bus under test.
    @Suite(.timeLimit(.minutes(3))) struct ArchiverRun {
        @Test(arguments: [[], ["--seekable"], ["--compression-level", "0"], ["--compression-threads", "2"]])
        func everyEventIsInTheArchive(arguments: [String]) throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let publisher = try PlainPublisher(server)
            let archiver = try ArchiverProcess(server, folder: folder.path + "/new", arguments)
            try archiver.process.line(containing: "subscribed")
            let samples = SampleEvents.all + SampleEvents.onlyRead
            for sample in samples { publisher.publish(sample.event, on: "node.node-1.\(sample.subject)") }
            publisher.barrier()
            try eventually("all events") { try archiver.metrics().seen >= UInt64(samples.count) }
            try archiver.stop()
            let events = try ArchiveFiles.events(folder.path + "/new")
            #expect(Set(events) == Set(samples.map { $0.event.encoded() }))
            #expect(events.count == samples.count)
            #expect(try ArchiveFiles.names(folder.path + "/new").allSatisfy { !$0.hasSuffix(".partial") })
        }

        @Test func whatItTellsOfItselfAddsUpAndIsDocumented() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let publisher = try PlainPublisher(server)
            let archiver = try ArchiverProcess(server, folder: folder.path, ["--messages", "--block-interval", "1s"])
            try archiver.process.line(containing: "subscribed")
            for _ in 0..<1000 { publisher.publish(SampleEvents.message(.verack(true)), on: "netmsg") }
            publisher.send("PUB netmsg 3\r\n\u{7F}\u{7F}\u{7F}\r\n")
            publisher.publish(SampleEvents.all[0].event, on: "rpc")
            publisher.barrier()
            try eventually("the block is written") {
                try archiver.metrics().values["archiver_events_handled_total"] == 1000
            }
            let metrics = try archiver.metrics()
            #expect(metrics.seen == 1001 && metrics.lost("undecodable") == 1 && metrics.inFlight == 0)
            #expect(metrics.values[#"archiver_events_archived_total{kind="netmsg"}"#] == 1000)
            let answer = try httpRequest(
                "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: archiver.port())
            let names = answer.matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map { String($0.output.1) }
            #expect(names.count > 20)
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let document = try String(contentsOf: root.appending(path: "docs/operating-archiver.md"), encoding: .utf8)
            for name in names {
                #expect(document.contains("`\(name)`"), "docs/operating-archiver.md does not tell \(name)")
            }
            try archiver.stop()
        }

        @Test func killedInBusModeItLosesOnlyTheBlockAtHand() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let publisher = try PlainPublisher(server)
            let first = try ArchiverProcess(server, folder: folder.path, ["--block-interval", "1s"])
            try first.process.line(containing: "subscribed")
            for number in 1...500 { publisher.publish(.numbered(UInt64(number)), on: "netmsg") }
            publisher.barrier()
            try eventually("the block is written") {
                try first.metrics().values["archiver_events_handled_total"] == 500
            }
            first.process.stop()
            let second = try ArchiverProcess(server, folder: folder.path)
            try second.process.line(containing: "recovered an archive")
            try second.stop()
            #expect(
                try ArchiveFiles.events(folder.path).map { try Event(decoding: $0).sequence } == (1...500).map { $0 })
        }

        @Test(.enabled(if: SmallFileSystem.obstacle == nil, "\(SmallFileSystem.obstacle ?? "")"))
        func onAFullDiskEveryEventIsWrittenOrCounted() throws {
            let (server, disk) = (try NATSServer(), try SmallFileSystem(kilobytes: 8 << 10))
            disk.fill(kilobytes: 7 << 10)
            let publisher = try PlainPublisher(server)
            let arguments = ["--block-interval", "1s", "--block-size", "64KiB", "--compression-level", "0"]
            let archiver = try ArchiverProcess(server, folder: disk.path + "/archives", arguments)
            try archiver.process.line(containing: "subscribed")
            func publish(_ numbers: ClosedRange<UInt64>) throws {
                for number in numbers { publisher.publish(Feeder.event(number), on: "netmsg") }
                publisher.barrier()
                try eventually("all are dealt with", describe: "\((try? archiver.metrics().nonZero) ?? [:])") {
                    let metrics = try archiver.metrics()
                    return metrics.seen == numbers.upperBound && metrics.inFlight == 0
                }
            }
            try publish(1...3000)
            let full = try archiver.metrics()
            let handled = try #require(full.values["archiver_events_handled_total"])
            #expect(full.lost("write_failed") > 0 && full.lost == full.lost("write_failed"))
            #expect(UInt64(handled) + full.lost == 3000)
            #expect(full.values["archiver_writing"] == 0)
            let health = "GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            #expect(try httpRequest(health, port: archiver.port()).hasPrefix("HTTP/1.1 503"))
            disk.free()
            try archiver.process.line(containing: "archives are written again")
            try publish(3001...3100)
            #expect(try httpRequest(health, port: archiver.port()).hasPrefix("HTTP/1.1 200"))
            try archiver.stop()
            // What it told as handled is there, from the first to the last before it was full, and from the first after.
            let numbers = try ArchiveFiles.events(disk.path + "/archives").map { try Event(decoding: $0).sequence }
            #expect(numbers == (Array(1...UInt64(handled)) + Array(3001...3100)).map { $0 })
        }

        @Test func aFolderThatCannotBeWrittenToEndsItWithAReason() throws {
            let server = try NATSServer()
            let process = try ChildProcess(
                Products.path("archiver"), ["-a", server.address, "-o", "/proc/nothing/here"])
            #expect(process.wait() == 1)
            try process.line(containing: "error: cannot make the folder /proc/nothing")
        }
    }

    /// With JetStream, nothing is lost and nothing repeated, whoever is killed.
    @Suite(.timeLimit(.minutes(5))) struct ArchiverStream {
        private static let arguments = [
            "--jetstream", "EVENTS", "--ack-wait", "2s", "--block-interval", "1s", "--max-file-size", "20KiB",
        ]

        private func expectOnce(_ count: Int, in folder: String, _ location: SourceLocation = #_sourceLocation) throws {
            let sequences = try ArchiveFiles.events(folder).compactMap { try Event(decoding: $0).sequence }
            #expect(sequences.count == count, sourceLocation: location)
            #expect(Set(sequences) == Set((1...count).map { UInt64($0) }), sourceLocation: location)
        }

        private func waitForAll(_ client: StreamClient) throws {
            try eventually("everything is acknowledged", within: .seconds(60)) {
                try client.unfinished("archiver-archive") == 0
            }
        }

        @Test func everyMessageIsArchivedOnce() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let client = try StreamClient(server)
            try client.makeStream()
            // The same event twice in the stream, as a publisher in doubt may have it.
            let events = (1...2000).map { Event.numbered(UInt64($0)) }
            try client.publish(events + events.prefix(10), total: 2010)
            let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
            try waitForAll(client)
            let metrics = try archiver.metrics()
            #expect(metrics.values["archiver_duplicates_total"] == 10)
            #expect(metrics.values["archiver_stream_acknowledged_total"] == 2010)
            #expect(metrics.values["archiver_events_handled_total"] == 2010)
            try archiver.stop()
            try expectOnce(2000, in: folder.path)
            var reader = try ArchiveReader(path: folder.path + "/" + (ArchiveFiles.names(folder.path)[0]))
            #expect(try reader.readHeader().stream == "EVENTS")
        }

        @Test func killsOfTheArchiverLoseAndRepeatNothing() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let client = try StreamClient(server)
            try client.makeStream()
            let pause = DispatchSemaphore(value: 0)
            var total = 0
            for round in 0..<8 {
                // Half of them as upstream's extractors send them, without stream and sequence.
                let events = (total + 1...total + 700).map { Event.numbered(UInt64($0), isUpstreams: $0 % 2 == 0) }
                total += events.count
                try client.publish(events, total: total)
                let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
                try archiver.process.line(containing: "reading the stream")
                _ = pause.wait(timeout: .now() + Double(round) * 0.25)
                archiver.process.stop()
            }
            let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
            try archiver.process.line(containing: "reading the stream")
            try waitForAll(client)
            try archiver.stop()
            let numbers = try ArchiveFiles.events(folder.path).map { try Event(decoding: $0).timestamp }
            #expect(numbers.count == total)
            #expect(Set(numbers) == Set((1...total).map { UInt64($0) }))
        }

        @Test func killsOfTheServerLoseAndRepeatNothing() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let first = try StreamClient(server)
            try first.makeStream()
            try first.publish((1...3000).map { .numbered(UInt64($0)) }, total: 3000)
            let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
            try archiver.process.line(containing: "reading the stream")
            for round in 1...3 {
                try eventually("some are archived") { try archiver.metrics().values["archiver_blocks_total"] ?? 0 > 0 }
                server.kill()
                try server.restart()
                let client = try StreamClient(server)
                try client.publish(
                    (3000 + 500 * (round - 1) + 1...3000 + 500 * round).map { .numbered(UInt64($0)) },
                    total: 3000 + 500 * round)
            }
            try waitForAll(try StreamClient(server))
            try archiver.stop()
            try expectOnce(4500, in: folder.path)
        }

        /// A consumer's file of which a kill leaves half is not read back, and the server (2.9) goes on from number 0: what it then
        /// gives out first is not on record, and after the next kill it never comes again.
        @Test func whatTheServerForgetsIsAskedForByNumber() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let first = try StreamClient(server)
            try first.makeStream()
            try first.publish((1...10).map { .numbered(UInt64($0), isUpstreams: $0 < 6) }, total: 10)
            try first.makeConsumer("archiver-archive")
            server.kill()
            try server.corruptConsumer("archiver-archive", store)
            try server.restart()
            try StreamClient(server).takeWithoutAcknowledging(10, "archiver-archive")
            server.kill()
            try server.restart()
            let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
            try archiver.process.line(containing: "reading the stream")
            try waitForAll(try StreamClient(server))
            try archiver.stop()
            let numbers = try ArchiveFiles.events(folder.path).map { try Event(decoding: $0).timestamp }
            #expect(numbers.sorted() == Array(1...10))
        }

        @Test(.enabled(if: SmallFileSystem.obstacle == nil, "\(SmallFileSystem.obstacle ?? "")"))
        func aFullDiskLosesAndRepeatsNothing() throws {
            let (store, disk) = (try TemporaryDirectory(), try SmallFileSystem(kilobytes: 8 << 10))
            disk.fill(kilobytes: 7 << 10)
            let server = try NATSServer(configuration: StreamClient.configuration(store))
            let client = try StreamClient(server)
            try client.makeStream()
            try client.publish((1...3000).map { Feeder.event($0) }, total: 3000)
            let archiver = try ArchiverProcess(
                server, folder: disk.path, Self.arguments + ["--compression-level", "0", "--block-size", "64KiB"])
            try archiver.process.line(containing: "cannot write archives")
            disk.free()
            try waitForAll(client)
            #expect(try archiver.metrics().lost == 0)
            try archiver.stop()
            try expectOnce(3000, in: disk.path)
        }

        @Test func withoutTheStreamItWaits() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let archiver = try ArchiverProcess(server, folder: folder.path, Self.arguments)
            try archiver.process.line(containing: "there is no such stream")
            let client = try StreamClient(server)
            try client.makeStream()
            try client.publish([.numbered(1)], on: "node.alice.netmsg", total: 1)
            try waitForAll(client)
            try archiver.stop()
            let event = try Event(decoding: try #require(try ArchiveFiles.events(folder.path).first))
            #expect((event.node, event.sequence) == ("alice", 1))
        }
    }
}

extension Event {
    /// A message with a number in its time, and in its sequence where the extractor is one of ours.
    static func numbered(
        _ number: UInt64, isUpstreams: Bool = false,
        message: MessageEvent.Message = .unknown(UnknownMessage(command: "c", payload: [1, 2, 3]))
    ) -> Event {
        var event = SampleEvents.message(message)
        event.node = nil
        event.timestamp = number
        event.streamID = isUpstreams ? nil : 1
        event.sequence = isUpstreams ? nil : number
        return event
    }
}
