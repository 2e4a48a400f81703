import Dispatch
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Daemon

// One after the other: all connections of a process share one delivery thread, and one test holds that up.
@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .serialized, .timeLimit(.minutes(2)))
struct BusTests {
    @Test func deliversWhatIsPublishedAndConfirmsIt() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let received = Received()
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 64 << 20, handler: Collect(received))
        let publisher = try makeBus(server.address)
        let flat = try #require(BusSubject("netmsg"))
        let ofNode = try #require(BusSubject("node.alice.netmsg"))
        publisher.publish(bytes: [1, 2], to: flat)
        publisher.publish(bytes: [3], to: ofNode)
        publisher.stop()
        subscriber.stop()
        #expect(received.all == ["netmsg 2", "node.alice.netmsg 1"])
        let ledger = publisher.published
        #expect(ledger.confirmed == 2 && ledger.seen == 2 && ledger.inFlight == 0)
        let delivered = try #require(subscriber.delivered)
        #expect(delivered.ledger.handled == 2 && delivered.waiting == 0)
    }

    @Test func keepsTheOrderOfEventsOnSeveralSubjects() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let received = Received()
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netconn", "netmsg"], pendingBytes: 64 << 20, handler: Collect(received))
        let publisher = try makeBus(server.address)
        let subjects = try ["netmsg", "netconn", "node.alice.netmsg"].map { try #require(BusSubject($0)) }
        let order = (0..<5000).map { ($0 * 31 % 3, $0 % 900) }
        for (index, size) in order {
            publisher.publish(bytes: [UInt8](repeating: 1, count: size), to: subjects[index])
        }
        publisher.stop()
        subscriber.stop()
        #expect(received.all == order.map { "\(["netmsg", "netconn", "node.alice.netmsg"][$0.0]) \($0.1)" })
    }

    @Test func subscribesOnlyWhereItIsToldTo() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let bus = try makeBus(server.address)
        #expect(throws: DaemonError.self) {
            try bus.subscribe(to: ["netmsg"], pendingBytes: 1, handler: Collect(Received()))
        }
        bus.stop()
    }

    @Test func whatAHandlerHoldsIsInFlightUntilItIsWrittenOut() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let writtenOut = Slot(false)
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 64 << 20, handler: Holding(writtenOut))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        for _ in 0..<10 { publisher.publish(bytes: [1], to: subject) }
        publisher.stop()
        wait { subscriber.delivered?.ledger.taken == 10 }
        #expect(subscriber.delivered?.ledger.handled == 0)
        // Nothing more comes, and still it is asked again.
        writtenOut.value = true
        wait { subscriber.delivered?.ledger.handled == 7 }
        #expect(subscriber.delivered?.ledger.lost[.writeFailed] == 3)
        #expect(subscriber.delivered?.ledger.taken == 0)
        subscriber.stop()
    }

    @Test func countsWhatIsAboveTheServersLimit() throws {
        let server = try NATSServer(configuration: "max_payload: 1000")
        defer { server.stop() }
        let bus = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        #expect(bus.maxPayload == 1000)
        bus.publish(bytes: [UInt8](repeating: 0, count: 1001), to: subject)
        bus.publish(bytes: [UInt8](repeating: 0, count: 1000), to: subject)
        bus.stop()
        #expect(bus.published.lost[.oversized] == 1 && bus.published.confirmed == 1)
        bus.published.expectIdentity()
    }

    @Test func countsWhatTheServerDoesNotLetItPublish() throws {
        let user = "{ user: u, password: p, permissions: { publish: [netmsg] } }"
        let server = try NATSServer(configuration: "authorization { users: [\(user)] }")
        defer { server.stop() }
        let bus = try makeBus(server.address, credentials: .password(user: "u", password: "p"))
        let allowed = try #require(BusSubject("netmsg"))
        let forbidden = try #require(BusSubject("netconn"))
        bus.publish(bytes: [1], to: forbidden)
        wait {
            bus.publish(bytes: [1], to: forbidden)
            return bus.published.lost[.writeFailed] > 0
        }
        for _ in 0..<100 { bus.publish(bytes: [1], to: forbidden) }
        #expect(bus.published.lost[.writeFailed] >= 100)
        let before = bus.published.lost[.writeFailed]
        for _ in 0..<100 { bus.publish(bytes: [1], to: allowed) }
        bus.stop()
        #expect(bus.published.lost[.writeFailed] == before && bus.published.confirmed >= 100)
        bus.published.expectIdentity()
    }

    @Test func countsWhatIsAboveTheLimitAlsoInTheBacklog() throws {
        let port = try freePort()
        let bus = try makeBus("127.0.0.1:\(port)")
        let subject = try #require(BusSubject("netmsg"))
        for size in [1001, 1000] { bus.publish(bytes: [UInt8](repeating: 0, count: size), to: subject) }
        #expect(bus.published.queued == 2)
        let server = try NATSServer(configuration: "max_payload: 1000", port: port)
        defer { server.stop() }
        wait { bus.published.inFlight == 0 }
        bus.stop()
        #expect(bus.published.lost[.oversized] == 1 && bus.published.confirmed == 1)
    }

    @Test func countsWhatASlowHandlerMakesTheClientDrop() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let (started, proceed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 10_000, handler: Blocking(started, proceed))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        publisher.publish(bytes: [UInt8](repeating: 0, count: 100), to: subject)
        started.wait()
        for _ in 0..<999 { publisher.publish(bytes: [UInt8](repeating: 0, count: 100), to: subject) }
        publisher.stop()
        wait { subscriber.delivered.map { $0.ledger.lost[.slowConsumer] > 800 } ?? false }
        proceed.signal()
        subscriber.stop()
        let (ledger, waiting) = try #require(subscriber.delivered)
        #expect(ledger.seen == 1000 && waiting == 0 && ledger.taken == 0)
        #expect(ledger.handled == 1000 - ledger.lost[.slowConsumer])
    }

    @Test func deliversWhatIsWaitingBeforeItStops() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let received = Received()
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 64 << 20, handler: Collect(received))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        for _ in 0..<50_000 { publisher.publish(bytes: [1], to: subject) }
        publisher.stop()
        subscriber.stop()
        #expect(received.all.count == 50_000)
        #expect(subscriber.delivered?.ledger.handled == 50_000)
    }

    @Test func flushesSoonAfterAnEventAndCountsWhatFailsThen() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let flushed = DispatchSemaphore(value: 0)
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 1 << 20, handler: Failing(flushed))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        for byte: UInt8 in [0, 1, 2] { publisher.publish(bytes: [byte], to: subject) }
        publisher.stop()
        #expect(flushed.wait(timeout: .now() + 5) == .success)
        subscriber.stop()
        let (ledger, _) = try #require(subscriber.delivered)
        #expect(
            ledger.seen == 3 && ledger.lost[.undecodable] == 1 && ledger.lost[.writeFailed] == 1 && ledger.handled == 1)
    }

    @Test func theHandlersLastWordBehindTheLastEventStillGoesOut() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let (received, heard) = (Received(), Received())
        let listener = try makeBus(server.address) { $0.receives = true }
        try listener.subscribe(to: ["rpc"], pendingBytes: 1 << 20, handler: Collect(heard))
        let bus = try makeBus(server.address) { $0.receives = true }
        try bus.subscribe(to: ["netmsg"], pendingBytes: 1 << 20, handler: Parting(received, bus))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        for _ in 0..<1000 { publisher.publish(bytes: [1], to: subject) }
        publisher.stop()
        bus.stop()
        bus.stop()
        #expect(received.all.count == 1001 && received.all.last == "end")
        #expect(bus.published.confirmed == 1)
        listener.stop()
        #expect(heard.all == ["rpc 1"])
    }

    @Test func subscribesAgainAfterTheServerCameBack() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let received = Received()
        let subscriber = try makeBus(server.address) { $0.receives = true }
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 1 << 20, handler: Collect(received))
        let publisher = try makeBus(server.address)
        let subject = try #require(BusSubject("netmsg"))
        try server.restart()
        wait { publisher.isConnected && subscriber.isConnected }
        wait {
            publisher.publish(bytes: [1], to: subject)
            return !received.all.isEmpty
        }
        publisher.stop()
        subscriber.stop()
    }
}

