import Dispatch
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// A server that stands still again and again answers requests after the archiver has given them up.
    @Suite(.timeLimit(.minutes(5))) struct ArchiverStalls {
        @Test func lateMessagesAreArchivedOnce() throws {
            let store = try TemporaryDirectory()
            let (server, folder) = (
                try NATSServer(configuration: StreamClient.configuration(store)), try TemporaryDirectory()
            )
            let client = try StreamClient(server)
            try client.makeStream()
            let archiver = try ArchiverProcess(
                server, folder: folder.path, ["--jetstream", "EVENTS", "--ack-wait", "10s", "--block-interval", "1s"])
            try archiver.process.line(containing: "reading the stream")
            let pause = DispatchSemaphore(value: 0)
            var total = 0
            for _ in 0..<12 {
                // More than two requests ask for.
                try client.publish((total + 1...total + 1200).map { .numbered(UInt64($0)) }, total: total + 1200)
                total += 1200
                // Longer than a request lasts.
                server.pause()
                _ = pause.wait(timeout: .now() + 0.7)
                server.resume()
            }
            try eventually("everything is acknowledged", within: .seconds(60)) {
                try client.unfinished("archiver-archive") == 0
            }
            try archiver.stop()
            let sequences = try ArchiveFiles.events(folder.path).compactMap { try Event(decoding: $0).sequence }
            #expect(sequences.count == total)
            #expect(Set(sequences) == Set((1...total).map { UInt64($0) }))
        }
    }
}
