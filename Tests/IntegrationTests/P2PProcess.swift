import Glibc
import PeerObserver
import TestSupport
import Testing

/// A running p2p-extractor, and what it tells of itself.
final class P2PProcess: Sendable {
    let process: ChildProcess
    /// Where it listens for nodes, in the order of its options.
    let ports: [Int]
    private let metricsPort: Int

    /// Starts it with metrics on a free port.
    ///
    /// - Parameter names: of the nodes; an address to listen on for each.
    init(nats: String, names: [String?] = [nil], network: String = "regtest", _ arguments: [String] = []) throws {
        metricsPort = try freePort()
        let addresses = names.flatMap { name in ["--p2p-address", (name.map { "\($0)@" } ?? "") + "127.0.0.1:0"] }
        process = try ChildProcess(
            Products.path("p2p-extractor"),
            ["-a", nats, "--prometheus-address", "127.0.0.1:\(metricsPort)", "--network", network, "-l", "DEBUG"]
                + addresses + arguments)
        let process = process
        try eventually("it listens") {
            process.output.count { $0.contains("waiting for nodes on") } == names.count
        }
        ports = process.output.compactMap { line in
            guard let start = line.firstRange(of: "waiting for nodes on 127.0.0.1:")?.upperBound else { return nil }
            return Int(line[start...].prefix { $0.isNumber })
        }
    }

    func metrics() throws -> Metrics { try Metrics(port: metricsPort) }

    /// One metric of its own, by name and labels without the prefix.
    func value(_ name: String) throws -> Int { Int(try metrics().values["p2pextractor_\(name)"] ?? -1) }

    /// Waits until all that it has published is settled.
    func settled() throws -> Metrics {
        var last = try metrics()
        try eventually("all is settled") {
            last = try metrics()
            return last.isSettled
        }
        return last
    }

    /// Asks it to stop; its account once it has.
    func stop(_ signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation) throws -> Account {
        process.signal(signal)
        let line = try process.line(containing: "stopped")
        #expect(process.wait() == 0, sourceLocation: location)
        return try Account(line)
    }
}

/// A demo-node that dials it.
enum P2PDemoNode {
    static func start(dialling port: Int, _ arguments: [String] = []) throws -> ChildProcess {
        let node = try ChildProcess(
            Products.path("demo-node"),
            [
                "--rate", "0", "--messages-only", "--p2p-connect", "127.0.0.1:\(port)", "--p2p-network", "regtest",
                "--p2p-rate", "20", "--p2p-block-every", "0.3",
            ] + arguments)
        try node.line(containing: "running")
        return node
    }
}

extension Event {
    var p2p: P2PEvent? {
        guard case .p2pExtractor(let p2p) = payload else { return nil }
        return p2p
    }
}

extension EventSubscriber {
    /// What the p2p-extractor published, in order.
    func p2p() throws -> [P2PEvent] { try events().compactMap(\.p2p) }

    func handshakes() throws -> [P2PHandshake] {
        try p2p().compactMap { if case .handshake(let handshake) = $0.event { handshake } else { nil } }
    }

    func disconnects() throws -> [P2PDisconnect] {
        try p2p().compactMap { if case .disconnect(let end) = $0.event { end } else { nil } }
    }

    func announcements() throws -> [BlockAnnouncement] {
        try p2p().compactMap { if case .blockAnnouncement(let block) = $0.event { block } else { nil } }
    }
}

extension P2PEvent {
    /// The arm's name.
    var arm: String {
        switch event {
        case .pingDuration: "ping"
        case .addressAnnouncement: "addresses"
        case .inventoryAnnouncement: "inventory"
        case .feefilterAnnouncement: "feefilter"
        case .blockAnnouncement(let block):
            block.via == .inv ? "block by inv" : block.via == .headers ? "block by headers" : "block by cmpctblock"
        case .handshake: "handshake"
        case .disconnect: "disconnect"
        case nil: ""
        }
    }

    static let everyArm: Set<String> = [
        "ping", "addresses", "inventory", "feefilter", "block by inv", "block by headers", "block by cmpctblock",
        "handshake", "disconnect",
    ]
}
