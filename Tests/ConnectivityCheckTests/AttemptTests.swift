import Daemon
import PeerObserver
import Testing

@testable import ConnectivityCheck

/// The handshake and the proxy's, byte by byte and at once, without a socket.
@Suite struct AttemptTests {
    private static let began = Moment(monotonic: 1_000_000_000, unix: 1_700_000_000_000_000_000)
    private static let settings = Attempt.Settings(
        network: .regtest, userAgent: "/test:1/", handshakeTimeout: .seconds(5), proxyTimeout: .seconds(30))

    private struct End {
        var attempt: Attempt
        var now = AttemptTests.began

        init(_ target: Target = Sample.ipv4("1.2.3.4"), viaProxy: Bool = false) {
            attempt = Attempt(
                target, viaProxy: viaProxy, nonce: 42, settings: AttemptTests.settings, at: AttemptTests.began)
        }

        mutating func pass(_ duration: Duration) {
            now.monotonic += duration.nanoseconds
            now.unix += duration.nanoseconds
        }

        mutating func receive(_ bytes: [UInt8], ownNonces: Set<UInt64> = [42]) -> [Attempt.Action] {
            bytes.withUnsafeBytes { attempt.receive($0, at: now, isOwnNonce: ownNonces.contains) }
        }

        /// What the attempt does about each byte.
        mutating func trickle(_ bytes: [UInt8]) -> [Attempt.Action] { bytes.flatMap { receive([$0]) } }
    }

    private static func connected() -> End {
        var end = End()
        _ = end.attempt.connected(at: end.now)
        return end
    }

    @Test func firstMessageIsOurVersionAndTellsNoMoreThanItMust() throws {
        var end = End()
        end.pass(.milliseconds(20))
        let sent = try #require(end.attempt.connected(at: end.now).sent.first)
        var version: Version?
        var stream = FrameStream(network: .regtest)
        sent.withUnsafeBytes { bytes in
            try? stream.read(bytes) { command, payload in
                #expect(command == "version")
                var reader = ByteReader(payload)
                version = try? Version(payload: &reader)
                return true
            }
        }
        let ours = try #require(version)
        #expect(ours.services == 0 && !ours.relay && ours.startHeight == 0 && ours.nonce == 42)
        #expect(ours.userAgent == "/test:1/" && ours.version == 70016)
        #expect(ours.timestamp == 1_700_000_000)
        for address in [ours.sender, ours.receiver] { #expect(address.host == .ipv6("::") && address.port == 0) }
        // No verack, no more: the version alone.
        #expect(stream.messages == 1)
    }

    @Test func theirVersionIsSuccessWholeOrInPieces() throws {
        for pieces in [true, false] {
            var end = End()
            end.pass(.milliseconds(20))
            _ = end.attempt.connected(at: end.now)
            end.pass(.milliseconds(30))
            let actions = pieces ? end.trickle(Sample.versionFrame()) : end.receive(Sample.versionFrame())
            let result = try #require(actions.result)
            #expect(result.outcome == .success && result.version?.userAgent == "/Satoshi:31.0.0/")
            #expect(result.connectDuration == 20_000_000 && result.handshakeDuration == 30_000_000)
            // What it saw us as is not kept.
            #expect(result.version?.receiver.host == .ipv6("::") && result.version?.receiver.port == 0)
            #expect(end.attempt.isFinished && end.attempt.due == nil)
            #expect(end.receive([1, 2, 3]).isEmpty && end.attempt.ended(.closed).isEmpty)
        }
    }

    @Test func whateverElseComesHasItsOutcome() {
        var oversized = Sample.frame("version", [UInt8](repeating: 0, count: 10))
        oversized.replaceSubrange(16..<20, with: [0xff, 0xff, 0xff, 0xff])
        var damaged = Sample.versionFrame()
        damaged[30] ^= 1
        var command = Sample.frame("version")
        command[5] = 0x1b
        var long = Sample.version
        long.userAgent = String(repeating: "x", count: 2000)
        let cases: [([UInt8], Outcome)] = [
            (Sample.versionFrame(.mainnet), .wrongNetwork), (Sample.versionFrame(.signet), .wrongNetwork),
            (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), .notBitcoin),
            ([UInt8](repeating: 0, count: 24), .notBitcoin),
            (Sample.frame("verack"), .noVersion), (Sample.frame("inv", [0]), .noVersion), (oversized, .invalidMessage),
            (damaged, .invalidMessage), (command, .invalidMessage),
            (Sample.frame("version", [1, 2, 3]), .invalidMessage),
            (Sample.versionFrame(.regtest, long), .invalidMessage),
        ]
        for (bytes, outcome) in cases {
            for pieces in [true, false] {
                var end = Self.connected()
                let result = (pieces ? end.trickle(bytes) : end.receive(bytes)).result
                #expect(result?.outcome == outcome, "\(bytes.prefix(20))")
                #expect(result?.version == nil && result?.handshakeDuration == nil)
            }
        }
    }

