import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

/// A connectivity-check that has subscribed, with files of its own.
final class ConnectivityProcess: Sendable {
    let process: ChildProcess
    let directory: TemporaryDirectory
    let port: Int

    init(_ nats: String, network: String = "regtest", _ arguments: [String] = []) throws {
        directory = try TemporaryDirectory()
        process = try ChildProcess(
            Products.path("connectivity-check"),
            [
                "-a", nats, "-m", "127.0.0.1:0", "--network", network, "--csv-directory", directory.path,
                "--group-rate", "1000", "--rate", "1000",
            ] + arguments)
        let line = try process.line(containing: "listening on")
        guard let port = line.firstMatch(of: /:([0-9]+)\/metrics/).flatMap({ Int($0.output.1) }) else {
            throw TestError("no port in \(line)")
        }
        self.port = port
        try process.line(containing: "trying announced addresses")
    }

    func metrics() throws -> Metrics { try Metrics(port: port) }

    /// All series of a metric together.
    func sum(_ name: String) throws -> Int {
        try metrics().values.reduce(0) { sum, entry in
            entry.key.prefix { $0 != "{" } == "connectivitycheck_\(name)" ? sum + Int(entry.value) : sum
        }
    }

    /// The rows of all its files, without headers.
    func rows() throws -> [[Substring]] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted().flatMap { name in
            let text = try String(contentsOf: URL(filePath: "\(directory.path)/\(name)"), encoding: .utf8)
            return text.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        }
    }

    func stop(_ signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation) {
        process.signal(signal)
        #expect(process.wait() == 0, "\(process.output.suffix(3))", sourceLocation: location)
    }
}

extension Event {
    fileprivate var connectivity: ConnectivityResult? {
        guard case .connectivityCheck(let event) = payload, case .result(let result) = event.event else { return nil }
        return result
    }
}

