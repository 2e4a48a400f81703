import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import RPCExtractor

extension Integration {
    /// rpc-extractor on Bitcoin Core itself, with bitcoin-cli as the judge of values.
    @Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Bitcoind.path != nil, "BITCOIND_EXE names no bitcoind"))
    struct RPCRealNode {
        /// A node of its own on regtest.
        private final class Node: Sendable {
            let directory: TemporaryDirectory
            let p2pPort: Int
            let rpcPort: Int
            private let process: Slot<ChildProcess?> = Slot(nil)
            private let arguments: [String]

            init(_ arguments: [String] = []) throws {
                directory = try TemporaryDirectory()
                (p2pPort, rpcPort) = (try freePort(), try freePort())
                self.arguments = arguments
                try start()
            }

            var cookie: String { "\(directory.path)/regtest/.cookie" }
            var rpcAddress: String { "127.0.0.1:\(rpcPort)" }

            func start() throws {
                let node = try ChildProcess(
                    try #require(Bitcoind.path),
                    [
                        "-regtest", "-datadir=\(directory.path)", "-bind=127.0.0.1:\(p2pPort)", "-rpcport=\(rpcPort)",
                        "-printtoconsole", "-listenonion=0", "-discover=0", "-dnsseed=0", "-txindex=1",
                        "-fallbackfee=0.0001",
                    ] + arguments)
                try node.line(containing: "Done loading", within: .seconds(60))
                process.value = node
            }

            func kill() { process.value?.stop() }

            @discardableResult
            func cli(_ arguments: String...) throws -> String {
                let path = try #require(Bitcoind.path).replacing("bitcoind", with: "bitcoin-cli", maxReplacements: 1)
                let client = try ChildProcess(
                    String(path),
                    ["-regtest", "-datadir=\(directory.path)", "-rpcport=\(rpcPort)"] + arguments)
                let code = client.wait()
                // Its last line may come a moment after its end.
                Thread.sleep(forTimeInterval: 0.05)
                guard code == 0 else { throw TestError("\(arguments): \(client.output)") }
                return client.output.joined(separator: "\n")
            }

            func object(_ arguments: String...) throws -> Any {
                let text = arguments.count > 1 ? try cli(arguments[0], arguments[1]) : try cli(arguments[0])
                return try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
            }
        }

        /// The last event of each arm that is not older than `count` events.
        private func last(_ subscriber: EventSubscriber) throws -> [String: RPCEvent.Kind] {
            Dictionary(
                try subscriber.rpcs().map { _, event in (String("\(event)".prefix { $0 != "(" }), event) }
            ) { $1 }
        }

        @Test func valuesAreThoseOfTheCommandLineClient() throws {
            let server = try NATSServer(configuration: "max_payload: 33554432\n")
            let first = try Node()
            let second = try Node(["-connect=127.0.0.1:\(first.p2pPort)"])
            try first.cli("createwallet", "w")
            let address = try first.cli("getnewaddress")
            try first.cli("generatetoaddress", "110", address)
            for _ in 0..<3 { try first.cli("sendtoaddress", address, "0.5") }
            try first.cli("setban", "192.0.2.0/24", "add")
            for index in 1...20 { _ = try? first.cli("addpeeraddress", "203.0.\(index).1", "8333") }
            try eventually("the nodes are connected") {
                (try second.object("getblockcount") as? Int) == 110
            }
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(
                nats: server.address, host: first.rpcAddress,
                [
                    "--rpc-cookie-file", first.cookie, "--query-interval", "0.2", "--query-interval-less-frequent",
                    "0.2",
                    "--rpc", "getchainstates=1",
                ])
            try eventually("all but ZMQ, which this node may not have") {
                try Set(last(subscriber).keys).subtracting(["zmqNotifications"]).count == 18
            }
            let events = try last(subscriber)
            try compare(events, with: first)
            if EventJudge.isThere { try EventJudge.expectAgreement(subscriber.received.suffix(60).map(\.payload)) }
            #expect(try daemon.metric("rpcextractor_mistyped_values_total") == 0)
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0)
        }

        private func compare(_ events: [String: RPCEvent.Kind], with node: Node) throws {
            func dictionary(_ method: String) throws -> [String: Any] {
                try #require(try node.object(method) as? [String: Any])
            }
            guard case .mempoolInfo(let mempool) = events["mempoolInfo"],
                case .networkInfo(let network) = events["networkInfo"],
                case .blockchainInfo(let chain) = events["blockchainInfo"],
                case .peerInfos(let peers) = events["peerInfos"],
                case .addrman(let addrman) = events["addrman"], case .bannedList(let banned) = events["bannedList"],
                case .chainTips(let tips) = events["chainTips"], case .miningInfo(let mining) = events["miningInfo"],
                case .deploymentInfo(let deployments) = events["deploymentInfo"],
                case .chainTxStats(let stats) = events["chainTxStats"],
                case .indexInfo(let indexes) = events["indexInfo"],
                case .addrmanInfo(let addrmanInfo) = events["addrmanInfo"]
            else { throw TestError("an event is missing: \(events.keys)") }
            let theirMempool = try dictionary("getmempoolinfo")
            #expect(
                mempool.size == 3
                    && mempool.size == theirMempool["size"] as? Int64 ?? Int64(theirMempool["size"] as? Int ?? -1))
            #expect(mempool.totalFee == theirMempool["total_fee"] as? Double)
            let theirFee = try #require(theirMempool["minrelaytxfee"] as? Double)
            #expect(abs(mempool.minrelaytxfee - theirFee * 1e5) < 1e-9 && mempool.minrelaytxfee == network.relayFee)
            let theirNetwork = try dictionary("getnetworkinfo")
            #expect(network.version == Int32(theirNetwork["version"] as? Int ?? 0) && network.connections >= 1)
            #expect(network.networks.count == (theirNetwork["networks"] as? [Any])?.count)
            let theirChain = try dictionary("getblockchaininfo")
            #expect(chain.blocks == 110 && chain.bestblockhash == theirChain["bestblockhash"] as? String)
            #expect(
                chain.difficulty == theirChain["difficulty"] as? Double
                    && chain.chainwork == theirChain["chainwork"] as? String)
            // Connections that are being made when one looks come and go.
            let peer = try #require(peers.infos.first { $0.inbound })
            let theirPeers = try #require(try node.object("getpeerinfo") as? [[String: Any]])
            let theirPeer = try #require(theirPeers.first { $0["id"] as? Int == Int(peer.id) })
            #expect(peer.address == theirPeer["addr"] as? String)
            #expect(
                peer.services == theirPeer["services"] as? String
                    && peer.sessionID == theirPeer["session_id"] as? String)
            #expect(peer.servicesNames == theirPeer["servicesnames"] as? [String])
            // Seconds: a ping on one machine takes far less than one.
            #expect(peer.minimumPing == theirPeer["minping"] as? Double && peer.minimumPing < 1 && peer.minimumPing > 0)
            let entries = addrman.new.reduce(0) { $0 + $1.value.entries.count }
            let theirEntries = (try dictionary("getrawaddrman")["new"] as? [String: Any]) ?? [:]
            #expect(entries == theirEntries.count && entries > 5)
            for bucket in addrman.new {
                for entry in bucket.value.entries {
                    let theirs = try #require(theirEntries["\(bucket.key)/\(entry.key)"] as? [String: Any])
                    #expect(entry.value.address == theirs["address"] as? String)
                    #expect(entry.value.time == Int64(theirs["time"] as? Int ?? 0))
                }
            }
            #expect(addrmanInfo.networks.first { $0.key == "all_networks" }?.value.new == UInt64(entries))
            #expect(banned.banned.map(\.address) == ["192.0.2.0/24"] && banned.banned[0].banDuration == 86_400)
            #expect(tips.tips.count == 1 && tips.tips[0].height == 110 && tips.tips[0].status == "active")
            #expect(mining.blocks == 110 && mining.pooledTx == 3 && mining.next?.height == 111)
            #expect(deployments.deployments.contains { $0.key == "segwit" && $0.value.active == true })
            #expect(stats.txCount64 == 111 && stats.windowFinalBlockHeight == 110)
            #expect(indexes.indexes.first { $0.key == "txindex" }?.value.bestBlockHeight == 110)
        }

        @Test func nodeThatIsKilledAndRestartedIsFollowed() throws {
            let (server, node) = (try NATSServer(configuration: "max_payload: 33554432\n"), try Node())
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(
                nats: server.address, host: node.rpcAddress,
                ["--rpc-cookie-file", node.cookie, "--query-interval", "0.2"])
            func uptimes() throws -> Int { try subscriber.arms().count { $0 == "uptime" } }
            try eventually("events") { try uptimes() > 2 }
            node.kill()
            try daemon.process.line(containing: "the node cannot be reached")
            let before = try uptimes()
            try node.start()
            try eventually("more events") { try uptimes() > before + 2 }
            #expect(daemon.lines("the node answers") >= 2)
            #expect(daemon.process.output.count < 20, "\(daemon.process.output)")
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
        }

        /// The recorder of the fixtures plays its scene on this node, and there is nothing in the answers that the tables do not expect.
        @Test(.enabled(if: isExecutable("/usr/bin/python3"), "no python3"))
        func whatTheRecorderRecordsIsUnderstood() throws {
            let directory = try TemporaryDirectory()
            let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "scripts/record-rpc")
            let recorder = try ChildProcess(
                "/usr/bin/python3", [script.path, try #require(Bitcoind.path), "\(directory.path)/answers"])
            #expect(recorder.wait() == 0, "\(recorder.output)")
            for rpc in RPC.all {
                let path = "\(directory.path)/answers/\(rpc.method)"
                guard
                    rpc.method != "getzmqnotifications" || !FileManager.default.fileExists(atPath: "\(path).error.json")
                else { continue }
                let result = [UInt8](try Data(contentsOf: URL(filePath: "\(path).json")))
                let body = Array(#"{"result":"#.utf8) + result + Array("}".utf8)
                let answer = try RPCAnswer(HTTPAnswer(status: 200, body: body))
                #expect(try rpc.calls[0].event(of: answer).mismatches == 0, "\(rpc.method)")
            }
        }

        /// The line of the docs is enough, and no more than what is asked.
        @Test func whitelistOfTheDocsIsEnough() throws {
            let document = try String(
                contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .deletingLastPathComponent().appending(path: "docs/operating-rpc-extractor.md"), encoding: .utf8)
            let line = try #require(document.firstMatch(of: /rpcwhitelist=([a-z]+):[a-z,]+/))
            let server = try NATSServer(configuration: "max_payload: 33554432\n")
            // Of rpcauth.py, for the password "observe".
            let node = try Node([
                "-\(line.output.0)", "-rpcuser=\(line.output.1)", "-rpcpassword=observe", "-rpcwhitelistdefault=0",
            ])
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(
                nats: server.address, host: node.rpcAddress,
                ["--rpc-user", String(line.output.1), "--rpc-password", "observe", "--rpc", "getchainstates=60"])
            try daemon.process.line(containing: "getchainstates fails: the node does not allow it (403)")
            try eventually("all but ZMQ") {
                try Set(last(subscriber).keys).subtracting(["zmqNotifications"]).count == 17
            }
            #expect(daemon.lines("(403)") == 1)
            _ = try daemon.stop()
        }
    }
}