    /// An echo server, or a stranger that plays our own messages back, also those of another attempt.
    @Test func ourOwnVersionIsNoSuccess() throws {
        var end = End()
        let ours = try #require(end.attempt.connected(at: end.now).sent.first)
        #expect(end.receive(ours).result?.outcome == .selfConnection)
        var other = Self.connected()
        #expect(other.receive(Sample.versionFrame(), ownNonces: [42, 77]).result?.outcome == .selfConnection)
    }

    @Test func slowDripDoesNotOutlastTheHandshakesTime() throws {
        var end = Self.connected()
        let due = try #require(end.attempt.due)
        #expect(due == end.now.monotonic + 5_000_000_000)
        for byte in Sample.versionFrame().prefix(40) {
            end.pass(.milliseconds(100))
            #expect(end.receive([byte]).isEmpty && end.attempt.due == due)
        }
        end.pass(.milliseconds(999))
        #expect(end.attempt.timePassed(at: end.now).isEmpty)
        end.pass(.milliseconds(1))
        #expect(end.attempt.timePassed(at: end.now).result?.outcome == .handshakeTimeout)
    }

    @Test func endsAreTold() {
        for outcome in [Outcome.closed, .refused, .connectTimeout, .shutdown] {
            var end = End()
            #expect(end.attempt.ended(outcome).result?.outcome == outcome)
            #expect(end.attempt.connected(at: end.now).isEmpty)
        }
    }

    // MARK: Proxy

