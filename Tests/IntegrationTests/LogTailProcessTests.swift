import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    @Suite(.serialized, .timeLimit(.minutes(2)))
    struct LogTail {
        @Test func everyLineOfANodeArrivesOnce() throws {
            let scene = try LogScene()
            // The extractor is there before the log is.
            let extractor = try scene.tail()
            try extractor.process.line(containing: "waiting for")
            let node = try scene.node()
            try scene.subscriber.wait(for: 3000)
            scene.end(node)
            let lines = try scene.lines("debug.log")
            try scene.expect(lines)
            try extractor.metrics("all is settled and counted") {
                $0.isSettled && $0.seen == UInt64(lines.count) && $0.sum("_lines_total") == $0.seen
            }
            let account = try extractor.stop()
            #expect(account.confirmed == UInt64(lines.count) && account.lost == 0 && account.inDoubt == 0)
            #expect(scene.subscriber.subjects == ["log-extractor"])
            let events = try scene.subscriber.events()
            #expect(events.compactMap(\.sequence) == (1...UInt64(lines.count)).map(\.self))
            #expect(Set(events.compactMap(\.streamID)).count == 1)
        }

        @Test func rotationsAndRestartsLoseAndRepeatNothing() throws {
            let scene = try LogScene()
            let node = try scene.node()
            var extractor = try scene.tail()
            for (round, name) in ["debug.log.old", "debug.log.older", "debug-2026.log"].enumerated() {
                let before = scene.subscriber.count
                try scene.subscriber.wait(for: before + 1000)
                #expect(rename(scene.log, "\(scene.directory.path)/\(name)") == 0)
                if round == 1 { _ = try extractor.stop(SIGINT) }
                node.signal(SIGHUP)
                if round == 1 {
                    try eventually("the node has a new log") { access(scene.log, R_OK) == 0 }
                    extractor = try scene.tail()
                }
                if round != 1 { try extractor.process.line(containing: "is read to its end") }
            }
            _ = try extractor.stop()
            extractor = try scene.tail()
            scene.end(node)
            try scene.expect(try scene.lines("debug.log.old", "debug.log.older", "debug-2026.log", "debug.log"))
            _ = try extractor.stop()
        }

        @Test func killedExtractorRepeatsAtMostWhatIsNotInItsPosition() throws {
            let scene = try LogScene()
            let lines = (0..<20_000).map { "2026-11-21T10:00:00.000000Z [net] line \($0)" }
            try scene.append(lines)
            let first = try scene.tail()
            try eventually("a position is written") { access(scene.directory.path + "/position", R_OK) == 0 }
            first.process.stop()
            try scene.subscriber.barrier()
            let before = scene.subscriber.count
            let second = try scene.tail()
            try second.metrics("the log is read") { $0.isSettled && $0.sum("_lag_bytes") == 0 && $0.seen > 0 }
            _ = try second.stop()
            try scene.subscriber.barrier()
            let numbers = try scene.logEvents().map { event -> Int in
                guard case .unknownLogMessage(let message) = event.event else { return -1 }
                return message.rawMessage.split(separator: " ").last.flatMap { Int($0) } ?? -1
            }
            #expect(Array(numbers[..<before]) == Array(0..<before))
            let again = try #require(numbers[before...].first)
            #expect(again <= before && Array(numbers[before...]) == Array(again..<lines.count))
        }

        // MARK: NATS

        @Test func serverThatComesLaterGetsEveryLine() throws {
            let scene = try LogScene()
            let proxy = try TCPProxy(to: scene.server.port)
            defer { proxy.stop() }
            proxy.refuse()
            let node = try scene.node()
            let extractor = try scene.tail(nats: proxy.address)
            try extractor.process.line(containing: "is not reachable")
            try eventually("the log grows") { try scene.lines("debug.log").count > 3000 }
            let metrics = try extractor.metrics("nothing is read") { _ in true }
            #expect(metrics.seen == 0)
            proxy.resume()
            try scene.subscriber.wait(for: 3000)
            scene.end(node)
            try scene.expect(try scene.lines("debug.log"))
            #expect(try extractor.stop().lost == 0)
        }

        @Test func withoutAServerNothingIsLost() throws {
            let scene = try LogScene()
            try scene.append(["2026-11-21T10:00:00Z one", "2026-11-21T10:00:01Z two"])
            let first = try scene.tail(nats: "127.0.0.1:1")
            try first.process.line(containing: "is not reachable")
            #expect(try first.stopWithoutEvents() == 0)
            let second = try scene.tail()
            try scene.expect(try scene.lines("debug.log"))
            _ = try second.stop()
        }

        @Test func killedServerIsReconnectedTo() throws {
            let scene = try LogScene()
            let proxy = try TCPProxy(to: scene.server.port)
            defer { proxy.stop() }
            let node = try scene.node()
            let extractor = try scene.tail(nats: proxy.address)
            try scene.subscriber.wait(for: 3000)
            proxy.refuse()
            scene.server.kill()
            scene.subscriber.waitForEnd()
            try extractor.process.line(containing: "lost the connection")
            let old = try scene.lines("debug.log").count
            try eventually("the log grows") { try scene.lines("debug.log").count > old + 2000 }
            try scene.server.restart()
            try scene.subscriber.connect(to: scene.server)
            proxy.resume()
            try extractor.metrics("reading goes on") { $0.seen > UInt64(old) + 2000 }
            scene.end(node)
            let lines = UInt64(try scene.lines("debug.log").count)
            try extractor.metrics("all is settled") { $0.isSettled && $0.seen == lines }
            let account = try extractor.stop()
            try scene.subscriber.barrier()
            account.expectIdentity(received: scene.subscriber.count)
            #expect(account.seen == lines && account.lost == 0)
            let sequences = try scene.subscriber.events().compactMap(\.sequence)
            #expect(Set(sequences).count == sequences.count)
        }

        // MARK: Events

        @Test func eventsAreWhatProtocReads() throws {
            let scene = try LogScene()
            let line = "2026-11-21T10:00:00.123456Z [msghand] [net] something that no pattern knows"
            let hash = String(repeating: "0a", count: 32)
            try scene.append([
                line, "2026-11-21T10:00:01Z [validation] BlockConnected: block hash=\(hash) block height=7",
            ])
            let extractor = try scene.tail(["--node", "alpha"])
            try scene.subscriber.wait(for: 2)
            _ = try extractor.stop()
            #expect(scene.subscriber.subjects == ["node.alpha.log-extractor"])
            let texts = try scene.subscriber.received.map { try Protoc.decode($0.payload, in: scene.directory) }
            for part in [
                "block_connected_log {", "block_hash: \"\(hash)\"", "block_height: 7", "category: VALIDATION",
                "log_level: DEBUG", "validation_signal {", "sequence: 2",
            ] {
                #expect(texts[1].contains(part), "\(texts[1])")
            }
            let text = texts[0]
            for part in [
                "timestamp: 1795255200123", "source_time_ns: 1795255200123456000", "node: \"alpha\"", "sequence: 1",
                "log_line_bytes: \(line.utf8.count)", "something that no pattern knows",
            ] {
                #expect(text.contains(part), "\(text)")
            }
        }
    }
}

extension LogExtractorProcess {
    /// Asks it to stop before it published anything; its exit code.
    func stopWithoutEvents() throws -> Int32 {
        process.signal(SIGTERM)
        try process.line(containing: "stopped")
        return process.wait()
    }
}

/// The protobuf compiler, as a judge of what was published.
enum Protoc {
    static func decode(_ payload: [UInt8], in directory: TemporaryDirectory) throws -> String {
        let path = directory.path + "/event"
        guard let file = fopen(path, "we") else { throw TestError("cannot write \(path)") }
        fwrite(payload, 1, payload.count, file)
        fclose(file)
        let proto = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/proto"
        let process = try ChildProcess(
            "/bin/sh", ["-c", "protoc --proto_path=\(proto) --decode=event.Event event.proto < \(path); echo done"])
        #expect(process.wait() == 0)
        try process.line(containing: "done")
        return process.output.joined(separator: "\n")
    }
}
