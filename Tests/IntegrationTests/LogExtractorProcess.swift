import Glibc
import PeerObserver
import TestSupport
import Testing

/// A running log-extractor, and what it tells of itself.
final class LogExtractorProcess: Sendable {
    let process: ChildProcess
    let port: Int

    /// Starts it with metrics on a free port, on `nats`; with `input` as its standard input.
    init(nats: String, _ arguments: [String], input: String? = nil) throws {
        port = try freePort()
        let full = ["-a", nats, "--prometheus-address", "127.0.0.1:\(port)"] + arguments
        let program = Products.path("log-extractor")
        process =
            if let input {
                try ChildProcess("/bin/sh", ["-c", "exec \"$0\" \"$@\" < \(input)", program] + full)
            } else {
                try ChildProcess(program, full)
            }
    }

    /// Returns the metrics as soon as `condition` holds of them.
    @discardableResult
    func metrics(_ what: String, within timeout: Duration = .seconds(30), _ condition: (Metrics) -> Bool) throws
        -> Metrics
    {
        var last: Metrics?
        try eventually(what, within: timeout, describe: "\(last?.nonZero ?? [:]) \(process.output.suffix(5))") {
            guard let metrics = try? Metrics(port: port) else { return false }
            last = metrics
            return condition(metrics)
        }
        return try #require(last)
    }

    /// Asks it to stop; its account once it has.
    func stop(_ signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation) throws -> Account {
        process.signal(signal)
        return try end(location)
    }

    /// Waits for its end in order.
    func end(_ location: SourceLocation = #_sourceLocation) throws -> Account {
        let line = try process.line(containing: "stopped")
        #expect(process.wait() == 0, sourceLocation: location)
        return try Account(line)
    }
}

/// A folder with a log, a position and a NATS server.
final class LogScene: Sendable {
    let directory: TemporaryDirectory
    let server: NATSServer
    let subscriber: EventSubscriber

    init(configuration: String = "") throws {
        directory = try TemporaryDirectory()
        server = try NATSServer(configuration: configuration)
        subscriber = try EventSubscriber.on(server)
    }

    var log: String { directory.path + "/debug.log" }

    func tail(nats: String? = nil, _ arguments: [String] = []) throws -> LogExtractorProcess {
        try LogExtractorProcess(
            nats: nats ?? server.address,
            ["--debug-log", log, "--position-file", directory.path + "/position"] + arguments)
    }

    func node(_ arguments: [String] = []) throws -> ChildProcess {
        let node = try ChildProcess(
            Products.path("demo-node"),
            ["--rate", "0", "--burst-every", "0", "--debug-log", log, "--debug-log-rate", "3000"] + arguments)
        try node.line(containing: "running")
        return node
    }

    /// Ends the node in order; its log is complete then.
    func end(_ node: ChildProcess, _ location: SourceLocation = #_sourceLocation) {
        node.signal(SIGTERM)
        #expect(node.wait() == 0, sourceLocation: location)
    }

    /// The lines of files in the folder, in this order.
    func lines(_ names: String...) throws -> [String] {
        try names.flatMap { try Files.lines("\(directory.path)/\($0)") }
    }

    func append(_ lines: [String], to name: String = "debug.log") throws {
        guard let file = fopen("\(directory.path)/\(name)", "ae") else { throw TestError("cannot append to \(name)") }
        defer { fclose(file) }
        for line in lines { fputs(line + "\n", file) }
    }

    /// Waits for as many events as there are lines, and checks that they are these lines, once each and in order.
    func expect(_ lines: [String], _ location: SourceLocation = #_sourceLocation) throws {
        try subscriber.wait(for: lines.count)
        try subscriber.barrier()
        let events = try logEvents()
        #expect(events.map(\.logLineBytes) == lines.map { UInt64($0.utf8.count) }, sourceLocation: location)
        for (event, line) in zip(events, lines) {
            guard case .unknownLogMessage(let message) = event.event else { continue }
            guard line.hasSuffix(message.rawMessage) else {
                Issue.record("\(message.rawMessage) is not of \(line)", sourceLocation: location)
                return
            }
        }
    }

    func logEvents() throws -> [LogEvent] {
        try subscriber.events().map { event in
            guard case .logExtractor(let log) = event.payload else { throw TestError("no line of a log") }
            return log
        }
    }
}

extension Files {
    /// The lines of a file, without their ends.
    static func lines(_ path: String) throws -> [String] {
        let text = String(decoding: try bytes(path), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map(String.init)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "re") else { throw TestError("cannot read \(path): error \(errno)") }
        defer { fclose(file) }
        var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 20))
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { all += buffer[..<count] }
        return all
    }
}
