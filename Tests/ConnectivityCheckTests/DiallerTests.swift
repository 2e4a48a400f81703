import Glibc
import Logging
import NIOCore
import NIOPosix
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import ConnectivityCheck
@testable import Daemon

/// Real sockets: listeners that accept, refuse, hang, lie and trickle, and a proxy.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct DiallerTests {
    private static let onion = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"

    private static func settings(proxy: Int? = nil) throws -> Dialler.Settings {
        var settings = Dialler.Settings()
        settings.attempt = Attempt.Settings(
            network: .regtest, userAgent: "/test:1/", handshakeTimeout: .milliseconds(700),
            proxyTimeout: .milliseconds(700))
        settings.connectTimeout = .milliseconds(500)
        if let proxy {
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: proxy)
            for network in Target.Network.allCases { settings.proxies[network] = address }
        }
        return settings
    }

    /// What attempts to connect to the targets, all at a time, come to.
    private static func dial(_ targets: [Target], _ settings: Dialler.Settings) async throws -> [AttemptResult] {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = threads.next()
        let results = try await loop.flatSubmit {
            let dialler = Dialler(loop: loop, settings: settings)
            let promises = targets.map { _ in loop.makePromise(of: AttemptResult.self) }
            for (target, promise) in zip(targets, promises) { dialler.dial(target) { promise.succeed($0) } }
            let kept = NIOLoopBound(dialler, eventLoop: loop)
            return EventLoopFuture.whenAllSucceed(promises.map(\.futureResult), on: loop).map { results in
                #expect(kept.value.count == 0)
                return results
            }
        }.get()
        try await threads.shutdownGracefully()
        return results
    }

    @Test func everyKindOfStrangerHasItsOutcome() async throws {
        var oversized = Sample.frame("version", [UInt8](repeating: 0, count: 64))
        oversized.replaceSubrange(16..<20, with: [0xff, 0xff, 0xff, 0x7f])
        let strangers: [(Stranger, Outcome)] = [
            (try Stranger(Stranger.honest), .success), (try Stranger(Stranger.say(Sample.versionFrame())), .success),
            (try Stranger(Stranger.hang), .handshakeTimeout), (try Stranger(Stranger.hangUp), .closed),
            (try Stranger { _ in }, .closed), (try Stranger(Stranger.echo), .selfConnection),
            (try Stranger(Stranger.say(Sample.versionFrame(.mainnet))), .wrongNetwork),
            (try Stranger(Stranger.say(Array("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n".utf8))), .notBitcoin),
            (try Stranger(Stranger.say(Sample.frame("verack"))), .noVersion),
            (try Stranger(Stranger.say(Sample.frame("version", [1, 2, 3]))), .invalidMessage),
            (try Stranger(Stranger.flood(oversized)), .invalidMessage),
            (try Stranger(Stranger.flood([UInt8](Network.regtest.magic))), .invalidMessage),
            (try Stranger(Stranger.trickle(Array(Sample.versionFrame().prefix(20)))), .handshakeTimeout),
            (try Stranger(Stranger.trickle(Sample.versionFrame())), .handshakeTimeout),
        ]
        let nobody = Sample.ipv4("127.0.0.1", UInt32(try freePort()))
        let results = try await Self.dial(strangers.map { $0.0.target() } + [nobody], Self.settings())
        for (index, (result, expected)) in zip(results, strangers.map(\.1) + [.refused]).enumerated() {
            #expect(result.outcome == expected, "stranger \(index)")
            #expect((result.version != nil) == (expected == .success))
        }
        #expect(results[0].version?.userAgent == "/Satoshi:31.0.0/")
        #expect(results[0].connectDuration != nil && results[0].handshakeDuration != nil)
        #expect(results[2].connectDuration != nil && results[2].handshakeDuration == nil)
        for (stranger, _) in strangers { stranger.stop() }
    }

    /// A listener whose queue is full does not answer at all, like a host behind a firewall.
    @Test func connectionThatIsNotAnsweredTimesOut() async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let (listening, port) = try LoopbackSocket.listen()
        defer { close(listening) }
        listen(listening, 0)
        var fillers: [Int32] = []
        defer { for filler in fillers { close(filler) } }
        fillers.append(try LoopbackSocket.connect(port: port))
        let results = try await Self.dial(
            (0..<4).map { _ in Sample.ipv4("127.0.0.1", UInt32(port)) }, Self.settings())
        #expect(results.contains { $0.outcome == .connectTimeout }, "\(results.map(\.outcome))")
    }

    @Test func torAndI2PAreReachedByNameThroughTheProxy() async throws {
        let node = try Stranger(Stranger.honest)
        let i2p = "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p"
        let cjdns = "fc000000000000000000000000000005"
        for piece in [1000, 1] {
            let proxy = try SOCKSServer(
                [Self.onion: node.port, i2p: node.port, cjdns: node.port, "01020304": node.port], piece: piece)
            let targets = [
                try Sample.target(.torv3(Self.onion)), try Sample.target(.i2p(i2p), 0),
                try Sample.target(.cjdns("fc00::5")),
                try Sample.target(.ipv4("1.2.3.4")), try Sample.target(.ipv4("1.2.3.5")),
            ]
            let results = try await Self.dial(targets, Self.settings(proxy: proxy.port))
            #expect(results.map(\.outcome) == [.success, .success, .success, .success, .unreachable])
            let requests = proxy.requests
            #expect(requests.contains(.init(type: 3, address: Array(Self.onion.utf8), port: 8333)))
            #expect(requests.contains(.init(type: 3, address: Array(i2p.utf8), port: 0)))
            #expect(requests.contains { $0.type == 4 && $0.address.first == 0xfc && $0.port == 8333 })
            #expect(requests.contains(.init(type: 1, address: [1, 2, 3, 4], port: 8333)))
        }
        node.stop()
    }

    @Test func proxyThatDoesNotWorkIsNoResultOfTheTarget() async throws {
        let target = try Sample.target(.torv3(Self.onion))
        let absent = try await Self.dial([target], Self.settings(proxy: freePort()))
        #expect(absent[0].outcome == .proxyUnreachable)
        for (bytes, outcome) in [
            ([UInt8]([5, 0xff]), Outcome.proxyRefused), (Array("HTTP/1.1 400\r\n".utf8), .proxyRefused),
        ] {
            let liar = try Stranger(Stranger.say(bytes))
            #expect(try await Self.dial([target], Self.settings(proxy: liar.port))[0].outcome == outcome)
            liar.stop()
        }
        let quitter = try Stranger(Stranger.hangUp)
        #expect(try await Self.dial([target], Self.settings(proxy: quitter.port))[0].outcome == .proxyRefused)
        let silent = try Stranger(Stranger.hang)
        #expect(try await Self.dial([target], Self.settings(proxy: silent.port))[0].outcome == .proxyRefused)
        // It tries, for too long.
        let slow = try Stranger(Stranger.say([5, 0]))
        #expect(try await Self.dial([target], Self.settings(proxy: slow.port))[0].outcome == .connectTimeout)
        for stranger in [quitter, silent, slow] { stranger.stop() }
    }

    /// Each sends without end; what is read of it is little, and the connection is over at the first message.
    @Test func floodsTakeNoMemory() async throws {
        var claim = Sample.frame("version", [UInt8](repeating: 0, count: 900))
        claim.replaceSubrange(16..<20, with: [0, 4, 0, 0])
        let flood = try Stranger(Stranger.flood(claim))
        let before = ProcessUsage.residentBytes()
        let results = try await Self.dial((0..<50).map { _ in flood.target() }, Self.settings())
        #expect(results.allSatisfy { $0.outcome == .invalidMessage })
        #expect(ProcessUsage.residentBytes() < before + 30 << 20)
        flood.stop()
    }
}
