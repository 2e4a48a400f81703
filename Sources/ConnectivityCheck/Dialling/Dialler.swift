import Daemon
import Glibc
import NIOCore
import NIOPosix
import PeerObserver

/// Makes the connections of attempts. On its event loop only.
final class Dialler {
    struct Settings: Sendable {
        var attempt = Attempt.Settings()
        /// Until a connection is there, be it to the target or to the proxy.
        var connectTimeout: Duration = .seconds(2)
        /// Where the proxy of a network listens; networks without one are connected to.
        var proxies: [Target.Network: SocketAddress] = [:]
    }

    private let loop: any EventLoop
    private let settings: Settings
    private var open: [ObjectIdentifier: AttemptHandler] = [:]
    private var nonces: Set<UInt64> = []

    /// Bytes read at once: a version with a user agent fits, and nobody can make us take more.
    private static let readBytes = 1024

    init(loop: any EventLoop, settings: Settings) {
        self.loop = loop
        self.settings = settings
    }

    /// Connections that are open or being made.
    var count: Int { open.count }

    /// Tries the target; `done` is called once, later or at once.
    func dial(_ target: Target, done: @escaping (AttemptResult) -> Void) {
        let now = Moment.now()
        let proxy = settings.proxies[target.network]
        guard let address = proxy ?? target.socketAddress else { return done(AttemptResult(outcome: .unreachable)) }
        var nonce = UInt64.random(in: .min ... .max)
        while !nonces.insert(nonce).inserted { nonce = .random(in: .min ... .max) }
        let attempt = Attempt(
            target, viaProxy: proxy != nil, nonce: nonce, settings: settings.attempt, at: now)
        let handler = AttemptHandler(attempt) { [weak self] in self?.nonces.contains($0) == true }
        open[ObjectIdentifier(handler)] = handler
        handler.done = { [weak self, weak handler] result in
            self?.nonces.remove(nonce)
            if let handler { self?.open[ObjectIdentifier(handler)] = nil }
            done(result)
        }
        let bound = NIOLoopBound(handler, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.nanoseconds(Int64(clamping: settings.connectTimeout.nanoseconds)))
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
            }
            .connect(to: address)
            .whenFailure { error in bound.value.connectFailed(Self.outcome(of: error, viaProxy: proxy != nil)) }
    }

    /// Ends every attempt.
    func stop() {
        for handler in open.values { handler.stop() }
    }

    private static func outcome(of error: any Error, viaProxy: Bool) -> Outcome {
        var outcome = Outcome.connectError
        if let error = error as? ChannelError, case .connectTimeout = error { outcome = .connectTimeout }
        if let error = error as? IOError { outcome = Self.outcome(ofErrno: error.errnoCode) }
        return viaProxy && outcome != .localError ? .proxyUnreachable : outcome
    }

    private static func outcome(ofErrno code: Int32) -> Outcome {
        switch code {
        case ECONNREFUSED, ECONNRESET: .refused
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EACCES, EPERM, EAFNOSUPPORT: .unreachable
        case ETIMEDOUT: .connectTimeout
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EAGAIN: .localError
        default: .connectError
        }
    }
}

extension Target {
    /// Nil for an address that no socket can connect to.
    fileprivate var socketAddress: SocketAddress? {
        guard network == .ipv4 || network == .ipv6 || network == .cjdns else { return nil }
        return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: Int(port))
    }
}
