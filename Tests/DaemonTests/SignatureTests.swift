import Dispatch
import Glibc
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(2))) struct SignatureTests {
    /// The private key of RFC 8032, section 7.1, test 1.
    private static let seed = "SUAJ2YNRTXX72WTAXKCEV5ES5QWMIRCJYVUXWMTJDFYDXLADDSXH6YALCA"

    private func bus(_ server: SigningServer, in directory: TemporaryDirectory) throws -> NATSBus {
        let file = try directory.write(Self.seed, to: "seed")
        let publicKey = try NKey.publicKey(seed: Self.seed)
        return try makeBus(server.address) {
            $0.credentials = .nkey(publicKey: publicKey, path: file)
            $0.reconnectWait = .milliseconds(10)
        }
    }

    @Test func connectsThoughOneSignatureBeginsWithZero() throws {
        let directory = try TemporaryDirectory()
        // The first of these has a signature that the client library leaves out.
        let server = try SigningServer(nonces: ["nonce0027", "nonce0001"])
        defer { server.stop() }
        let bus = try bus(server, in: directory)
        wait { bus.isConnected }
        #expect(server.refusals == 1)
        bus.stop()
    }

    @Test func endsWhereNoSignatureIsTaken() async throws {
        let directory = try TemporaryDirectory()
        let server = try SigningServer(nonces: ["nonce0027"])
        defer { server.stop() }
        let bus = try bus(server, in: directory)
        let failure = await bus.untilFailure()
        #expect(failure?.message.contains("refused the credentials") == true)
        // The program ends now; until then the bus goes on trying.
        #expect(server.refusals >= 3)
        bus.stop()
    }
}

/// A NATS server that has each client sign the next of its nonces, the last one again and again, and refuses who does not.
private final class SigningServer: Sendable {
    private let listening: Int32
    private let port: Int
    private let refused = Slot(0)

    init(nonces: [String]) throws {
        (listening, port) = try LoopbackSocket.listen()
        DispatchQueue(label: "signing server").async { [self] in
            var left = nonces[...]
            while let client = LoopbackSocket.accept(from: listening) {
                serve(client, nonce: left.count > 1 ? left.removeFirst() : left[left.startIndex])
                close(client)
            }
            close(listening)
        }
    }

    var address: String { "127.0.0.1:\(port)" }
    var refusals: Int { refused.value }

    func stop() { shutdown(listening, Int32(SHUT_RDWR)) }

    private func serve(_ client: Int32, nonce: String) {
        let info = #"INFO {"server_id":"x","version":"2.9.0","max_payload":1048576,"proto":1,"headers":true,"#
        LoopbackSocket.send((info + #""auth_required":true,"nonce":"\#(nonce)"}"# + "\r\n").utf8, to: client)
        var pending = ""
        while case let bytes = LoopbackSocket.receive(from: client), !bytes.isEmpty {
            pending += String(decoding: bytes, as: UTF8.self)
            while let end = pending.firstIndex(where: \.isNewline) {
                let line = pending[..<end]
                if line.hasPrefix("CONNECT"), line.firstMatch(of: /"sig":\s*"[A-Za-z0-9_-]{86}"/) == nil {
                    refused.value += 1
                    LoopbackSocket.send("-ERR 'Authorization Violation'\r\n".utf8, to: client)
                    return
                }
                if line.hasPrefix("PING") { LoopbackSocket.send("PONG\r\n".utf8, to: client) }
                pending.removeSubrange(...end)
            }
        }
    }
}