extension Integration {
    /// connectivity-check as a process, with a real server.
    @Suite(.timeLimit(.minutes(3))) struct Connectivity {
        private static func addr(_ ports: [Int], from peer: String = "198.51.100.7:50000") -> Event {
            let addresses = ports.map {
                Address(
                    timestamp: UInt32(Date().timeIntervalSince1970) - 100, host: .ipv4("127.0.0.1"), port: UInt32($0),
                    services: 1033)
            }
            let meta = MessageMetadata(
                peerID: 7, addr: peer, connType: .inbound, command: "addrv2", inbound: true, size: 30)
            return Event(
                payload: .ebpfExtractor(
                    EBPFEvent(event: .message(MessageEvent(meta: meta, message: .addrv2(AddrV2(addresses: addresses)))))
                ),
                timestamp: UInt64(Date().timeIntervalSince1970 * 1000))
        }

        /// A listener that answers each connection with a version.
        private static func answering() throws -> (descriptor: Int32, port: Int) {
            let (listening, port) = try LoopbackSocket.listen()
            let nobody = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
            let version = Version(
                version: 70016, services: 1, timestamp: 1, receiver: nobody,
                sender: nobody, nonce: 3, userAgent: "/a,\"b\"\u{1b};=c/", startHeight: 5,
                relay: true)
            var payload = ByteWriter()
            version.encodePayload(into: &payload)
            var frame = ByteWriter()
            Frame.encode("version", payload: payload.array, network: .regtest, into: &frame)
            let bytes = frame.array
            Thread.detachNewThread {
                while let connection = LoopbackSocket.accept(from: listening) {
                    LoopbackSocket.send(bytes, to: connection)
                    while !LoopbackSocket.receive(from: connection).isEmpty {}
                    close(connection)
                }
                close(listening)
            }
            return (listening, port)
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func resultsReachTheBusTheMetricsAndTheFileBeforeItEnds(signal: Int32) throws {
            let server = try NATSServer()
            let (subscriber, publisher) = (try EventSubscriber.on(server), try PlainPublisher(server))
            let star = EventSubscriber(subjects: ["*"])
            try star.connect(to: server)
            let node = try Self.answering()
            let check = try ConnectivityProcess(server.address, ["--allow-private", "--node", "bob"])
            let refusing = try freePort()
            publisher.publish(Self.addr([node.port, refusing]), on: "netmsg")
            publisher.publish(Self.addr([node.port]), on: "node.alice.netmsg")
            try eventually("results") { try check.sum("addr_tried") == 3 }
            check.stop(signal)
            try subscriber.barrier()
            let received = subscriber.received.filter { $0.subject.hasSuffix("connectivity.result") }
            #expect(received.count == 3 && received.allSatisfy { $0.subject == "node.bob.connectivity.result" })
            let results = try received.compactMap { try Event(decoding: $0.payload).connectivity }
            #expect(results.count { $0.success } == 2 && results.count { $0.failure == "refused" } == 1)
            #expect(Set(results.map(\.sourceNode)) == [nil, "alice"])
            // Who listens to upstream's subjects gets none of it.
            try star.barrier()
            #expect(star.subjects == ["netmsg"])
            let rows = try check.rows()
            #expect(rows.count == 3 && rows.allSatisfy { $0.count >= 22 })
            #expect(rows.allSatisfy { $0.allSatisfy { $0.utf8.allSatisfy { 0x20..<0x7f ~= $0 } } })
            #expect(rows.contains { $0.joined(separator: ",").contains(#""/a,""b""\x1b;\x3dc/""#) })
            shutdown(node.descriptor, Int32(SHUT_RDWR))
        }

        /// Results come while the server stands still, or while its connection breaks: each is confirmed, in doubt or counted as lost, and
        /// an independent subscriber agrees.
        @Test(arguments: [true, false])
        func accountsAgreeThroughAStalledAndABrokenServer(isCut: Bool) throws {
            let server = try NATSServer()
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            let (subscriber, publisher) = (try EventSubscriber.on(server), try PlainPublisher(server))
            let check = try ConnectivityProcess(
                proxy.address, ["--allow-private", "--rate", "20", "--group-rate", "20"])
            let ports = try (0..<40).map { _ in try freePort() }
            publisher.publish(Self.addr(Array(Set(ports))), on: "netmsg")
            let count = Set(ports).count
            try eventually("they have come") { try check.sum("announced_addresses_total") == count }
            proxy.stall()
            try eventually("some results") { try check.sum("addr_tried") >= 25 }
            if isCut { proxy.cut() }
            proxy.resume()
            try eventually("all results") { try check.sum("addr_tried") == count }
            func published(_ part: String) throws -> Int { try check.sum("published_events_\(part)") }
            try eventually("nothing is on its way") { try published("in_flight") == 0 }
            let (confirmed, doubtful) = (try published("confirmed_total"), try published("in_doubt_total"))
            #expect(try published("seen_total") == count)
            #expect(try confirmed + doubtful + published("lost_total") == count)
            if !isCut { #expect(confirmed == count) }
            try subscriber.barrier()
            let received = subscriber.received.count { $0.subject == "connectivity.result" }
            #expect(confirmed <= received && received <= confirmed + doubtful)
            check.stop()
        }

        @Test func privateAddressesAreNotTriedUnlessToldTo() throws {
            let server = try NATSServer()
            let publisher = try PlainPublisher(server)
            let (listening, port) = try LoopbackSocket.listen()
            defer { close(listening) }
            let check = try ConnectivityProcess(server.address)
            publisher.publish(Self.addr([port]), on: "netmsg")
            try eventually("it is counted") { try check.sum("skipped_addresses_total") == 1 }
            #expect(try check.sum("attempts_total") == 0 && check.sum("attempts_in_flight") == 0)
            // Nobody has come.
            #expect(fcntl(listening, F_SETFL, O_NONBLOCK) == 0 && accept(listening, nil, nil) == -1)
            check.stop()
            #expect(try check.rows().isEmpty)
        }

        @Test func everyMetricIsDocumentedAndTheAccountsAgree() throws {
            let server = try NATSServer()
            let publisher = try PlainPublisher(server)
            let directory = try TemporaryDirectory()
            let list = try directory.write("198.51.100.0/24\n", to: "exits")
            let check = try ConnectivityProcess(
                server.address, ["--allow-private", "--no-csv", "--ip-list", "tor-exit=\(list)", "--queue-size", "50"])
            let port = try freePort()
            for _ in 0..<20 { publisher.publish(Self.addr([port, port, 0]), on: "netmsg") }
            publisher.publish(Self.addr([Int](repeating: port, count: 1000)), on: "netmsg")
            try eventually("all have come") { try check.sum("announced_addresses_total") == 1060 }
            try eventually("the accounts agree") {
                let parts = try [
                    "skipped_addresses_total", "dropped_addresses_total", "addr_tried", "waiting_addresses",
                ]
                .map { try check.sum($0) }
                return parts.reduce(0, +) == 1060
            }
            #expect(try check.sum("skipped_messages_total") == 1 && check.sum("addr_tried_tor_exit") > 0)
            let answer = try httpRequest(
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: check.port)
            let names = answer.matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map { String($0.output.1) }
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let document = try String(
                contentsOf: root.appending(path: "docs/operating-connectivity-check.md"), encoding: .utf8)
            #expect(names.count > 25 && Set(names).count == names.count)
            for name in names {
                #expect(document.contains("`\(name)`"), "docs/operating-connectivity-check.md does not tell \(name)")
            }
            let documented = Set(document.matches(of: /`(connectivitycheck_[a-z_]+[a-z])`/).map { String($0.output.1) })
            #expect(documented.subtracting(names).isEmpty, "documented, but not there")
            let metrics = try check.metrics()
            #expect(metrics.values["connectivitycheck_published_events_in_flight"] == 0)
            for path in ["/-/healthy", "/-/ready"] {
                let answer = try httpRequest("GET \(path) HTTP/1.0\r\n\r\n", port: check.port)
                #expect(answer.contains(" 200 "))
            }
            check.stop()
        }

        @Test(
            arguments: [
                (["--csv-directory", "/nonexistent"], 1), (["--ip-list", "tor-exit=/nonexistent"], 1),
                (["--proxy", "no-such-host.invalid:9050"], 1), (["--rate", "0"], 64), (["--network", "x"], 64),
            ] as [([String], Int32)])
        func whatCannotWorkEndsItWithALine(arguments: [String], code: Int32) throws {
            let check = try ChildProcess(
                Products.path("connectivity-check"), ["-a", "127.0.0.1:1", "-m", "127.0.0.1:0"] + arguments)
            #expect(check.wait() == code)
            try check.line(containing: code == 1 ? "error: " : "Error: ")
        }

        /// A node of Bitcoin Core tells its version to the program, and is not upset by it.
        @Test(.enabled(if: Bitcoind.path != nil, "BITCOIND_EXE names no bitcoind"))
        func realNodeAnswers() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let (subscriber, publisher) = (try EventSubscriber.on(server), try PlainPublisher(server))
            let node = try P2PRealNode(in: directory)
            let check = try ConnectivityProcess(server.address, ["--allow-private"])
            let wrong = try ConnectivityProcess(server.address, network: "mainnet", ["--allow-private"])
            publisher.publish(Self.addr([node.port]), on: "netmsg")
            try eventually("two results") {
                try subscriber.events().compactMap(\.connectivity).count == 2
            }
            let results = try subscriber.events().compactMap(\.connectivity)
            let success = try #require(results.first { $0.success })
            #expect(success.version?.userAgent.hasPrefix("/Satoshi:") == true && success.version?.startHeight == 0)
            #expect(success.version?.receiver.host == .ipv6("::"))
            // The node of another network hangs up at the first message.
            #expect(results.first { !$0.success }?.failure == "closed")
            try eventually("the node has let go") { (try node.call("getpeerinfo") as? [Any])?.isEmpty == true }
            let log = node.process.output.filter { $0.contains("peer-observer-connectivity-check") }
            #expect(log.contains { $0.contains("receive version message") })
            check.stop()
            wrong.stop()
            node.stop()
        }
    }
}
