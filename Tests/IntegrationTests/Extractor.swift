import Glibc
import TestSupport
import Testing

/// A running ebpf-extractor, and what it tells of itself.
final class Extractor: Sendable {
    let process: ChildProcess
    let port: Int

    /// Starts it with metrics on a free port, on `nats`.
    init(nats: String, _ arguments: [String]) throws {
        port = try freePort()
        process = try ChildProcess(
            Products.path("ebpf-extractor"),
            // Samples would be events beside the hits that tests count; the last of an option counts.
            ["-a", nats, "--prometheus-address", "127.0.0.1:\(port)", "--process-interval", "0"] + arguments)
    }

    /// Starts it on a node; returns when it has attached and reached the server.
    static func observing(_ node: ProbeNode, nats: NATSServer, _ arguments: [String] = []) throws -> Extractor {
        let extractor = try Extractor(
            nats: nats.address,
            ["-b", node.path, "--bitcoind-pid", "\(node.pid)", "--addrman-tracepoints", "--utxocache-tracepoints"]
                + arguments)
        try extractor.process.line(containing: "connected to NATS")
        try extractor.process.line(containing: "attached to")
        return extractor
    }

    /// What `/metrics` shows now, by name and labels.
    func metrics() throws -> Metrics { try Metrics(port: port) }

    /// Returns the metrics as soon as `condition` holds of them.
    func metrics(
        _ what: String, within timeout: Duration = .seconds(30), _ condition: (Metrics) -> Bool
    ) throws -> Metrics {
        var last: Metrics?
        try eventually(what, within: timeout, describe: "\(last?.nonZero ?? [:])") {
            let metrics = try metrics()
            last = metrics
            return condition(metrics)
        }
        return try #require(last)
    }

    /// Asks it to stop; its account once it has.
    func stop(_ signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation) throws -> Account {
        process.signal(signal)
        let line = try process.line(containing: "stopped")
        #expect(process.wait() == 0, sourceLocation: location)
        return try Account(line)
    }
}

/// The line with which a publisher ends.
struct Account {
    let seen, confirmed, lost, inDoubt: UInt64

    init(_ line: String) throws {
        func number(_ name: String) throws -> UInt64 {
            let word = line.split(separator: " ").first { $0.hasPrefix("\(name)=") }
            guard let word, let number = UInt64(word.dropFirst(name.count + 1)) else {
                throw TestError("no \(name) in: \(line)")
            }
            return number
        }
        (seen, confirmed) = (try number("seen"), try number("confirmed"))
        (lost, inDoubt) = (try number("lost"), try number("in_doubt"))
    }

    /// Checks it against what an independent subscriber got.
    func expectIdentity(received: Int, _ location: SourceLocation = #_sourceLocation) {
        #expect(seen == confirmed + lost + inDoubt, "\(self)", sourceLocation: location)
        #expect(
            confirmed <= received && received <= confirmed + inDoubt, "\(self) \(received)", sourceLocation: location)
    }
}
