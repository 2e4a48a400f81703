import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// What `up` has found of a node is looked at again by the programs that read it.
@Suite(.enabled(if: NATSServer.binary != nil, "nats-server is not installed"))
struct UpOwnershipTests {
    private static let variable = "PEER_OBSERVER_NODE_OWNER"

    @Test func programsAreToldWhoseTheFoundFilesAre() throws {
        let (folder, data) = (try TemporaryDirectory(), try TemporaryDirectory())
        func owners(_ flags: [String]) throws -> [String: String?] {
            var settings = Settings(
                file: nil, environment: [:],
                flags: [
                    "--datadir=\(data.path)", "--run=rpc-extractor", "--run=log-extractor", "--run=metrics",
                    "--common.nats-address=127.0.0.1:1",
                ] + flags)
            settings.findNode()
            let bin = URL(filePath: try builtProduct("metrics")).deletingLastPathComponent().path
            let plan = try UpPlan(settings, folder: folder.path, executables: Executables(folders: [bin]))
            return Dictionary(plan.programs.map { ($0.name, $0.environment[Self.variable]) }) { $1 }
        }
        let own = "\(geteuid())"
        #expect(try owners([]) == ["rpc-extractor": own, "log-extractor": own, "metrics": nil])
        #expect(
            try owners(["--rpc-extractor.rpc-cookie-file=/a", "--log-extractor.debug-log=/b"])
                == ["rpc-extractor": nil, "log-extractor": nil, "metrics": nil])
    }

    @Test func theAccountOfItsOwnServerGoesToNobodyElse() throws {
        let folder = try TemporaryDirectory()
        let settings = Settings(
            file: nil, environment: [:],
            flags: ["--no-node", "--run=metrics", "--run=websocket", "--websocket.nats-address=other.example:4222"])
        let bin = URL(filePath: try builtProduct("metrics")).deletingLastPathComponent().path
        let plan = try UpPlan(settings, folder: folder.path, executables: Executables(folders: [bin]))
        let arguments = Dictionary(plan.programs.map { ($0.name, $0.arguments) }) { $1 }
        #expect(arguments["metrics"]?.contains { $0.hasPrefix("--nats-password-file=") } == true)
        #expect(arguments["websocket"]?.filter { $0.hasPrefix("--nats") } == ["--nats-address=other.example:4222"])
    }

    @Test func aCookieOfAnotherUserIsNotSentAndAnotherUsersLogNotRead() throws {
        let (folder, server) = (try TemporaryDirectory(), try NATSServer())
        let (cookie, log) = (try folder.write("root:secret\n", to: "cookie"), try folder.write("line\n", to: "log"))
        let asked = Slot(0)
        let node = try FakeNode { _ in
            asked.value += 1
            return "HTTP/1.1 401 Unauthorized\r\n\r\n"
        }
        let rpc = ["-a", server.address, "--rpc-host", "127.0.0.1:\(node.port)", "--rpc-cookie-file", cookie]
        let tail = ["-a", server.address, "--debug-log", log, "--position-file", folder.path + "/position"]
        let other = [Self.variable: "\(geteuid() + 1)"]
        let extractor = try ChildProcess(
            try builtProduct("rpc-extractor"), rpc + ["--prometheus-address", "127.0.0.1:0"], environment: other)
        try extractor.line(containing: "\(cookie) belongs to another user, not to the node's")
        #expect(asked.value == 0)
        let reader = try ChildProcess(try builtProduct("log-extractor"), tail, environment: other)
        try reader.line(containing: "waiting for \(log): Operation not permitted")
        let own = try ChildProcess(
            try builtProduct("log-extractor"), tail, environment: [Self.variable: "\(geteuid())"])
        try own.line(containing: "reading \(log)")
        for process in [extractor, reader, own] { process.stop() }
    }
}
