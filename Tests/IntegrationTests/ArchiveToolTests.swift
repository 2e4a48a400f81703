import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// What the archiver wrote, in the hands of `archive`.
    @Suite(.timeLimit(.minutes(3))) struct ArchiveToolRun {
        private static func archive(_ arguments: String...) throws -> [String] {
            let process = try ChildProcess(
                "/bin/sh", ["-c", "\"$0\" \"$@\"; code=$?; echo end; exit $code", Products.path("archive")] + arguments)
            #expect(process.wait() == 0, "\(process.output)")
            try process.line(containing: "end")
            return process.output.filter { $0 != "end" }
        }

        /// Everything that was published goes through archiver, conversion there and back, and a merge of both archivers' files.
        @Test func everyByteOfTheArchiversFilesSurvives() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let publisher = try PlainPublisher(server)
            let archivers = try ["one", "two"].map { name in
                try ArchiverProcess(
                    server, folder: "\(folder.path)/\(name)",
                    name == "two" ? ["--seekable"] : ["--max-file-size", "4096"])
            }
            for archiver in archivers { try archiver.process.line(containing: "subscribed") }
            var published: [[UInt8]] = []
            for number in 1...UInt64(2000) {
                var event = SampleEvents.message(.ping(Ping(value: number)))
                (event.timestamp, event.streamID, event.sequence, event.node) = (number, 9, number, "alice")
                publisher.publish(event, on: "node.alice.netmsg")
                published.append(event.encoded())
                // Blocks end when events come.
                if number % 200 == 0 { publisher.barrier() }
            }
            publisher.barrier()
            for archiver in archivers {
                try eventually("all events") { try archiver.metrics().seen >= 2000 }
                try archiver.stop()
            }
            let verified = try Self.archive("verify", folder.path)
            #expect(verified.count >= 2 && verified.allSatisfy { $0.contains(": whole, ") }, "\(verified)")
            let info = try Self.archive("info", "--json", folder.path + "/one")
            let object = try JSONSerialization.jsonObject(with: Data(info.joined().utf8))
            let told = try #require(object as? [String: Any])
            #expect(
                told["events"] as? Int == 2000 && told["missing"] as? Int == 0 && told["missing_files"] as? Int == 0)
            #expect(told["nodes"] as? [String: Int] == ["alice": 2000])

            for (source, form) in [("one", "--seekable"), ("two", "--compression-level=0")] {
                _ = try Self.archive(
                    "convert", "\(folder.path)/\(source)", "-o", "\(folder.path)/other-\(source)/", form)
                #expect(try ArchiveFiles.events("\(folder.path)/other-\(source)") == published)
            }
            let merged = try Self.archive("merge", folder.path, "-o", folder.path + "/all.bin.zst")
            #expect(merged.contains("6000 events came twice, and were left out"), "\(merged)")
            var reader = try ArchiveReader(path: folder.path + "/all.bin.zst")
            var events: [[UInt8]] = []
            while try reader.next() { events.append(reader.event.withUnsafeBytes { [UInt8]($0) }) }
            #expect(events == published)
        }
    }
}
