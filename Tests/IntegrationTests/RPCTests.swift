import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// rpc-extractor on demo-node's RPC server.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct RPCs {
        private static let patience = "max_payload: 33554432\n"
        private static let arms: Set<String> = [
            "peerInfos", "mempoolInfo", "uptime", "netTotals", "memoryInfo", "addrmanInfo", "chainTxStats",
            "networkInfo", "blockchainInfo", "orphanTxs", "addrman", "estimateSmartFee", "chainTips", "indexInfo",
            "zmqNotifications", "bannedList", "deploymentInfo", "miningInfo", "rawAnswer",
        ]

        @Test func everyRPCIsPublishedOnItsSubject() throws {
            let (server, node) = (try NATSServer(configuration: Self.patience), try RPCNode())
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node, ["--rpc", "getconnectioncount=60"])
            try eventually("an event of each") { try Set(subscriber.arms()) == Self.arms }
            let events = try subscriber.rpcs()
            for (subject, event) in events {
                let expected: String =
                    switch event {
                    case .chainTips: "rpc.getchaintips"
                    case .indexInfo: "rpc.getindexinfo"
                    case .zmqNotifications: "rpc.getzmqnotifications"
                    case .bannedList: "rpc.listbanned"
                    case .deploymentInfo: "rpc.getdeploymentinfo"
                    case .miningInfo: "rpc.getmininginfo"
                    case .rawAnswer: "rpc.getconnectioncount"
                    default: "rpc"
                    }
                #expect(subject == expected)
            }
            #expect(try subscriber.arms().count { $0 == "estimateSmartFee" } == 6)
            if EventJudge.isThere { try EventJudge.expectAgreement(subscriber.received.map(\.payload)) }
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0 && daemon.lines("WARN") == 0, "\(daemon.process.output)")
        }

        @Test func nodesNameIsInSubjectsAndEvents() throws {
            let (server, node) = (try NATSServer(configuration: Self.patience), try RPCNode())
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node, ["--node", "alice"])
            try eventually("two subjects") {
                subscriber.subjects.isSuperset(of: ["node.alice.rpc", "node.alice.rpc.listbanned"])
            }
            #expect(try subscriber.events().allSatisfy { $0.node == "alice" })
            _ = try daemon.stop()
        }

        @Test func slowRPCDelaysNoOtherAndConnectionsAreKept() throws {
            let (server, node) = (
                try NATSServer(configuration: Self.patience), try RPCNode(["--rpc-delay", "getrawaddrman=4000"])
            )
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(
                server, node, ["--query-interval", "0.1", "--query-interval-less-frequent", "0.5"])
            try eventually("many rounds") { try subscriber.arms().count { $0 == "uptime" } >= 20 }
            #expect(try !subscriber.arms().contains("addrman"))
            try eventually("the slow one, too") { try subscriber.arms().contains("addrman") }
            #expect(try daemon.metric("rpcextractor_connections_opened_total") <= 8)
            #expect(try daemon.metric("rpcextractor_rpc_fetch_duration_seconds_count") > 200)
            #expect(try daemon.metric("rpcextractor_rpc_fetch_errors_total") == 0)
            _ = try daemon.stop()
        }

        @Test(arguments: [SIGTERM, SIGINT]) func signalEndsItWhileRPCsHang(signal: Int32) throws {
            let (server, node) = (try NATSServer(), try RPCNode(["--rpc-delay", "getrawaddrman=600000"]))
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node)
            try eventually("the others") { try Set(subscriber.arms()).count == Self.arms.count - 2 }
            // Everything hangs now.
            node.pause()
            let (account, took) = try daemon.stop(signal)
            #expect(took < .seconds(2), "\(took)")
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            node.resume()
        }

        @Test func eventTooLargeForTheServerIsLostAndSaidOnce() throws {
            let (server, node) = (
                try NATSServer(configuration: "max_payload: 100000\n"), try RPCNode(["--rpc-addrman-entries", "20000"])
            )
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node, ["--query-interval-less-frequent", "0.3"])
            try eventually("lost ones") { try daemon.metric("rpcextractor_nats_publish_errors_total{") >= 3 }
            #expect(daemon.lines("raise max_payload") == 1)
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost >= 3 && account.inDoubt == 0)
            #expect(try !subscriber.arms().contains("addrman"))
        }

        @Test func answerAboveTheLimitIsAnError() throws {
            let (server, node) = (try NATSServer(), try RPCNode(["--rpc-addrman-entries", "20000"]))
            let daemon = try RPCDaemon(server, node, ["--max-answer-size", "1"])
            try daemon.process.line(containing: "getrawaddrman fails: the answer has more than 1 MiB")
            #expect(try daemon.metric(#"rpcextractor_rpc_fetch_errors_total{rpc_method="getrawaddrman"}"#) == 1)
            #expect(try daemon.metric("rpcextractor_node_reachable") == 1)
            _ = try daemon.stop()
        }

        @Test func userAndPasswordLetIn() throws {
            let server = try NATSServer()
            let (node, directory) = (try RPCNode(credentials: "observer:s3:cret"), try TemporaryDirectory())
            let file = try directory.write("s3:cret\n", to: "password")
            let login = ["--rpc-user", "observer", "--rpc-password-file", file]
            let daemon = try RPCDaemon(nats: server.address, host: node.address, login)
            try daemon.process.line(containing: "the node answers")
            _ = try daemon.stop()
            let wrong = try RPCDaemon(
                nats: server.address, host: node.address,
                ["--rpc-user", "observer", "--rpc-password", "guessed", "--query-interval", "0.1"])
            try wrong.process.line(containing: "the node lets nobody in: the node refuses the user name and password")
            try wrong.process.line(containing: "--rpc-password shows the password to everybody")
            try eventually("several rounds") { try wrong.metric("rpcextractor_rpc_fetch_errors_total") > 30 }
            #expect(wrong.lines("lets nobody in") == 1 && wrong.lines("guessed") == 0)
            wrong.end()
            let missing = try ChildProcess(
                Products.path("rpc-extractor"),
                ["-a", server.address, "--prometheus-address", "127.0.0.1:0"] + login.dropLast() + ["/nonexistent"])
            #expect(missing.wait() == 1)
            #expect(
                missing.output.last
                    == "error: cannot read the node's password from /nonexistent: No such file or directory")
        }

        @Test func unknownRPCIsToldOnce() throws {
            let (server, node) = (try NATSServer(), try RPCNode())
            let daemon = try RPCDaemon(server, node, ["--rpc", "getnothing=0.1"])
            try daemon.process.line(containing: "getnothing fails: Method not found (-32601)")
            try eventually("several rounds") {
                try daemon.metric(#"rpcextractor_rpc_fetch_errors_total{rpc_method="getnothing"}"#) > 5
            }
            #expect(daemon.lines("getnothing fails") == 1)
            _ = try daemon.stop()
        }
    }
}