    private static let onion = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
    private static let reply: [UInt8] = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]

    @Test func proxyIsAskedByNameOrAddressAndThenGetsTheVersion() throws {
        let cases: [(Address.Host, UInt32, [UInt8])] = [
            (.torv3(Self.onion), 8333, [3, 62] + Array(Self.onion.utf8) + [0x20, 0x8d]),
            (.ipv4("1.2.3.4"), 1, [1, 1, 2, 3, 4, 0, 1]),
            (
                .i2p("ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p"), 0,
                [3, 60] + Array("ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p".utf8) + [0, 0]
            ),
            (.cjdns("fc00::5"), 8333, [4, 0xfc] + [UInt8](repeating: 0, count: 14) + [5, 0x20, 0x8d]),
        ]
        for (host, port, address) in cases {
            for pieces in [true, false] {
                var end = End(try Sample.target(host, port), viaProxy: true)
                #expect(end.attempt.connected(at: end.now) == [.send([5, 1, 0])])
                #expect(end.attempt.due == end.now.monotonic + 30_000_000_000)
                #expect(end.receive([5, 0]) == [.send([5, 1, 0] + address)])
                end.pass(.seconds(3))
                let actions = pieces ? end.trickle(Self.reply) : end.receive(Self.reply)
                #expect(actions.sent.count == 1 && actions.sent[0].starts(with: Network.regtest.magic))
                #expect(end.attempt.due == end.now.monotonic + 5_000_000_000)
                let result = end.receive(Sample.versionFrame()).result
                #expect(result?.outcome == .success && result?.connectDuration == 3_000_000_000)
            }
        }
    }

    /// Reply, bound name and version in one piece; and all of it byte by byte.
    @Test func repliesOfEveryFormAreRead() throws {
        let names: [[UInt8]] = [
            [1, 1, 2, 3, 4, 0, 80], [4] + [UInt8](repeating: 7, count: 18), [3, 0, 0, 1],
            [3, 5] + Array("proxy".utf8) + [0, 1],
            [3, 255] + [UInt8](repeating: 0x61, count: 257),
        ]
        for name in names {
            for pieces in [true, false] {
                var end = End(try Sample.target(.torv3(Self.onion)), viaProxy: true)
                _ = end.attempt.connected(at: end.now)
                let bytes = [5, 0, 5, 0, 0] + name + Sample.versionFrame()
                let actions = pieces ? end.trickle(bytes) : end.receive(bytes)
                #expect(actions.result?.outcome == .success, "\(name)")
                #expect(actions.sent.count == 2)
            }
        }
    }

    @Test func refusalsOfTheProxyAreToldApartFromThoseOfTheTarget() throws {
        let cases: [([UInt8], Outcome)] = [
            ([5, 0xff], .proxyRefused), ([5, 2], .proxyRefused), ([4, 0], .proxyRefused),
            (Array("HT".utf8), .proxyRefused),
            ([5, 0, 4, 0, 0, 1, 0], .proxyRefused), ([5, 0, 5, 1, 0, 1, 0], .unreachable),
            ([5, 0, 5, 2, 0, 1, 0], .proxyRefused),
            ([5, 0, 5, 3, 0, 1, 0], .unreachable), ([5, 0, 5, 4, 0, 1, 0], .unreachable),
            ([5, 0, 5, 5, 0, 1, 0], .refused),
            ([5, 0, 5, 6, 0, 1, 0], .unreachable), ([5, 0, 5, 7, 0, 1, 0], .proxyRefused),
            ([5, 0, 5, 8, 0, 1, 0], .proxyRefused),
            ([5, 0, 5, 0xf0, 0, 1, 0], .unreachable),
        ]
        for (bytes, outcome) in cases {
            for pieces in [true, false] {
                var end = End(try Sample.target(.torv3(Self.onion)), viaProxy: true)
                _ = end.attempt.connected(at: end.now)
                #expect((pieces ? end.trickle(bytes) : end.receive(bytes)).result?.outcome == outcome, "\(bytes)")
            }
        }
        var closing = End(viaProxy: true)
        _ = closing.attempt.connected(at: closing.now)
        #expect(closing.attempt.ended(.closed).result?.outcome == .proxyRefused)
        // Without a whole answer to the greeting, and without one to the request.
        let late: [([UInt8], Outcome)] = [
            ([], .proxyRefused), ([5], .proxyRefused), ([5, 0], .connectTimeout),
            ([5, 0, 5, 0, 0, 1, 0], .connectTimeout),
        ]
        for (bytes, outcome) in late {
            var slow = End(viaProxy: true)
            _ = slow.attempt.connected(at: slow.now)
            _ = slow.receive(bytes)
            slow.pass(.seconds(30))
            #expect(slow.attempt.timePassed(at: slow.now).result?.outcome == outcome, "\(bytes)")
        }
    }

    /// Whatever a stranger sends, however it is cut: no trap, one end at most, and little memory.
    @Test func randomBytesNeverTrap() throws {
        var generator = SystemRandomNumberGenerator()
        for round in 0..<3000 {
            var end = End(try Sample.target(.torv3(Self.onion)), viaProxy: round % 2 == 0)
            var actions = end.attempt.connected(at: end.now)
            var bytes = round % 2 == 0 ? [UInt8]([5, 0, 5, 0]) : Network.regtest.magic
            bytes += (0..<Int.random(in: 0..<200, using: &generator)).map { _ in .random(in: 0...255, using: &generator)
            }
            if round % 3 == 0 { bytes += Sample.versionFrame() }
            while !bytes.isEmpty {
                let count = Int.random(in: 1...bytes.count, using: &generator)
                actions += end.receive(Array(bytes.prefix(count)))
                bytes.removeFirst(count)
            }
            #expect(actions.count { if case .finish = $0 { true } else { false } } <= 1)
        }
    }
}

extension [Attempt.Action] {
    fileprivate var sent: [[UInt8]] { compactMap { if case .send(let bytes) = $0 { bytes } else { nil } } }
    fileprivate var result: AttemptResult? {
        compactMap { if case .finish(let result) = $0 { result } else { nil } }.first
    }
}
