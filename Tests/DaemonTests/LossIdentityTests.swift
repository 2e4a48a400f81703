import Dispatch
import TestSupport
import Testing

@testable import Daemon

/// The identity of published events, held against an independent subscriber while the connection or the server fails.
@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .serialized, .timeLimit(.minutes(3)))
struct LossIdentityTests {
    @Test func holdsWithoutAFailure() throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish {}
        let ledger = try scene.settle()
        #expect(ledger.confirmed == Scene.events)
        #expect(scene.subscriber.received == Scene.events)
    }

    @Test(arguments: 1...5) func holdsWhenConnectionsAreReset(round: Int) throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish { scene.proxy.cut() }
        _ = try scene.settle()
    }

    @Test func holdsWhenAConnectionStallsAndIsReset() throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish {
            scene.proxy.stall()
            scene.waitFor { !$0.isConnected }
            scene.proxy.cut()
            scene.proxy.resume()
        }
        _ = try scene.settle()
    }

    @Test func holdsWhenTheLinkIsDownForAWhile() throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish {
            scene.proxy.refuse()
            scene.waitFor { $0.published.queued > 1_000 }
            scene.proxy.resume()
        }
        let ledger = try scene.settle()
        #expect(ledger.lost.total == 0)
    }

    @Test func holdsWhenTheServerIsStopped() throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish {
            scene.server.pause()
            scene.waitFor { !$0.isConnected }
            scene.server.resume()
        }
        _ = try scene.settle()
    }

    @Test func holdsWhenTheServerPausesBriefly() throws {
        let scene = try Scene(writeDeadline: .seconds(10))
        defer { scene.end() }
        scene.publish {
            scene.server.pause()
            scene.waitFor { $0.published.outstanding > 0 }
            scene.server.resume()
        }
        let ledger = try scene.settle()
        #expect(ledger.confirmed == Scene.events)
    }

    @Test(arguments: [false, true]) func holdsWhenTheServerIsKilledAndStartedAgain(stoppedBefore: Bool) throws {
        let scene = try Scene()
        defer { scene.end() }
        try scene.publish {
            try scene.letSubscriberCatchUp()
            if stoppedBefore {
                scene.server.pause()
                scene.waitFor { !$0.isConnected }
            }
            scene.proxy.refuse()
            scene.server.kill()
            scene.subscriber.waitForEnd()
            try scene.server.restart()
            // The subscriber comes back first: what a server takes while nobody listens is no loss of the publisher's.
            try scene.subscriber.connect(port: scene.server.port)
            scene.proxy.resume()
        }
        _ = try scene.settle()
    }

    @Test func holdsWhenTheBacklogIsFull() throws {
        let scene = try Scene(backlogBytes: 100_000)
        defer { scene.end() }
        scene.publish {
            scene.proxy.refuse()
            scene.waitFor { $0.published.lost[.busFull] > 1_000 }
            scene.proxy.resume()
        }
        let ledger = try scene.settle()
        #expect(ledger.lost[.busFull] > 1_000)
    }

    @Test func holdsWhenTheServerIsGoneAtTheEnd() throws {
        let scene = try Scene()
        defer { scene.end() }
        scene.publish {
            scene.proxy.refuse()
            scene.waitFor { $0.published.queued > 1_000 }
        }
        let ledger = try scene.settle()
        #expect(ledger.lost[.disconnected] > 1_000)
    }
}

/// A publisher behind a proxy, a server, and a subscriber beside it.
final class Scene: Sendable {
    static let events: UInt64 = 200_000

    let server: NATSServer
    let proxy: TCPProxy
    let subscriber = CountingSubscriber(subject: "numbers")
    let bus: NATSBus

    init(writeDeadline: Duration = .milliseconds(300), backlogBytes: Int = 64 << 20) throws {
        server = try NATSServer()
        proxy = try TCPProxy(to: server.port)
        try subscriber.connect(port: server.port)
        bus = try makeBus(proxy.address) { configuration in
            configuration.writeDeadline = writeDeadline
            configuration.connectTimeout = .milliseconds(300)
            configuration.backlogBytes = backlogBytes
        }
    }

    /// Publishes every event, and runs `failure` beside that: it starts after a quarter and ends before the last
    /// quarter.
    func publish(_ failure: () throws -> Void) rethrows {
        let (quarter, over, done) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        DispatchQueue(label: "publisher").async { [self] in
            publishNumbers(0..<Self.events / 4)
            quarter.signal()
            publishNumbers(Self.events / 4..<Self.events / 4 * 3)
            over.wait()
            publishNumbers(Self.events / 4 * 3..<Self.events)
            done.signal()
        }
        quarter.wait()
        defer {
            over.signal()
            done.wait()
        }
        try failure()
    }

    private func publishNumbers(_ numbers: Range<UInt64>) {
        guard let subject = BusSubject("numbers") else { return }
        let pause = DispatchSemaphore(value: 0)
        var payload = [UInt8](repeating: 0x5A, count: 512)
        for number in numbers {
            payload.withUnsafeMutableBytes { $0.storeBytes(of: number, as: UInt64.self) }
            let size = 8 + Int(number % 480)
            payload.withUnsafeBytes { bus.publish(UnsafeRawBufferPointer(rebasing: $0[..<size]), to: subject) }
            // Spreads a quarter over a tenth of a second at least, so that a failure meets a stream.
            if number % 500 == 0 { _ = pause.wait(timeout: .now() + 0.001) }
        }
    }

    /// Stops the publisher and checks its account against what arrived.
    func settle(_ location: SourceLocation = #_sourceLocation) throws -> PublishLedger {
        bus.stop()
        proxy.stop()
        try server.waitForClients(1)
        try subscriber.barrier()
        let ledger = bus.published
        let received = subscriber.received
        #expect(ledger.seen == Self.events && ledger.inFlight == 0, "\(ledger)", sourceLocation: location)
        ledger.expectIdentity(location)
        #expect(ledger.confirmed <= received, "\(ledger) \(received)", sourceLocation: location)
        #expect(received <= ledger.confirmed + ledger.inDoubt, "\(ledger) \(received)", sourceLocation: location)
        #expect(subscriber.repeated == 0, sourceLocation: location)
        return ledger
    }

    /// Stalls the publisher's connection and has the subscriber read what the server has queued for it.
    ///
    /// A server that is killed takes with it what it has acknowledged and not yet delivered; that is NATS' own limit, and
    /// no publisher can know of it.
    func letSubscriberCatchUp() throws {
        proxy.stall()
        try subscriber.barrier()
    }

    func waitFor(_ condition: (NATSBus) -> Bool) {
        let pause = DispatchSemaphore(value: 0)
        while !condition(bus) { _ = pause.wait(timeout: .now() + 0.001) }
    }

    func end() {
        bus.stop()
        proxy.stop()
        subscriber.stop()
        server.stop()
    }
}
