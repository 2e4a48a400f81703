import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The replayer as a process, printing.
    @Suite(.timeLimit(.minutes(2))) struct ReplayerPrint {
        private static let start: UInt64 = 1_700_000_000_000

        @Test(arguments: ["text", "json"]) func printsWhatTheLoggerPrints(format: String) throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let publisher = try PlainPublisher(server)
            let logger = try ChildProcess(Products.path("logger"), ["-a", server.address, "--format", format])
            try logger.line(containing: "subscribed")
            let samples = SampleEvents.all + SampleEvents.onlyRead
            for sample in samples { publisher.publish(sample.event, on: "node.node-1.\(sample.subject)") }
            try eventually("all lines") { logger.events.count >= samples.count }
            logger.signal(SIGTERM)
            #expect(logger.wait() == 0)
            let path = try Replayer.archive(samples.map(\.event), "a.bin.zst", in: folder)
            let (events, told, code) = try Replayer.run([path, "--format", format])
            // The server delivers several subjects in an order of its own.
            #expect(events.sorted() == logger.events.sorted())
            #expect(code == 0 && told.contains { $0.contains("events=\(samples.count) ") }, "\(told)")
        }

        @Test(arguments: [(0, false), (3, false), (3, true)]) func archivesAreReadAsOneInTheOrderOfTimes(
            level: Int, seekable: Bool
        ) throws {
            let folder = try TemporaryDirectory()
            let paths = try (0..<5).map { file in
                let events = (0..<200).map { Event.ping(UInt64(5 * $0 + file), at: Self.start + UInt64(5 * $0 + file)) }
                return try Replayer.archive(
                    events, "\(file).bin", in: folder, level: level, seekable: seekable, blockSize: 500)
            }
            let (events, _, code) = try Replayer.run(paths.reversed())
            #expect(code == 0)
            #expect(events.compactMap(\.nonce) == Array(0..<1000))
        }

        @Test(arguments: [
            ["--from", "2023-11-14T22:13:20.100Z", "--to", "2023-11-14T22:13:20.200Z"],
            ["--from", "1700000000.1", "--to", "1700000000.2"], ["--from", "+100ms", "--to", "+0.2s"],
        ])
        func onlyTheTimesAskedFor(arguments: [String]) throws {
            let folder = try TemporaryDirectory()
            let events = (0..<1000).map { Event.ping($0, at: Self.start + $0) }
            for (name, level, seekable) in [("a.bin.zst", 3, false), ("b.bin.zst", 3, true), ("c.bin", 0, false)] {
                let path = try Replayer.archive(
                    events, name, in: folder, level: level, seekable: seekable, blockSize: 2000)
                let (printed, _, code) = try Replayer.run([path] + arguments)
                #expect(code == 0 && printed.compactMap(\.nonce) == Array(100..<200), "\(name)")
            }
        }

        @Test func archivesOutsideOfTheTimesAreNotRead() throws {
            let folder = try TemporaryDirectory()
            let paths = try (0..<3).map { file in
                let events = (0..<10).map { Event.ping($0, at: Self.start + UInt64(file) * 1000 + $0) }
                return try Replayer.archive(events, "\(file).bin.zst", in: folder)
            }
            let (events, told, code) = try Replayer.run(paths + ["--from", "+1s", "--to", "+2s"])
            #expect(code == 0 && events.count == 10)
            #expect(told.contains { $0.contains("outside_of_times=2") }, "\(told)")
        }

        @Test func filtersByKindNodePeerCommandAndDirection() throws {
            let folder = try TemporaryDirectory()
            let (samples, plain) = (SampleEvents.all + SampleEvents.onlyRead, Event.ping(1, at: Self.start, peer: 9))
            let path = try Replayer.archive(samples.map(\.event) + [plain], "a.bin.zst", in: folder)
            func count(_ arguments: String...) throws -> Int { try Replayer.run([path] + arguments).events.count }
            let messages = samples.filter { $0.subject.hasPrefix("netmsg") }.count
            let answers = samples.filter { $0.subject == "rpc" || $0.subject.hasPrefix("rpc.") }.count
            #expect(try count() == samples.count + 1)
            #expect(try count("--messages") == messages + 1)
            #expect(try count("--rpc", "--ipc-extractor") == answers + 1)
            #expect(try count("--only-node", "node-1") == samples.count)
            #expect(try count("--only-node", "other") == 0)
            #expect(try count("--only-node", "other", "--node", "other") == 1)
            #expect(try count("--peer", "9") == 1)
            #expect(try count("--messages", "--peer", "7") == messages)
            #expect(try count("--command", "ping") == 1)
            #expect(try count("--command", "ping", "--direction", "out") == 0)
        }

        @Test func theHeadersNodeIsThatOfEventsThatNameNone() throws {
            let folder = try TemporaryDirectory()
            let paths = try [("alice", Self.start), ("bob", Self.start + 1)].map { (name: String, time: UInt64) in
                try Replayer.archive([.ping(time, at: time)], "\(name).bin.zst", in: folder, node: name)
            }
            #expect(try Replayer.run(paths).events.map { $0.prefix { $0 != " " } } == ["alice", "bob"])
            #expect(try Replayer.run(paths + ["--only-node", "bob"]).events.count == 1)
        }

        @Test func upstreamsFirstFormatIsReadToo() throws {
            let folder = try TemporaryDirectory()
            let events = (0..<20).map { Event.ping($0, at: Self.start + $0).encoded() }
            let head: [UInt8] = [0x50, 0x41, 1] + [UInt8](repeating: 0, count: 13)
            let path = try Replayer.write(head + events.flatMap { [UInt8($0.count)] + $0 }, "a.bin", in: folder)
            let (printed, _, code) = try Replayer.run([path])
            #expect(code == 0 && printed.compactMap(\.nonce) == Array(0..<20))
        }

        @Test func aPipeIsReadToo() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive((0..<50).map { .ping($0, at: Self.start + $0) }, "a.bin.zst", in: folder)
            let shell = try ChildProcess(
                "/bin/bash", ["-c", "cat \(path) | \(Products.path("replayer")) -l OFF /dev/stdin"])
            #expect(shell.wait() == 0)
            #expect(shell.output.compactMap(\.nonce) == Array(0..<50))
        }

        @Test func gapsAreKeptWhereASpeedIsGiven() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                [.ping(1, at: Self.start), .ping(2, at: Self.start + 2000)], "a.bin.zst", in: folder)
            let replayer = try Replayer.start([path, "--speed", "4"])
            try replayer.line(containing: "Ping(1)")
            let first = ContinuousClock.now
            try replayer.line(containing: "Ping(2)")
            let gap = (ContinuousClock.now - first).inSeconds
            #expect(0.4...0.7 ~= gap, "\(gap)")
            #expect(replayer.wait() == 0)
        }

        @Test func closedOutputEndsIt() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<100_000).map { .ping($0, at: Self.start + $0) }, "a.bin.zst", in: folder)
            for speed in ["", "--speed 1000"] {
                let command =
                    "\(Products.path("replayer")) -l OFF \(speed) \(path) | head -n 3; echo ended ${PIPESTATUS[0]}"
                let shell = try ChildProcess("/bin/bash", ["-c", command])
                #expect(shell.wait() == 0)
                #expect(shell.output.compactMap(\.nonce) == [0, 1, 2])
                #expect(shell.output.last == "ended 0", "\(shell.output)")
            }
        }

        @Test func whatCannotBePrintedIsAFailure() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive([Event.ping(1, at: Self.start)], "a.bin", in: folder)
            let process = try ChildProcess(
                "/bin/sh", ["-c", "exec \"$0\" -l OFF \(path) > /dev/full", Products.path("replayer")])
            #expect(process.wait() == 1)
            #expect(process.output == ["error: cannot write to standard output: No space left on device"])
        }

        @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsItAndItTellsWhereItStood(signal: Int32) throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<10).map { .ping($0, at: Self.start + $0 / 5 * 3_600_000) }, "a.bin.zst", in: folder)
            let replayer = try Replayer.start([path, "--speed", "1"])
            try replayer.line(containing: "Ping(4)")
            try replayer.line(containing: "waiting for the time of the next event")
            let asked = ContinuousClock.now
            replayer.signal(signal)
            #expect(replayer.wait() == 0)
            #expect((ContinuousClock.now - asked) < .seconds(1))
            let line = try replayer.line(containing: "interrupted")
            #expect(line.contains("last=2023-11-14T22:13:20.000Z") && line.contains("archive=\(path)"), "\(line)")
            #expect(line.contains("events=5 "))
        }

        @Test func aSignalEndsItEvenIfNobodyReads() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<50_000).map { .ping($0, at: Self.start + $0) }, "a.bin.zst", in: folder)
            let command = """
                exec 3>&1; mkfifo \(folder.path)/pipe; sleep 60 < \(folder.path)/pipe & sleeper=$!
                \(Products.path("replayer")) \(path) > \(folder.path)/pipe 2>&3 & replayer=$!
                sleep 1; kill -TERM $replayer; wait $replayer; echo ended $?; kill $sleeper
                """
            let shell = try ChildProcess("/bin/bash", ["-c", command])
            try shell.line(containing: "ended 0", within: .seconds(15))
            try shell.line(containing: "interrupted")
        }

        @Test func itBeginsAgainUntilItIsStopped() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<3).map { .ping($0, at: Self.start + $0 * 20) }, "a.bin.zst", in: folder)
            let replayer = try Replayer.start([path, "--loop", "--speed", "1"])
            try replayer.line(containing: "from the beginning again round=4")
            replayer.signal(SIGTERM)
            #expect(replayer.wait() == 0)
            let nonces = replayer.replayed.compactMap(\.nonce)
            #expect(nonces.count >= 9 && nonces.enumerated().allSatisfy { $0.element == UInt64($0.offset % 3) })
        }

        @Test func withoutEventsThereIsNothingToRepeat() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive([.ping(1, at: Self.start)], "a.bin.zst", in: folder)
            let (events, told, code) = try Replayer.run([path, "--loop", "--rpc"])
            #expect(events.isEmpty && code == 0 && told.contains { $0.contains("nothing to repeat") })
        }

        @Test func withoutATerminalThereAreNoControlCharacters() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<3).map { .ping($0, at: Self.start + $0 * 200) }, "a.bin.zst", in: folder)
            for arguments in [[], ["--progress"]] {
                let replayer = try Replayer.start([path, "--speed", "1"] + arguments)
                #expect(replayer.wait() == 0)
                #expect(replayer.output.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
            }
        }

        @Test(.enabled(if: isExecutable("/usr/bin/script"), "needs script, of Debian's bsdutils"))
        func onATerminalABarIsShown() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive(
                (0..<5).map { .ping($0, at: Self.start + $0 * 200) }, "a.bin", in: folder, level: 0)
            let command = "\(Products.path("replayer")) \(path) --speed 1 > /dev/null"
            let shell = try ChildProcess("/usr/bin/script", ["-qec", command, "/dev/null"])
            #expect(shell.wait() == 0)
            let text = shell.output.joined(separator: "\n")
            #expect(text.contains("\r\u{1B}[K[") && text.contains(" events/s"), "\(text)")
            // The last line stands alone.
            #expect(try #require(shell.output.last).contains("INFO  replayed"), "\(text)")
        }
    }
}
