import Daemon
import Glibc
import Logging
import NIOCore
import NIOPosix
import PeerObserver
import TestSupport
import Testing

@testable import ConnectivityCheck

/// From announced addresses to results, with real sockets and a bus of the test's.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct CheckerTests {
    private final class Setup {
        let metrics = ConnectivityMetrics()
        let bus = RecordingBus()
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let inbox: Inbox
        let registry = MetricsRegistry(program: "connectivity-check")

        init(node: NodeName? = nil, csv: CSVWriter? = nil, _ change: (inout CheckerSettings) -> Void = { _ in })
            async throws
        {
            var settings = CheckerSettings()
            settings.dialler.attempt = Attempt.Settings(
                network: .regtest, userAgent: "/test:1/", handshakeTimeout: .milliseconds(600))
            settings.scheduler.rate = 10_000
            settings.scheduler.groupRate = 10_000
            change(&settings)
            metrics.register(in: registry)
            inbox = Inbox(loop: threads.next(), limit: settings.scheduler.mostWaiting, metrics: metrics)
            let publisher = EventPublisher(bus: bus, node: node)
            try await inbox.start(settings, output: ResultOutput(metrics: metrics, csv: csv, publisher: publisher))
        }

        func accept(_ targets: [Target], _ source: AnnouncementSource = Sample.source()) {
            metrics.announced.increment(by: UInt64(targets.count))
            inbox.accept(targets.map { Sample.announcement($0, source) })
        }

        func results() throws -> [ConnectivityResult] {
            try bus.published.compactMap {
                guard case .connectivityCheck(let event) = try Event(decoding: $0.payload).payload,
                    case .result(let result) = event.event
                else { return nil }
                return result
            }
        }

        func wait(for count: Int) async throws -> [ConnectivityResult] {
            try await until { self.bus.published.count >= count }
            return try results()
        }

        func until(_ condition: () -> Bool) async throws {
            for _ in 0..<4000 {
                if condition() { return }
                try await Task.sleep(for: .milliseconds(5))
            }
            let told = String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").filter { line in
                !line.hasPrefix("#") && !line.hasSuffix(" 0")
                    && ["attempts", "dropped", "waiting", "queued"].contains { line.contains("check_\($0)") }
            }
            throw TestError("not within 20 s: \(bus.published.count) results, \(told)")
        }

        /// All series whose names begin so.
        func sum(_ name: String) -> Int {
            String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").reduce(0) { sum, line in
                let fields = line.split(separator: " ")
                guard fields.count == 2, fields[0].prefix(while: { $0 != "{" }) == "connectivitycheck_\(name)" else {
                    return sum
                }
                return sum + (Int(fields[1]) ?? 0)
            }
        }

        func stop(within patience: Duration = .seconds(3)) async throws {
            await inbox.stop(within: patience)
            try await threads.shutdownGracefully()
        }

        /// announced = skipped + dropped + tried + waiting
        func expectIdentity(_ location: SourceLocation = #_sourceLocation) {
            let parts =
                sum("skipped_addresses_total") + sum("dropped_addresses_total") + sum("addr_tried")
                + sum("waiting_addresses")
            #expect(sum("announced_addresses_total") == parts, sourceLocation: location)
        }
    }

    @Test func resultsArePublishedCountedAndCached() async throws {
        let node = try Stranger(Stranger.honest)
        let setup = try await Setup(node: NodeName("alice"))
        setup.accept([node.target()], Sample.source(isTorExit: true))
        let first = try #require(try await setup.wait(for: 1).first)
        #expect(first.success && !first.cached && first.failure == nil && first.sourceTorExit == true)
        #expect(first.address.host == .ipv4("127.0.0.1") && first.address.port == UInt32(node.port))
        #expect(first.address.timestamp == 1_699_999_000 && first.announcedAt == 1_700_000_000_999)
        #expect(first.sourceAddress == "198.51.100.7:50000" && first.sourceID == 7 && first.announcedBy == .addrv2)
        #expect(first.version?.userAgent == "/Satoshi:31.0.0/" && first.version?.receiver.host == .ipv6("::"))
        setup.accept([node.target()])
        let second = try await setup.wait(for: 2)[1]
        #expect(second.success && second.cached && second.version == nil && second.connectDuration == nil)
        #expect(node.connections == 1)
        #expect(Set(setup.bus.published.map(\.subject)) == ["node.alice.connectivity.result"])
        #expect(setup.sum("addr_tried") == 2 && setup.sum("addr_cached") == 1)
        #expect(setup.sum("addr_successful_connection") == 2 && setup.sum("addr_unsuccessful_connection") == 0)
        #expect(setup.sum("addr_tried_tor_exit") == 1 && setup.sum("addr_successful_connection_tor_exit") == 1)
        let text = String(decoding: setup.registry.scrape(), as: UTF8.self)
        let series = #"connectivitycheck_addr_addr_timestamp_offset_seconds_sum{network="IPv4",addr_version="addrv2","#
        // Milliseconds of the event against seconds of the address.
        #expect(text.contains(series + #"timestamp_offset="past",successful="yes"} 2000"#))
        #expect(text.contains(#"connectivitycheck_attempts_total{network="IPv4",outcome="success"} 1"#))
        try await setup.stop()
        setup.expectIdentity()
        node.stop()
    }

    @Test func failuresAreCachedForTheirTimeOnly() async throws {
        let nobody = Sample.ipv4("127.0.0.1", UInt32(try freePort()))
        let setup = try await Setup { $0.scheduler.cache.failureLifetime = .milliseconds(300) }
        setup.accept([nobody])
        _ = try await setup.wait(for: 1)
        setup.accept([nobody])
        _ = try await setup.wait(for: 2)
        try await Task.sleep(for: .milliseconds(350))
        setup.accept([nobody])
        let results = try await setup.wait(for: 3)
        #expect(results.map(\.cached) == [false, true, false])
        #expect(results.allSatisfy { !$0.success && $0.failure == "refused" })
        try await setup.stop()
        setup.expectIdentity()
    }

    /// The listener takes connections without ever accepting them: a proxy that hangs, for different onion services.
    @Test func thousandsOfAttemptsAreUnderWayAtATime() async throws {
        let count = 2000
        guard OpenFiles.raiseLimit() > count + 200 else { throw TestError("too few files may be open") }
        let (listening, port) = try LoopbackSocket.listen()
        defer { close(listening) }
        listen(listening, 4096)
        let setup = try await Setup {
            $0.scheduler.mostAttempts = count
            $0.scheduler.mostPerSource = count
            $0.dialler.attempt.proxyTimeout = .seconds(5)
            $0.dialler.connectTimeout = .seconds(5)
            $0.dialler.proxies[.torV3] = try? SocketAddress(ipAddress: "127.0.0.1", port: port)
        }
        let targets = (0..<count).map { number in
            Target(
                network: .torV3, bytes: (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) &* 31 },
                port: 8333)
        }
        setup.accept(targets)
        try await setup.until { setup.sum("attempts_in_flight") == count }
        // Such a proxy says nothing of the targets.
        try await setup.until { setup.sum("dropped_addresses_total") == count }
        #expect(try setup.results().isEmpty)
        try await setup.stop()
        setup.expectIdentity()
    }

    /// However small the queue is, as much of a message as has room in it is tried.
    @Test func longMessageIsNotDroppedWhole() async throws {
        let nobody = Sample.ipv4("127.0.0.1", UInt32(try freePort()))
        let setup = try await Setup { $0.scheduler.mostWaiting = 5 }
        setup.accept([Target](repeating: nobody, count: 999))
        _ = try await setup.wait(for: 5)
        try await setup.until { setup.sum("dropped_addresses_total") == 994 }
        try await setup.stop()
        setup.expectIdentity()
    }

    @Test func stopDropsWhatWaitsAndLetsAttemptsFinish() async throws {
        let slow = try Stranger { connection in
            _ = LoopbackSocket.receive(from: connection)
            usleep(300_000)
            LoopbackSocket.send(Sample.versionFrame(), to: connection)
            Stranger.drain(connection)
        }
        let setup = try await Setup { ($0.scheduler.rate, $0.scheduler.groupRate) = (1, 1) }
        setup.accept([slow.target()] + (1...9).map { Sample.ipv4("127.0.0.1", $0) })
        try await setup.until { slow.connections > 0 }
        await setup.inbox.stop(within: .seconds(3))
        #expect(try setup.results().map(\.success) == [true])
        setup.accept([slow.target()])
        try await setup.threads.shutdownGracefully()
        #expect(setup.sum("dropped_addresses_total") == 10 && setup.sum("waiting_addresses") == 0)
        setup.expectIdentity()
        slow.stop()
    }

    @Test func attemptsThatTakeTooLongAreCutAtTheStop() async throws {
        let hanging = try Stranger(Stranger.hang)
        let setup = try await Setup { $0.dialler.attempt.handshakeTimeout = .seconds(60) }
        setup.accept([hanging.target()])
        try await setup.until { hanging.connections > 0 }
        let began = ContinuousClock.now
        try await setup.stop(within: .milliseconds(200))
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(try setup.results().isEmpty && setup.sum("dropped_addresses_total") == 1)
        setup.expectIdentity()
        hanging.stop()
    }

    @Test func nodesHaveSeriesOfTheirOwnAndAreBounded() throws {
        let metrics = ConnectivityMetrics()
        let registry = MetricsRegistry(program: "connectivity-check")
        metrics.register(in: registry)
        let moment = Moment(monotonic: 0, unix: 0)
        for number in 0..<600 {
            let source = Sample.source("1.2.3.4:5", node: "n\(number)")
            metrics.count(
                CheckResult(
                    announcement: Sample.announcement(Sample.ipv4("1.1.1.1"), source), outcome: .refused, attempt: nil,
                    moment: moment))
        }
        let lines = String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").filter {
            $0.hasPrefix("connectivitycheck_addr_tried{")
        }
        #expect(lines.count == 501)
        #expect(lines.contains(#"connectivitycheck_addr_tried{node="n0",network="IPv4",addr_version="addrv2"} 1"#))
        #expect(lines.contains(#"connectivitycheck_addr_tried{node="other",network="IPv4",addr_version="addrv2"} 100"#))
    }

    @Test func seriesOfAllNodesTogetherAreBounded() {
        var fleet = FleetResults()
        for number in 0..<60_000 {
            // One node is flooded; the others have a few peers each.
            let isFlood = number % 2 == 0
            let source = Sample.source(
                "10.\(isFlood ? number / 65_536 : 9).\(isFlood ? number / 256 % 256 : 0).\(isFlood ? number % 256 : number % 7):5",
                node: isFlood ? "flooded" : "n\(number / 2 % 50)")
            fleet.add(
                CheckResult(
                    announcement: Sample.announcement(Sample.ipv4("1.1.1.1"), source), outcome: .refused, attempt: nil,
                    moment: Moment(monotonic: 0, unix: 0)), tick: number / 1000)
            if number % 1000 == 0 { fleet.divideSeries() }
        }
        let series = fleet.nodes.mapValues(\.unsuccessful)
        let shown = series.values.reduce(0) { $0 + $1.counts.count + ($1.folded == nil ? 0 : 1) }
        #expect(shown <= FleetResults.seriesLimit)
        #expect(series.values.reduce(0) { $0 + $1.counts.reduce(0, +) + ($1.folded ?? 0) } == 60_000)
        // Who is not flooded loses nothing by it.
        #expect(series.filter { $0.key != "flooded" }.allSatisfy { $0.value.folded == nil })
        #expect(series["flooded"]?.isFull == true)
    }

    /// Peers come and go by the thousand; their addresses must not stay.
    @Test func peersBeyondTheLimitShareASeries() throws {
        let metrics = ConnectivityMetrics()
        let registry = MetricsRegistry(program: "connectivity-check")
        metrics.register(in: registry)
        for number in 0..<5000 {
            let source = Sample.source("10.0.\(number / 250).\(number % 250):5")
            metrics.count(
                CheckResult(
                    announcement: Sample.announcement(Sample.ipv4("1.1.1.1"), source), outcome: .refused, attempt: nil,
                    moment: Moment(monotonic: 0, unix: 0)))
        }
        let lines = String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").filter {
            $0.hasPrefix("connectivitycheck_addr_unsuccessful_connection{")
        }
        #expect(lines.count == FleetResults.seriesLimit)
        #expect(lines.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) } == 5000)
        let folded =
            #"connectivitycheck_metric_series_folded{metric="connectivitycheck_addr_unsuccessful_connection"} 1"#
        #expect(String(decoding: registry.scrape(), as: UTF8.self).contains(folded))
    }
}
