import ArchiveFormat
import Glibc
import PeerObserver
import TestSupport
import Testing

/// A running archiver with a folder.
final class ArchiverProcess: Sendable {
    let process: ChildProcess

    /// Starts it with metrics on a free port.
    init(_ server: NATSServer, folder: String, _ arguments: [String] = []) throws {
        process = try ChildProcess(
            Products.path("archiver"),
            ["-a", server.address, "-o", folder, "--prometheus-address", "127.0.0.1:0"] + arguments)
    }

    /// Where its metrics are.
    func port() throws -> Int {
        let line = try process.line(containing: "listening on http://")
        guard let port = line.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap({ Int($0.output.1) }) else {
            throw TestError("no port in \(line)")
        }
        return port
    }

    func metrics() throws -> Metrics { try Metrics(port: port()) }

    /// Asks it to stop, and waits until it has.
    func stop(_ location: SourceLocation = #_sourceLocation) throws {
        process.signal(SIGTERM)
        #expect(process.wait() == 0, "\(process.output.suffix(3))", sourceLocation: location)
    }
}

/// The archives in a folder.
enum ArchiveFiles {
    static func names(_ folder: String) throws -> [String] {
        guard let directory = opendir(folder) else { throw TestError("cannot list \(folder): error \(errno)") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// The archives that were closed, in order.
    static func paths(_ folder: String) throws -> [String] {
        try names(folder).filter { $0.hasSuffix(".bin.zst") || $0.hasSuffix(".bin") }.map { "\(folder)/\($0)" }
    }

    /// Their events, in order.
    static func events(_ folder: String) throws -> [[UInt8]] {
        try paths(folder).flatMap { path in
            var reader = try ArchiveReader(path: path)
            var events: [[UInt8]] = []
            while try reader.next() { events.append(reader.event.withUnsafeBytes { [UInt8]($0) }) }
            return events
        }
    }
}

/// A JetStream stream of a server, over a socket that owes nothing to the bus under test.
final class StreamClient: Sendable {
    private let publisher: PlainPublisher
    private let answers: EventSubscriber
    private let requests = Slot(0)

    static func configuration(_ directory: TemporaryDirectory) -> String {
        "jetstream { store_dir: \"\(directory.path)\" }\nmax_payload: 8MB\n"
    }

    init(_ server: NATSServer) throws {
        publisher = try PlainPublisher(server)
        answers = try EventSubscriber.on(server, subjects: ["answers.*"])
    }

    func request(_ subject: String, _ payload: String = "") throws -> String {
        requests.value += 1
        let reply = "answers.\(requests.value)"
        publisher.send("PUB \(subject) \(reply) \(payload.utf8.count)\r\n\(payload)\r\n")
        var answer: String?
        try eventually("an answer to \(subject)") {
            answer = answers.received.first { $0.subject == reply }.map { String(decoding: $0.payload, as: UTF8.self) }
            return answer != nil
        }
        return answer ?? ""
    }

    func makeStream(_ name: String = "EVENTS") throws {
        let answer = try request(
            "$JS.API.STREAM.CREATE.\(name)",
            #"{"name":"\#(name)","subjects":["netmsg","node.*.netmsg"],"storage":"file"}"#)
        guard !answer.contains("\"error\"") else { throw TestError("no stream: \(answer)") }
    }

    /// - Parameter settings: Members of its configuration, beside its name and where it begins.
    func makeConsumer(
        _ name: String, stream: String = "EVENTS", settings: String = #""ack_policy":"explicit","ack_wait":2000000000"#
    ) throws {
        let answer = try request(
            "$JS.API.CONSUMER.DURABLE.CREATE.\(stream).\(name)",
            #"{"stream_name":"\#(stream)","config":{"durable_name":"\#(name)","deliver_policy":"all",\#(settings)}}"#)
        guard !answer.contains("\"error\"") else { throw TestError("no consumer: \(answer)") }
    }

    func deleteConsumer(_ name: String, stream: String = "EVENTS") throws {
        let answer = try request("$JS.API.CONSUMER.DELETE.\(stream).\(name)")
        guard !answer.contains("\"error\"") else { throw TestError("the consumer stays: \(answer)") }
    }

    /// Takes messages as somebody would who is killed then, and waits until the server has that on its disk.
    func takeWithoutAcknowledging(_ count: Int, _ consumer: String, stream: String = "EVENTS") throws {
        publisher.send(
            "PUB $JS.API.CONSUMER.MSG.NEXT.\(stream).\(consumer) answers.taken \("\(count)".utf8.count)\r\n\(count)\r\n"
        )
        // They come under their own subjects, so not to us: that they are out is what counts.
        try eventually("\(count) messages are out") { try unfinished(consumer, stream: stream) == count }
        usleep(500_000)
    }

    /// Publishes, and waits until the stream holds as many.
    func publish(_ events: [Event], on subject: String = "netmsg", total: Int, stream: String = "EVENTS") throws {
        for event in events { publisher.publish(event, on: subject) }
        publisher.barrier()
        try eventually("\(total) messages in the stream") { try messages(stream) == total }
    }

    private func messages(_ stream: String) throws -> Int {
        let answer = try request("$JS.API.STREAM.INFO.\(stream)")
        guard let found = answer.firstMatch(of: /"messages":\s*([0-9]+)/) else { return 0 }
        return Int(found.output.1) ?? 0
    }

    /// Messages that the consumer has not acknowledged, and those still to come.
    func unfinished(_ consumer: String, stream: String = "EVENTS") throws -> Int {
        let answer = try request("$JS.API.CONSUMER.INFO.\(stream).\(consumer)")
        guard let pending = answer.firstMatch(of: /"num_pending":\s*([0-9]+)/),
            let unacked = answer.firstMatch(of: /"num_ack_pending":\s*([0-9]+)/)
        else { return -1 }
        return (Int(pending.output.1) ?? 0) + (Int(unacked.output.1) ?? 0)
    }
}

extension NATSServer {
    /// Leaves of a consumer's state what a kill may leave of it: a beginning.
    func corruptConsumer(_ consumer: String, stream: String = "EVENTS", _ store: TemporaryDirectory) throws {
        let path = "\(store.path)/jetstream/$G/streams/\(stream)/obs/\(consumer)/o.dat"
        // The header's two bytes, and of the first number (a varint) one byte that is not its last.
        guard let file = fopen(path, "r+") else { throw TestError("no consumer's state at \(path): error \(errno)") }
        defer { fclose(file) }
        guard fwrite([22, 2, 0x80] as [UInt8], 1, 3, file) == 3, ftruncate(fileno(file), 3) == 0 else {
            throw TestError("cannot write \(path)")
        }
    }
}
