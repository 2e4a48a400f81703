import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    /// Bitcoin Core itself.
    @Suite(.enabled(if: Bitcoind.path != nil, "BITCOIND_EXE names no bitcoind with tracepoints"))
    struct RealNode {
        @Test func twoNodesThatMineAndRelayAreObservedWhole() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let (subscriber, path) = (try EventSubscriber.on(server), try #require(Bitcoind.path))
            let extractor = try observe(path, server)
            let ports = try (0..<4).map { _ in try freePort() }
            func start(_ name: String, _ ports: ArraySlice<Int>, _ arguments: [String]) throws -> ChildProcess {
                let data = "\(directory.path)/\(name)"
                #expect(mkdir(data, 0o700) == 0)
                let node = try ChildProcess(
                    path,
                    [
                        "-regtest", "-datadir=\(data)", "-bind=127.0.0.1:\(ports[ports.startIndex])",
                        "-rpcport=\(ports[ports.startIndex + 1])",
                        "-printtoconsole", "-rpcuser=u", "-rpcpassword=p", "-listenonion=0", "-discover=0",
                        "-dnsseed=0",
                    ] + arguments)
                try node.line(containing: "Done loading", within: .seconds(60))
                return node
            }
            let first = try start("a", ports[..<2], [])
            let second = try start("b", ports[2...], ["-connect=127.0.0.1:\(ports[0])"])
            try eventually("the nodes shake hands") {
                try self.messages(subscriber).count { $0.meta.command == "verack" } == 4
            }
            let client = path.replacing("bitcoind", with: "bitcoin-cli", maxReplacements: 1)
            let mining = try ChildProcess(
                String(client),
                [
                    "-regtest", "-rpcconnect=127.0.0.1", "-rpcport=\(ports[1])", "-rpcuser=u", "-rpcpassword=p",
                    "generatetodescriptor", "5", "raw(51)",
                ])
            #expect(mining.wait() == 0, "\(mining.output)")
            try eventually("both nodes connect all blocks") { try self.blocks(subscriber).count == 10 }
            for node in [second, first] {
                node.signal(SIGTERM)
                #expect(node.wait() == 0)
            }
            try settle(extractor, subscriber)
            let pids = Set([first, second].map { UInt32($0.pid) })
            #expect(Set(try subscriber.events().compactMap(\.pid)) == pids)
            #expect(try blocks(subscriber).map(\.height).sorted() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
            let commands = Set(try messages(subscriber).map(\.meta.command))
            #expect(
                commands.isSuperset(of: ["version", "verack", "ping", "pong", "sendcmpct", "headers"]), "\(commands)")
            #expect(!subscriber.subjects.contains("netmsg.malformed"))
        }

        @Test(
            .enabled(if: Bitcoind.functionalTests != nil, "BITCOIND_EXE is in no build directory with functional tests")
        )
        func functionalTestsOfTheNodeAreObservedWhole() throws {
            let (server, directory) = (try NATSServer(configuration: Load.patience), try TemporaryDirectory())
            let (subscriber, path) = (try EventSubscriber.on(server), try #require(Bitcoind.path))
            let (extractor, tests) = (try observe(path, server), try #require(Bitcoind.functionalTests))
            for (seed, test) in ["p2p_ping.py", "p2p_addrv2_relay.py", "mempool_accept.py"].enumerated() {
                let run = try ChildProcess(
                    "/usr/bin/env",
                    [
                        "python3", "\(tests)/\(test)", "--tmpdir=\(directory.path)/\(seed)",
                        "--portseed=\(Int(getpid()) % 1000 * 3 + seed)",
                    ])
                #expect(run.wait() == 0, "\(test): \(run.output.suffix(5))")
            }
            try settle(extractor, subscriber)
            #expect(try !blocks(subscriber).isEmpty)
            let kinds = Dictionary(grouping: subscriber.received, by: \.subject).mapValues(\.count)
            print("functional tests: \(kinds)")
            #expect(Set(kinds.keys).isSuperset(of: ["netmsg", "netconn", "mempool", "validation"]))
        }

        private func observe(_ path: String, _ server: NATSServer) throws -> Extractor {
            let extractor = try Extractor(nats: server.address, ["-b", path, "--utxocache-tracepoints"])
            try extractor.process.line(containing: "connected to NATS")
            try extractor.process.line(containing: "attached to every process")
            return extractor
        }

        /// Every hit became an event that arrived.
        private func settle(
            _ extractor: Extractor, _ subscriber: EventSubscriber, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let metrics = try extractor.metrics("all is settled") { $0.hits > 0 && $0.seen == $0.hits && $0.isSettled }
            let account = try extractor.stop()
            try subscriber.barrier()
            #expect(
                account.seen == metrics.hits && account.confirmed == metrics.hits, "\(account)",
                sourceLocation: location)
            #expect(metrics.lost == 0 && metrics.lost("undecodable") == 0, sourceLocation: location)
            #expect(UInt64(subscriber.count) == account.confirmed, sourceLocation: location)
        }

        private func blocks(_ subscriber: EventSubscriber) throws -> [BlockConnected] {
            try subscriber.events().compactMap { event in
                guard case .validation(let validation) = event.ebpf, case .blockConnected(let block) = validation.event
                else {
                    return nil
                }
                return block
            }
        }

        private func messages(_ subscriber: EventSubscriber) throws -> [MessageEvent] {
            try subscriber.events().compactMap { event in
                guard case .message(let message) = event.ebpf else { return nil }
                return message
            }
        }
    }
}

/// The real node that the environment names.
enum Bitcoind {
    static let path: String? = getenv("BITCOIND_EXE").flatMap { realpath($0, nil) }.map { resolved in
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The directory of Bitcoin Core's functional tests, where the node is in its build directory.
    static let functionalTests: String? = path.flatMap { path in
        let directory = path.split(separator: "/").dropLast(2).map { "/\($0)" }.joined() + "/test/functional"
        return access("\(directory)/p2p_ping.py", R_OK) == 0 ? directory : nil
    }
}
