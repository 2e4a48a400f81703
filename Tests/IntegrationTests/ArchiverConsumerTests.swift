import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// Consumers that somebody else made, and with which messages would get lost.
    @Suite(.timeLimit(.minutes(3))) struct ArchiverConsumers {
        /// A consumer's configuration beside its name, and what the archiver says of it.
        struct Wrong: Sendable, CustomTestStringConvertible {
            let name: String
            let settings: String
            let said: String

            var testDescription: String { name }
        }

        static let wrong = [
            Wrong(
                name: "pushes", settings: #""ack_policy":"explicit","deliver_subject":"pushed.here""#,
                said: "the consumer archiver-archive pushes, where it should be asked"),
            Wrong(
                name: "gives up after three times", settings: #""ack_policy":"explicit","max_deliver":3"#,
                said: "the consumer archiver-archive delivers 3 times at most (max_deliver)"),
            Wrong(
                name: "wants no acknowledgement", settings: #""ack_policy":"none""#,
                said: "the consumer archiver-archive has another policy than ack explicit"),
            Wrong(
                name: "takes one acknowledgement for all before", settings: #""ack_policy":"all""#,
                said: "the consumer archiver-archive has another policy than ack explicit"),
            Wrong(
                name: "gives out fewer at once", settings: #""ack_policy":"explicit","max_batch":100"#,
                said: "the consumer archiver-archive refuses: 409 Exceeded MaxRequestBatch of 100"),
            Wrong(
                name: "gives out fewer bytes at once", settings: #""ack_policy":"explicit","max_bytes":65536"#,
                said: "the consumer archiver-archive refuses: 409 Exceeded MaxRequestMaxBytes of 65536"),
        ]

        @Test(arguments: wrong)
        func isToldAndNothingIsLostOnceItIsRight(wrong: Wrong) throws {
            let (store, folder) = (try TemporaryDirectory(), try TemporaryDirectory())
            let server = try NATSServer(configuration: StreamClient.configuration(store))
            let client = try StreamClient(server)
            try client.makeStream()
            try client.makeConsumer("archiver-archive", settings: wrong.settings)
            try client.publish((1...700).map { .numbered(UInt64($0)) }, total: 700)
            let archiver = try ArchiverProcess(
                server, folder: folder.path, ["--jetstream", "EVENTS", "--block-interval", "1s"])
            let line = try archiver.process.line(containing: "cannot read the stream EVENTS; trying again")
            #expect(line.contains(wrong.said), "\(line)")
            #expect(try client.unfinished("archiver-archive") == 700, "it took some")
            try client.deleteConsumer("archiver-archive")
            try eventually("everything is acknowledged", within: .seconds(60)) {
                try client.unfinished("archiver-archive") == 0
            }
            let metrics = try archiver.metrics()
            #expect(metrics.lost == 0 && metrics.values["archiver_events_handled_total"] == 700)
            try archiver.stop()
            #expect(
                try ArchiveFiles.events(folder.path).map { try Event(decoding: $0).sequence } == (1...700).map { $0 })
        }
    }
}
