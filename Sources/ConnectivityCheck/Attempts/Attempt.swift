import Daemon
import PeerObserver

/// What an attempt found out.
struct AttemptResult: Equatable, Sendable {
    let outcome: Outcome
    /// Nanoseconds until the connection was there; nil where it never was.
    var connectDuration: UInt64?
    /// Nanoseconds from then until the version had come.
    var handshakeDuration: UInt64?
    /// Of the other side, without what it says of us.
    var version: Version?
}

/// One attempt: a connection, maybe through a proxy, our version, theirs. Takes bytes and the time, and tells what to do.
struct Attempt {
    struct Settings: Sendable {
        var network = Network.mainnet
        var userAgent = ""
        var handshakeTimeout: Duration = .seconds(5)
        /// From the connection to the proxy until that has one to the target.
        var proxyTimeout: Duration = .seconds(30)
    }

    enum Action: Equatable {
        case send([UInt8])
        /// The end: close the connection.
        case finish(AttemptResult)
    }

    private enum Phase {
        case connecting
        case proxy
        case handshake
        case finished
    }

    /// Ours; nobody else sends it, unless he sends back what he got.
    let nonce: UInt64
    private let settings: Settings
    private let began: Moment
    private var phase = Phase.connecting
    private var proxy: SOCKS5?
    private var stream: FrameStream
    private var connectDuration: UInt64?
    private var handshakeBegan: Moment?
    /// Monotonic nanoseconds at which the attempt is over; nil while the connection is being made.
    private(set) var due: UInt64?

    var isFinished: Bool { phase == .finished }

    /// What a version may have: 85 bytes, the user agent, of which Core takes 256, and room for what is yet to come. A longer message
    /// ends the attempt before any of it is kept.
    static let longestMessage = 1024
    static let protocolVersion: UInt32 = 70016

    /// - Parameter viaProxy: Whether the connection will be one to a proxy.
    init(_ target: Target, viaProxy: Bool, nonce: UInt64, settings: Settings, at now: Moment) {
        self.nonce = nonce
        self.settings = settings
        began = now
        proxy = viaProxy ? SOCKS5(target) : nil
        stream = FrameStream(network: settings.network, longestPayload: Self.longestMessage)
    }

    /// The connection is there.
    mutating func connected(at now: Moment) -> [Action] {
        guard phase == .connecting else { return [] }
        guard proxy != nil else { return beginHandshake(at: now) }
        phase = .proxy
        due = now.monotonic + settings.proxyTimeout.nanoseconds
        return [.send(SOCKS5.greeting)]
    }

    /// - Parameter isOwnNonce: Whether a nonce is that of an attempt under way, this one included.
    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, at now: Moment, isOwnNonce: (UInt64) -> Bool
    ) -> [Action] {
        var actions: [Action] = []
        var rest = bytes
        while phase == .proxy {
            guard let (step, consumed) = proxy?.receive(rest) else { return [] }
            rest = UnsafeRawBufferPointer(rebasing: rest[consumed...])
            switch step {
            case .send(let bytes): actions.append(.send(bytes))
            case .wait: return actions
            case .done: actions += beginHandshake(at: now)
            case .failed(let outcome): return actions + finish(outcome)
            }
        }
        guard phase == .handshake else { return actions }
        return actions + readVersion(rest, at: now, isOwnNonce)
    }

    /// The connection ended, or could not be made.
    mutating func ended(_ outcome: Outcome) -> [Action] {
        // A proxy that hangs up instead of answering says nothing of the target.
        finish(phase == .proxy && outcome == .closed ? .proxyRefused : outcome)
    }

    /// To be called at `due`.
    mutating func timePassed(at now: Moment) -> [Action] {
        guard let due, now.monotonic >= due else { return [] }
        guard phase == .proxy else { return finish(.handshakeTimeout) }
        // A proxy that does not even answer the greeting says nothing of the target.
        return finish(proxy?.isAsked == true ? .connectTimeout : .proxyRefused)
    }

    private mutating func beginHandshake(at now: Moment) -> [Action] {
        phase = .handshake
        connectDuration = now.since(began)
        handshakeBegan = now
        due = now.monotonic + settings.handshakeTimeout.nanoseconds
        let nobody = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        let version = Version(
            version: Self.protocolVersion, services: 0, timestamp: Int64(now.unix / 1_000_000_000), receiver: nobody,
            sender: nobody, nonce: nonce, userAgent: settings.userAgent, startHeight: 0, relay: false)
        var payload = ByteWriter(capacity: 128 + settings.userAgent.utf8.count)
        version.encodePayload(into: &payload)
        var frame = ByteWriter(capacity: payload.count + Frame.headerByteCount)
        Frame.encode("version", payload: payload.array, network: settings.network, into: &frame)
        return [.send(frame.array)]
    }

    /// Whatever comes first decides.
    private mutating func readVersion(
        _ bytes: UnsafeRawBufferPointer, at now: Moment, _ isOwnNonce: (UInt64) -> Bool
    ) -> [Action] {
        var result: (outcome: Outcome, version: Version?)?
        do throws(FrameError) {
            try stream.read(bytes) { command, payload in
                result = Self.judge(command, payload, isOwnNonce)
                return false
            }
        } catch {
            return finish(Self.outcome(of: error))
        }
        guard let result else { return [] }
        let duration = handshakeBegan.map { now.since($0) }
        return finish(result.outcome, duration: duration, version: result.version)
    }

    private static func judge(
        _ command: String, _ payload: RawSpan, _ isOwnNonce: (UInt64) -> Bool
    ) -> (outcome: Outcome, version: Version?) {
        guard command == "version" else { return (.noVersion, nil) }
        var reader = ByteReader(payload)
        guard var version = try? Version(payload: &reader) else { return (.invalidMessage, nil) }
        guard !isOwnNonce(version.nonce) else { return (.selfConnection, nil) }
        // The address that it sees us at is nobody's business.
        version.receiver = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        return (.success, version)
    }

    private static func outcome(of error: FrameError) -> Outcome {
        guard case .wrongMagic(let magic) = error else { return .invalidMessage }
        return Network.all.contains { $0.magic == magic } ? .wrongNetwork : .notBitcoin
    }

    private mutating func finish(_ outcome: Outcome, duration: UInt64? = nil, version: Version? = nil) -> [Action] {
        guard phase != .finished else { return [] }
        phase = .finished
        due = nil
        let isSuccess = outcome == .success
        return [
            .finish(
                AttemptResult(
                    outcome: outcome, connectDuration: connectDuration, handshakeDuration: isSuccess ? duration : nil,
                    version: version))
        ]
    }
}
