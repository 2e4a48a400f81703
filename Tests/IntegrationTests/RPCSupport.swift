import Foundation
import PeerObserver
import TestSupport
import Testing

/// demo-node with its RPC server, on one address for as long as the test lasts.
final class RPCNode: Sendable {
    let port: Int
    let cookieFile: String
    private let directory: TemporaryDirectory
    private let arguments: [String]
    private let process: Slot<ChildProcess?>

    /// - Parameter credentials: `user:password` in place of the cookie.
    init(_ arguments: [String] = [], credentials: String? = nil, starts: Bool = true) throws {
        directory = try TemporaryDirectory()
        cookieFile = "\(directory.path)/.cookie"
        port = try freePort()
        let access = credentials.map { ["--rpc-auth", $0] } ?? ["--rpc-cookie-file", cookieFile]
        self.arguments = ["--rate", "20", "--rpc-address", "127.0.0.1:\(port)"] + access + arguments
        process = Slot(nil)
        if starts { try start() }
    }

    var address: String { "127.0.0.1:\(port)" }

    func start() throws {
        let node = try ChildProcess(Products.path("demo-node"), arguments)
        try node.line(containing: "demo-node: running")
        process.value = node
    }

    /// The hard way: its cookie stays behind.
    func kill() { process.value?.stop() }

    func pause() { process.value?.pause() }

    func resume() { process.value?.signal(SIGCONT) }
}

/// A running rpc-extractor.
final class RPCDaemon: Sendable {
    let process: ChildProcess
    private let port: Int

    init(nats: String, host: String, _ arguments: [String]) throws {
        port = try freePort()
        process = try ChildProcess(
            Products.path("rpc-extractor"),
            ["-a", nats, "--rpc-host", host, "--prometheus-address", "127.0.0.1:\(port)"] + arguments)
        try process.line(containing: "listening on")
    }

    convenience init(_ server: NATSServer, _ node: RPCNode, _ arguments: [String] = []) throws {
        try self.init(
            nats: server.address, host: node.address, ["--rpc-cookie-file", node.cookieFile] + arguments)
    }

    /// A sum over all of what begins so.
    func metric(_ start: String) throws -> Double {
        try Metrics(port: port).values.reduce(0) { $1.key.hasPrefix(start) ? $0 + $1.value : $0 }
    }

    /// What `# TYPE` lines name.
    func metricNames() throws -> [String] {
        let answer = try httpRequest("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: port)
        return answer.matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map { String($0.output.1) }
    }

    func isSettled() throws -> Bool { try Metrics(port: port).isSettled }

    /// Asks it to stop; its account, and how long it took.
    func stop(_ signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation) throws -> (Account, Duration) {
        let start = ContinuousClock.now
        process.signal(signal)
        let line = try process.line(containing: "stopped")
        #expect(process.wait() == 0, sourceLocation: location)
        return (try Account(line), ContinuousClock.now - start)
    }

    /// Asks it to stop, where there is no account to be had.
    func end() {
        process.signal(SIGTERM)
        #expect(process.wait() == 0)
    }

    /// How many lines hold `text`.
    func lines(_ text: String) -> Int { process.output.count { $0.contains(text) } }
}

extension EventSubscriber {
    /// The RPC events so far, with their subjects.
    func rpcs() throws -> [(subject: String, event: RPCEvent.Kind)] {
        try received.compactMap { received in
            guard case .rpcExtractor(let rpc) = try Event(decoding: received.payload).payload, let event = rpc.event
            else { return nil }
            return (received.subject, event)
        }
    }

    /// What an RPC event is about: the name of its arm.
    func arms() throws -> [String] {
        try rpcs().map { _, event in String("\(event)".prefix { $0 != "(" }) }
    }
}

/// Python's protobuf as the judge of events: it must find in the bytes what our JSON says.
enum EventJudge {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static var isThere: Bool {
        ["/usr/bin/protoc", "/usr/bin/python3"].allSatisfy { isExecutable($0) }
            && (try? ChildProcess("/usr/bin/python3", ["-c", "import google.protobuf"]).wait()) == 0
    }

    static func expectAgreement(_ payloads: [[UInt8]]) throws {
        let directory = try TemporaryDirectory()
        let (proto, descriptors) = (root.appending(path: "proto").path, "\(directory.path)/descriptors")
        let compile = try ChildProcess(
            "/usr/bin/protoc",
            [
                "-I\(proto)", "--include_imports", "-o", descriptors, "\(proto)/event.proto",
                "\(proto)/archive/header.proto",
            ])
        #expect(compile.wait() == 0, "\(compile.output)")
        let lines = try payloads.map { payload in
            var visitor = JSONVisitor(form: .hex)
            // Python writes maps in the order of their keys, we in that of the node's answer.
            let event = try Event(decoding: payload).withSortedMaps
            event.visit(&visitor)
            return
                "event.Event\t\(Hex.encode(event.encoded()))\t\(String(decoding: visitor.output.array, as: UTF8.self))\n"
        }
        let file = try directory.write(lines.joined(), to: "records")
        let judge = try ChildProcess(
            "/usr/bin/python3", [root.appending(path: "Tests/CodecJudges/judge.py").path, "check", descriptors, file])
        #expect(judge.wait() == 0, "\(judge.output.suffix(5))")
        try judge.line(containing: "\"records\": \(payloads.count)")
    }
}

extension Event {
    fileprivate var withSortedMaps: Event {
        guard case .rpcExtractor(var rpc) = payload else { return self }
        switch rpc.event {
        case .peerInfos(var infos):
            for index in infos.infos.indices {
                infos.infos[index].bytesSentPerMessage.sort { $0.key < $1.key }
                infos.infos[index].bytesReceivedPerMessage.sort { $0.key < $1.key }
            }
            rpc.event = .peerInfos(infos)
        case .addrmanInfo(var info):
            info.networks.sort { $0.key < $1.key }
            rpc.event = .addrmanInfo(info)
        case .deploymentInfo(var info):
            info.deployments.sort { $0.key < $1.key }
            rpc.event = .deploymentInfo(info)
        case .indexInfo(var info):
            info.indexes.sort { $0.key < $1.key }
            rpc.event = .indexInfo(info)
        default: break
        }
        var copy = self
        copy.payload = .rpcExtractor(rpc)
        return copy
    }
}
