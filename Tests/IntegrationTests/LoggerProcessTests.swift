import Dispatch
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The logger as a process, fed by a publisher that owes nothing to the bus under test.
    @Suite(.timeLimit(.minutes(1))) struct LoggerProcess {
        @Test func lineComesSoonAfterTheEvent() throws {
            let (server, publisher) = try serverAndPublisher()
            let logger = try start(server, [])
            var taken: [Duration] = []
            for round in 1...60 {
                let start = ContinuousClock.now
                publisher.publish(SampleEvents.message(.ping(Ping(value: UInt64(round)))), on: "netmsg")
                try logger.line(containing: "Ping(\(round))")
                taken.append(ContinuousClock.now - start)
            }
            taken.sort()
            print("logger latency: median \(taken[30]), highest \(taken[59])")
            #expect(taken[30] <= .milliseconds(50))
            try expectEnd(logger)
        }

        @Test func everyKindIsPrintedFromFlatAndNodeSubjects() throws {
            let (server, publisher) = try serverAndPublisher()
            let logger = try start(server, [])
            let samples = SampleEvents.all + SampleEvents.onlyRead
            for sample in samples {
                publisher.publish(sample.event, on: sample.subject)
                publisher.publish(sample.event, on: "node.alice.\(sample.subject)")
            }
            try eventually("all lines") { logger.events.count >= 2 * samples.count }
            let lines = logger.events
            #expect(lines.count == 2 * samples.count)
            #expect(lines.count { $0.hasPrefix("alice ") } == samples.count)
            #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
            try expectEnd(logger)
        }

        @Test func filtersAndJSON() throws {
            let (server, publisher) = try serverAndPublisher()
            let logger = try start(
                server, ["--messages", "--peer", "7", "--direction", "in", "--command", "c", "--format", "json"])
            for sample in SampleEvents.all { publisher.publish(sample.event, on: sample.subject) }
            let messages = SampleEvents.all.filter { $0.subject.hasPrefix("netmsg") }
            try eventually("all lines") { logger.events.count >= messages.count }
            #expect(logger.events.count == messages.count)
            #expect(
                logger.events.allSatisfy { $0.hasPrefix("{\"peer_observer_event\":") && $0.hasSuffix("}") },
                "\(logger.events)")
            try expectEnd(logger)
        }

        @Test(arguments: [SIGTERM, SIGINT]) func signalEndsItAfterWhatHasArrived(signal: Int32) throws {
            let (server, publisher) = try serverAndPublisher()
            let logger = try start(server, [])
            for number in 0..<2000 {
                publisher.publish(SampleEvents.message(.ping(Ping(value: UInt64(number)))), on: "netmsg")
            }
            try logger.line(containing: "Ping(0)")
            publisher.barrier()
            try expectEnd(logger, signal: signal)
            try eventually("all lines") { logger.output.count { $0.contains("Ping(") } == 2000 }
        }

        @Test func closedOutputEndsIt() throws {
            let (server, publisher) = try serverAndPublisher()
            let command =
                "\(Products.path("logger")) -a \(server.address) -l OFF | head -n 3; echo logger ended ${PIPESTATUS[0]}"
            let shell = try ChildProcess("/bin/bash", ["-c", command])
            try eventually("its end") {
                publisher.publish(SampleEvents.message(.verack(true)), on: "netmsg")
                return shell.output.contains { $0.hasPrefix("logger ended") }
            }
            #expect(shell.output.count { $0.contains("verack") } == 3)
            #expect(shell.output.last == "logger ended 0", "\(shell.output)")
        }

        @Test func waitsForAServerThatComesLater() throws {
            let server = try NATSServer()
            server.kill()
            let logger = try ChildProcess(Products.path("logger"), ["-a", server.address])
            try logger.line(containing: "is not reachable; trying again until it is")
            try server.restart()
            try logger.line(containing: "connected to NATS")
            let publisher = try PlainPublisher(server)
            try eventually("a line") {
                publisher.publish(SampleEvents.message(.verack(true)), on: "netmsg")
                return logger.output.contains { $0.contains("verack") }
            }
            try expectEnd(logger)
        }

        private func serverAndPublisher() throws -> (NATSServer, PlainPublisher) {
            let server = try NATSServer()
            return (server, try PlainPublisher(server))
        }

        /// A logger that has subscribed.
        private func start(_ server: NATSServer, _ arguments: [String]) throws -> ChildProcess {
            let logger = try ChildProcess(Products.path("logger"), ["-a", server.address] + arguments)
            try logger.line(containing: "subscribed")
            return logger
        }

        private func expectEnd(
            _ logger: ChildProcess, signal: Int32 = SIGTERM, _ location: SourceLocation = #_sourceLocation
        ) throws {
            logger.signal(signal)
            #expect(logger.wait() == 0, "\(logger.output.suffix(3))", sourceLocation: location)
        }
    }
}

extension ChildProcess {
    /// What a logger has printed, without what it tells of itself.
    var events: [String] { output.filter { !$0.contains(" INFO ") } }
}

/// Publishes events with the plain protocol.
final class PlainPublisher: Sendable {
    private let descriptor: Int32

    init(_ server: NATSServer) throws {
        descriptor = try LoopbackSocket.connect(port: server.port)
        LoopbackSocket.send("CONNECT {\"verbose\":false}\r\n".utf8, to: descriptor)
        barrier()
    }

    deinit { close(descriptor) }

    func publish(_ event: Event, on subject: String) {
        let payload = event.encoded()
        LoopbackSocket.send(
            Array("PUB \(subject) \(payload.count)\r\n".utf8) + payload + Array("\r\n".utf8), to: descriptor)
    }

    /// Sends lines of the protocol.
    func send(_ text: String) { LoopbackSocket.send(Array(text.utf8), to: descriptor) }

    /// Returns when the server has taken everything.
    func barrier() {
        LoopbackSocket.send("PING\r\n".utf8, to: descriptor)
        var answer: [UInt8] = []
        while !String(decoding: answer, as: UTF8.self).contains("PONG") {
            let bytes = LoopbackSocket.receive(from: descriptor)
            guard !bytes.isEmpty else { return }
            answer += bytes
        }
    }
}
