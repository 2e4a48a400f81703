import Dispatch
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The replayer as a process, publishing to a real server with a subscriber that owes nothing to the bus under test.
    @Suite(.timeLimit(.minutes(3))) struct ReplayerPublish {
        private static let start: UInt64 = 1_700_000_000_000

        @Test func everyEventComesUnchangedInOrderOnItsSubject() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let samples = SampleEvents.all + SampleEvents.onlyRead
            let flat = samples.map { sample -> SampleEvents.Sample in
                var event = sample.event
                event.node = nil
                return (sample.subject, event)
            }
            let path = try Replayer.archive((samples + flat).map(\.event), "a.bin.zst", in: folder)
            let account = try expectEnd(Replayer.publishing(server.address, ["--speed", "0", path]))
            #expect(account.confirmed == UInt64(2 * samples.count) && account.lost + account.inDoubt == 0)
            try subscriber.barrier()
            let received = subscriber.received
            let expected = samples.map { ("node.node-1.\($0.subject)", $0.event) } + flat.map { ($0.subject, $0.event) }
            #expect(received.map(\.subject) == expected.map(\.0))
            #expect(received.map(\.payload) == expected.map { $0.1.encoded() })
        }

        @Test func filesAreMergedFilteredAndNamed() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let paths = try (0..<3).map { file in
                let events = (0..<100).map { Event.ping(UInt64(3 * $0 + file), at: Self.start + UInt64(3 * $0 + file)) }
                return try Replayer.archive(
                    events + [SampleEvents.all[0].event], "\(file).bin.zst", in: folder, node: file == 0 ? "alice" : nil
                )
            }
            let arguments = ["--speed", "0", "--command", "ping", "--from", "+30ms", "--node", "rest"] + paths
            try expectEnd(Replayer.publishing(server.address, arguments))
            try subscriber.barrier()
            #expect(try subscriber.pings() == Array(30..<300))
            #expect(
                subscriber.received.map(\.subject)
                    == (30..<300).map { $0 % 3 == 0 ? "node.alice.netmsg" : "node.rest.netmsg" })
        }

        @Test func gapsAreKeptAndDividedByTheSpeed() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let arrivals = try Arrivals(server)
            // 2 s at four times the speed; then 1 ms after the other, whose sleeps would add up.
            let times = [0, 2000] + (1...1000).map { 2000 + 4 * UInt64($0) }
            let path = try Replayer.archive(
                times.enumerated().map { .ping(UInt64($0.offset), at: Self.start + $0.element) }, "a.bin.zst",
                in: folder)
            try expectEnd(Replayer.publishing(server.address, ["--speed", "4", path]))
            try arrivals.wait(for: times.count)
            let gaps = arrivals.sinceFirst
            print("replayer timing: 0.5 s took \(gaps[1]), 1 s more \(gaps[1001] - gaps[1])")
            #expect(0.45...0.6 ~= gaps[1], "\(gaps[1])")
            #expect(0.95...1.1 ~= gaps[1001] - gaps[1], "\(gaps[1001])")
            #expect(gaps == gaps.sorted())
        }

        @Test func withoutASpeedTheTimingIsThatOfTheRecording() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let arrivals = try Arrivals(server)
            let path = try Replayer.archive(
                [.ping(0, at: Self.start), .ping(1, at: Self.start + 700)], "a.bin.zst", in: folder)
            try expectEnd(Replayer.publishing(server.address, [path]))
            try arrivals.wait(for: 2)
            #expect(0.65...0.85 ~= arrivals.sinceFirst[1], "\(arrivals.sinceFirst)")
        }

        @Test func itWaitsForAServerThatComesLater() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            proxy.refuse()
            let subscriber = try EventSubscriber.on(server)
            let path = try Replayer.archive((0..<500).map { .ping($0, at: Self.start) }, "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing(proxy.address, ["--speed", "0", path])
            try replayer.line(containing: "is not reachable; trying again until it is")
            proxy.resume()
            let account = try expectEnd(replayer)
            #expect(account.confirmed == 500)
            try subscriber.barrier()
            #expect(try subscriber.pings() == Array(0..<500))
        }

        @Test func aServerThatHangsForAWhileLosesNothing() throws {
            let (server, folder) = (try NATSServer(configuration: Self.patience), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let path = try Self.large(folder)
            let replayer = try Replayer.publishing(server.address, ["--speed", "0", path])
            try subscriber.wait(for: 2000)
            server.pause()
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 1)
            server.resume()
            let account = try expectEnd(replayer)
            #expect(account.confirmed == Self.largeCount)
            try subscriber.barrier()
            #expect(try subscriber.pings() == Array(0..<Self.largeCount))
        }

        @Test(.timeLimit(.minutes(3))) func aServerThatGoesAndComesBackLosesNothingUncounted() throws {
            let (server, folder) = (try NATSServer(configuration: Self.patience), try TemporaryDirectory())
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            let subscriber = try EventSubscriber.on(server)
            let path = try Self.large(folder)
            let replayer = try Replayer.publishing(proxy.address, ["--speed", "0", path])
            try subscriber.wait(for: 2000)
            // The subscriber comes back first: what the server takes while nobody listens is no loss of the replayer's.
            proxy.refuse()
            server.kill()
            subscriber.waitForEnd()
            try replayer.line(containing: "lost the connection")
            try server.restart(configuration: Self.patience)
            try subscriber.connect(to: server)
            proxy.resume()
            let code = replayer.wait()
            let account = try Account(try replayer.line(containing: "INFO  stopped"))
            try subscriber.barrier()
            print("replayer, server killed: \(account)")
            account.expectIdentity(received: subscriber.count)
            #expect(account.seen == Self.largeCount && account.lost == 0)
            let pings = try subscriber.pings()
            #expect(Set(pings).count == pings.count)
            // What is in doubt is no success.
            #expect(code == (account.inDoubt > 0 ? 1 : 0), "\(replayer.output.suffix(3))")
            if account.inDoubt > 0 { try replayer.line(containing: "error: \(account.inDoubt) events are in doubt") }
        }

        @Test func theTimelineWaitsWithTheServer() throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            let arrivals = try Arrivals(server)
            let path = try Replayer.archive(
                (0..<40).map { .ping($0, at: Self.start + $0 * 100) }, "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing(proxy.address, [path])
            try arrivals.wait(for: 5)
            proxy.refuse()
            try replayer.line(containing: "lost the connection")
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 1.5)
            proxy.resume()
            _ = replayer.wait()
            try arrivals.wait(for: 38)
            let gaps = arrivals.sinceFirst
            // After the outage, the rest comes at its own pace, not all at once.
            let rest = gaps[gaps.count - 1] - gaps[gaps.count - 21]
            #expect(rest > 1.8, "\(gaps)")
        }

        @Test func whatTheServerDoesNotTakeIsCountedAndTold() throws {
            let server = try NATSServer(configuration: "max_payload: 10000\n")
            let (folder, subscriber) = (try TemporaryDirectory(), try EventSubscriber.on(server))
            let large = SampleEvents.message(
                .unknown(UnknownMessage(command: "c", payload: [UInt8](repeating: 1, count: 20_000))))
            let path = try Replayer.archive(
                [.ping(0, at: Self.start), large, .ping(1, at: large.timestamp + 1)], "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing(server.address, ["--speed", "0", path])
            #expect(replayer.wait() == 1)
            try replayer.line(containing: "error: 1 events were lost")
            try subscriber.barrier()
            #expect(try subscriber.pings() == [0, 1])
        }

        @Test func aSignalInTheMiddleLeavesNothingUnconfirmed() throws {
            let (server, folder) = (try NATSServer(configuration: Self.patience), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let path = try Replayer.archive(
                (0..<Self.largeCount).map { .ping($0, at: Self.start + $0 / 10) }, "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing(server.address, [path])
            try subscriber.wait(for: 2000)
            let asked = ContinuousClock.now
            replayer.signal(SIGTERM)
            #expect(replayer.wait() == 0)
            #expect(ContinuousClock.now - asked < .seconds(3))
            let account = try Account(try replayer.line(containing: "INFO  stopped"))
            try subscriber.barrier()
            #expect(account.confirmed == account.seen && account.seen < Self.largeCount)
            #expect(try subscriber.pings() == Array(0..<account.seen))
            let line = try replayer.line(containing: "interrupted")
            #expect(line.contains("events=\(account.seen) ") && line.contains("last=2023-11-14T22:13:20."), "\(line)")
        }

        @Test func aServerThatRefusesTheCredentialsEndsIt() throws {
            let server = try NATSServer(configuration: "authorization { user: a, password: b }\n")
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive([.ping(0, at: Self.start)], "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing(server.address, [path])
            #expect(replayer.wait() == 1)
            try replayer.line(containing: "refused the credentials")
        }

        @Test func withoutAServerASignalEndsIt() throws {
            let folder = try TemporaryDirectory()
            let path = try Replayer.archive([.ping(0, at: Self.start)], "a.bin.zst", in: folder)
            let replayer = try Replayer.publishing("127.0.0.1:1", [path])
            try replayer.line(containing: "is not reachable")
            replayer.signal(SIGTERM)
            #expect(replayer.wait() == 0)
            try replayer.line(containing: "events=0 ")
        }

        private static let largeCount: UInt64 = 300_000
        /// Messages wait in the server while the subscriber, who is in a debug build, gets behind.
        private static let patience = "max_pending: 512MB\nwrite_deadline: \"60s\"\n"

        private static func large(_ folder: TemporaryDirectory) throws -> String {
            try Replayer.archive((0..<largeCount).map { .ping($0, at: start + $0) }, "a.bin.zst", in: folder)
        }

        @discardableResult
        private func expectEnd(
            _ replayer: ChildProcess, _ location: SourceLocation = #_sourceLocation
        ) throws -> Account {
            #expect(replayer.wait() == 0, "\(replayer.output.suffix(3))", sourceLocation: location)
            return try Account(try replayer.line(containing: "INFO  stopped"))
        }
    }
}

/// When events arrived, by a clock that only goes forward.
private final class Arrivals: Sendable {
    private let times: Slot<[ContinuousClock.Instant]>
    private let subscriber: PlainSubscriber

    init(_ server: NATSServer) throws {
        let times = Slot<[ContinuousClock.Instant]>([])
        self.times = times
        // One thread at a time calls it.
        subscriber = PlainSubscriber(subjects: [">"]) { _, _ in times.value += [.now] }
        try subscriber.connect(port: server.port)
    }

    func wait(for count: Int) throws {
        try eventually("\(count) events") { times.value.count >= count }
    }

    /// Seconds since the first one.
    var sinceFirst: [Double] {
        let times = times.value
        return times.map { ($0 - times[0]).inSeconds }
    }
}
