import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// Alerts as signed POSTs.
@Suite struct WebhookTests {
    private static func webhook(
        _ url: String, key: String? = nil, log: KeptLog = KeptLog(),
        _ change: (inout Webhook.Settings) -> Void = { _ in }
    ) throws -> Webhook {
        var settings = Webhook.Settings(url: try #require(HTTPAddress(url)), key: key)
        settings.waits = [.milliseconds(10), .milliseconds(10)]
        change(&settings)
        return Webhook(settings, logger: log.logger)
    }

    private static func finish(_ webhook: Webhook, _ patience: Duration = .seconds(5)) {
        let deadline = ContinuousClock.now + patience
        webhook.close(deadline)
        webhook.waitForEnd(deadline + .seconds(1))
    }

    @Test func aReceiverGetsTheLoggersJSON() throws {
        let server = try PostServer()
        let webhook = try Self.webhook(server.url + "/hook?room=1")
        webhook.emit(Notices.notice(), node: "alpha")
        Self.finish(webhook)
        let post = try #require(server.posts.first)
        #expect(post.head.hasPrefix("POST /hook?room=1 HTTP/1.1"))
        #expect(post.header("content-type") == "application/json")
        #expect(post.header("peer-observer-signature") == nil)
        #expect(
            post.body == #"{"peer_observer_event":{"Alerts":{"alert_event":{"Alert":{"kind":"addr-flood","#
                + #""id":"0123456789abcdef","severity":2,"state":0,"summary":"peer 7 announced \u0007 too much","#
                + #""first_time":1700000000123,"last_time":1700000060123,"count":3,"peers":[{"id":0,"#
                + #""addr":"198.51.100.7:8333","user_agent":"/\"<b>\u001b[31m\u000a\u202e/"}],"peer_count":1,"measures":[{"#
                + #""name":"addresses_without_token","value":30.5,"threshold":20.0}],"addresses":[],"evidence":[]}}}},"#
                + #""timestamp":1700000060123,"node":"alpha","stream_id":null,"sequence":null,"#
                + #""source_time_ns":null,"pid":null}"#)
        #expect(webhook.counts.sent.value == 1)
    }

    /// The expectation is of `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret`.
    @Test func signaturesAreWhatOthersCompute() {
        #expect(
            Webhook.signature(Array(#"{"a":1}"#.utf8), key: "secret", time: 1_700_000_000)
                == "t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686")
    }

    @Test func eachPostIsSignedWithItsTime() throws {
        let server = try PostServer()
        let webhook = try Self.webhook(server.url, key: "k")
        webhook.emit(Notices.notice(), node: nil)
        Self.finish(webhook)
        let post = try #require(server.posts.first)
        let signature = try #require(post.header("Peer-Observer-Signature"))
        let sent = try #require(Int(signature.dropFirst(2).prefix { $0 != "," }))
        #expect(abs(sent - time(nil)) < 60)
        #expect(signature == Webhook.signature(Array(post.body.utf8), key: "k", time: sent))
    }

    @Test func aBusyReceiverIsTriedAgain() throws {
        // One answers that it is overloaded, one ends the connection.
        let server = try PostServer(answers: ["HTTP/1.1 503 Busy", ""])
        let webhook = try Self.webhook(server.url)
        webhook.emit(Notices.notice(), node: nil)
        #expect(try server.posts(3).count == 3)
        Self.finish(webhook)
        #expect(webhook.counts.sent.value == 1 && webhook.counts.failed.value == 0)
    }

    @Test(arguments: ["HTTP/1.1 400 Bad", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/", "HTTP/1.1 404 No"])
    func whatIsRefusedIsNotTriedAgain(answer: String) throws {
        let (server, log) = (try PostServer(answers: [answer]), KeptLog())
        let webhook = try Self.webhook(server.url + "/token", log: log)
        webhook.emit(Notices.notice(), node: nil)
        webhook.emit(Notices.notice(.resolved), node: nil)
        Self.finish(webhook)
        #expect(server.posts.count == 2)
        #expect(webhook.counts.failed.value == 1 && webhook.counts.sent.value == 1)
        let line = try #require(log.lines.value.first)
        #expect(line.contains("HTTP status \(answer.dropFirst(9).prefix(3))") && !line.contains("token"))
    }

    @Test func whatNobodyTakesIsGivenUp() throws {
        let webhook = try Self.webhook("http://127.0.0.1:\(try freePort())")
        webhook.emit(Notices.notice(), node: nil)
        Self.finish(webhook)
        #expect(webhook.counts.failed.value == 1)
    }

    @Test func whatFindsNoRoomIsCounted() throws {
        // Nobody accepts: the first post hangs until it times out.
        let listening = try LoopbackSocket.listen()
        defer { close(listening.descriptor) }
        let webhook = try Self.webhook("http://127.0.0.1:\(listening.port)") {
            $0.limit = 10
            $0.timeout = .seconds(30)
        }
        let begun = ContinuousClock.now
        for _ in 0..<100 { webhook.emit(Notices.notice(), node: nil) }
        // One may have left the queue by then.
        #expect(89...90 ~= webhook.counts.dropped.value)
        #expect(ContinuousClock.now - begun < .seconds(5))
        // An end in the midst of it waits for what has begun, and drops what has not.
        webhook.close(.now)
        #expect(webhook.counts.sent.value == 0)
    }

    @Test func theEndWaitsForAReceiverForALimitedTime() throws {
        let listening = try LoopbackSocket.listen()
        defer { close(listening.descriptor) }
        let webhook = try Self.webhook("http://127.0.0.1:\(listening.port)") { $0.timeout = .milliseconds(300) }
        for _ in 0..<50 { webhook.emit(Notices.notice(), node: nil) }
        let begun = ContinuousClock.now
        Self.finish(webhook, .seconds(1))
        #expect(ContinuousClock.now - begun < .seconds(5))
        let counts = webhook.counts
        #expect(counts.failed.value > 0 && counts.dropped.value > 0)
        #expect(counts.failed.value + counts.dropped.value == 50)
    }

    @Test(
        .enabled(if: isExecutable("/usr/bin/python3") && isExecutable("/usr/bin/openssl"), "needs python3 and openssl"))
    func httpsIsForServersThatAreTrusted() throws {
        let folder = try TemporaryDirectory()
        let (key, certificate) = ("\(folder.path)/key.pem", "\(folder.path)/certificate.pem")
        let openssl = try ChildProcess(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=receiver", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
        #expect(openssl.wait() == 0)
        let script = try folder.write(Self.receiver, to: "receiver.py")
        let receiver = try ChildProcess("/usr/bin/python3", ["-u", script, certificate, key])
        let port = try #require(Int(try receiver.line(containing: "port ").dropFirst(5)))
        let stranger = try Self.webhook("https://127.0.0.1:\(port)") { $0.waits = [] }
        stranger.emit(Notices.notice(), node: nil)
        Self.finish(stranger)
        #expect(stranger.counts.failed.value == 1)
        let friend = try Self.webhook("https://127.0.0.1:\(port)") { $0.certificates = certificate }
        friend.emit(Notices.notice(), node: nil)
        Self.finish(friend)
        #expect(friend.counts.sent.value == 1)
        try receiver.line(containing: "took")
    }

    private static let receiver = """
        import http.server, ssl, sys
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                print("took", len(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print("port", server.server_port)
        server.serve_forever()
        """

    @Test func addressesShowNoSecrets() throws {
        #expect(HTTPAddress("https://user:word@example.org:8443/hook/token?x=y")?.shown == "https://example.org:8443")
        #expect(HTTPAddress("HTTP://[::1]:9093")?.shown == "http://[::1]:9093")
        for wrong in ["", "ftp://a", "file:///etc/passwd", "http://", "http:///x", "http://a b", "http://a\n"] {
            #expect(HTTPAddress(wrong) == nil)
        }
    }
}