func wait(until condition: () -> Bool) {
    let pause = DispatchSemaphore(value: 0)
    while !condition() { _ = pause.wait(timeout: .now() + 0.002) }
}

/// What a handler saw.
final class Received: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

struct Collect: MessageHandler {
    let received: Received
    init(_ received: Received) { self.received = received }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        received.add("\(String(decoding: subject, as: UTF8.self)) \(payload.count)")
        return nil
    }
}

/// Says one thing more at the end.
struct Parting: MessageHandler {
    let received: Received
    let bus: NATSBus
    init(_ received: Received, _ bus: NATSBus) { (self.received, self.bus) = (received, bus) }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        received.add("event")
        return nil
    }

    mutating func end() {
        received.add("end")
        if let subject = BusSubject("rpc") { bus.publish(bytes: [1], to: subject) }
    }
}

/// Holds up the delivery at its first event.
struct Blocking: MessageHandler {
    let started: DispatchSemaphore
    let proceed: DispatchSemaphore
    var first = true

    init(_ started: DispatchSemaphore, _ proceed: DispatchSemaphore) {
        self.started = started
        self.proceed = proceed
    }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        if first {
            first = false
            started.signal()
            proceed.wait()
        }
        return nil
    }
}

/// Holds everything until it is told otherwise, and then loses three events.
struct Holding: MessageHandler {
    let writtenOut: Slot<Bool>
    var held: UInt64 = 0
    init(_ writtenOut: Slot<Bool>) { self.writtenOut = writtenOut }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        held += 1
        return nil
    }

    mutating func flush() -> Loss? {
        guard writtenOut.value, held > 0 else { return nil }
        held = 0
        return Loss(3, .writeFailed)
    }
}

/// Cannot decode a zero, and cannot write out one event of each batch.
struct Failing: MessageHandler {
    let flushed: DispatchSemaphore
    var failed = false
    init(_ flushed: DispatchSemaphore) { self.flushed = flushed }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        payload.first == 0 ? .undecodable : nil
    }

    mutating func flush() -> Loss? {
        guard !failed else { return nil }
        failed = true
        flushed.signal()
        return Loss(1, .writeFailed)
    }
}

func makeBus(
    _ address: String, credentials: BusCredentials = .none, adjust: (inout BusConfiguration) -> Void = { _ in }
) throws -> NATSBus {
    var configuration = BusConfiguration(address: address, clientName: "test", credentials: credentials)
    configuration.reconnectWait = .milliseconds(50)
    adjust(&configuration)
    return try makeBus(configuration)
}

func makeBus(_ configuration: BusConfiguration) throws -> NATSBus {
    try NATSBus(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}

extension EventBus {
    func publish(bytes: [UInt8], to subject: BusSubject) { bytes.withUnsafeBytes { publish($0, to: subject) } }
}
