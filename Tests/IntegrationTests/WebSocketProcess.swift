import Dispatch
import Glibc
import PeerObserver
import TestSupport

/// A NATS server, a publisher, and the websocket tool as a process that has subscribed.
final class WebSocketProcess: Sendable {
    let server: NATSServer
    let publisher: PlainPublisher
    let process: ChildProcess
    let port: Int

    init(_ arguments: [String] = []) throws {
        server = try NATSServer()
        publisher = try PlainPublisher(server)
        process = try ChildProcess(
            Products.path("websocket"), ["-a", server.address, "-w", "127.0.0.1:0"] + arguments)
        let line = try process.line(containing: "serving websockets and pages on")
        guard let colon = line.lastIndex(of: ":"), let port = Int(line[line.index(after: colon)...]) else {
            throw TestError("no port in '\(line)'")
        }
        self.port = port
    }

    deinit {
        process.stop()
        server.stop()
    }

    func client(
        path: String = "/", headers: [String] = [], receiveBuffer: Int32? = nil
    ) throws -> WebSocketClient {
        try WebSocketClient(port: port, path: path, headers: headers, receiveBuffer: receiveBuffer)
    }

    /// A client of the envelope form that has its subscription; `members` follow the format.
    func subscribed(_ members: String = "", receiveBuffer: Int32? = nil) throws -> WebSocketClient {
        let client = try client(receiveBuffer: receiveBuffer)
        client.send(#"{"format":"envelope""# + (members.isEmpty ? "" : ",") + members + "}")
        _ = try client.texts(1, containing: #"{"control":"subscribed""#)
        _ = try client.texts(1, containing: #"{"control":"status""#)
        return client
    }

    /// A client of upstream's form, once the tool has its subscription: it answers none, but answers a ping after it.
    func upstream(_ text: String, receiveBuffer: Int32? = nil) throws -> WebSocketClient {
        let client = try client(receiveBuffer: receiveBuffer)
        client.send(text)
        client.send(opcode: 9, [])
        while let frame = try client.next() { if frame.opcode == 10 { return client } }
        throw TestError("no answer to a ping")
    }

    func ping(_ numbers: some Sequence<Int>, on subject: String = "netmsg") {
        for number in numbers {
            publisher.publish(SampleEvents.message(.ping(Ping(value: UInt64(number)))), on: subject)
        }
    }

    func metrics() throws -> Metrics { try Metrics(port: port) }

    /// Returns once the tool has handled this many events.
    func waitUntilHandled(_ count: UInt64) throws {
        try eventually("\(count) events handled") { try metrics().sum("_events_handled_total") >= count }
    }
}

extension WebSocketClient {
    /// The values of the next pings.
    func pings(_ count: Int) throws -> [Int] {
        try texts(count, containing: "\"Ping\"").compactMap { text in
            text.firstMatch(of: /"Ping":\{"value":([0-9]+)\}/).flatMap { Int($0.output.1) }
        }
    }
}
