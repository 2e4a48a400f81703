import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// What an Alertmanager is told, and what a real one makes of it.
@Suite struct AlertmanagerTests {
    private static func output(
        _ url: String, interval: Duration = .seconds(60), log: KeptLog = KeptLog()
    ) throws -> Alertmanager {
        Alertmanager(
            Alertmanager.Settings(url: try #require(HTTPAddress(url)), timeout: .seconds(5), interval: interval),
            logger: log.logger)
    }

    private static func finish(_ output: Alertmanager) {
        let deadline = ContinuousClock.now + .seconds(5)
        output.close(deadline)
        output.waitForEnd(deadline)
    }

    @Test func labelsNameTheAlertAndNotItsPeers() throws {
        let server = try PostServer()
        let output = try Self.output(server.url + "/prefix")
        output.emit(Notices.notice(), node: "alpha")
        Self.finish(output)
        let post = try #require(server.posts.first)
        #expect(post.head.hasPrefix("POST /prefix/api/v2/alerts "))
        #expect(
            post.body
                == #"[{"labels":{"alertname":"AddrFlood","kind":"addr-flood","severity":"critical","node":"alpha"},"#
                + #""annotations":{"summary":"peer 7 announced \\x07 too much","#
                + #""description":"found 3 times; addresses_without_token 30.5 (threshold 20); "#
                + #"1 peers: 0 198.51.100.7:8333 /\"<b>\\x1b[31m\\n\\xe2\\x80\\xae/","id":"0123456789abcdef"},"#
                + #""startsAt":"2023-11-14T22:13:20.123Z"}]"#)
        #expect(output.counts.sent.value == 1)
    }

    @Test func anEndIsToldWithItsTime() throws {
        let server = try PostServer()
        let output = try Self.output(server.url)
        output.emit(Notices.notice(.resolved), node: nil)
        Self.finish(output)
        #expect(try #require(server.posts.first).body.contains(#""endsAt":"2023-11-14T22:14:20.123Z""#))
    }

    @Test func whatGoesOnIsToldAgainUntilItIsOver() throws {
        let server = try PostServer()
        let output = try Self.output(server.url, interval: .milliseconds(50))
        output.emit(Notices.notice(), node: nil)
        _ = try server.posts(4)
        output.emit(Notices.notice(.resolved), node: nil)
        let end = try eventually("the end") { server.posts.firstIndex { $0.body.contains("endsAt") } }
        usleep(300_000)
        Self.finish(output)
        #expect(server.posts.count == end + 1)
        #expect(output.counts.sent.value == 2)
    }

    @Test func anotherSeverityEndsTheFormerOne() throws {
        let server = try PostServer()
        let output = try Self.output(server.url)
        output.emit(Notices.notice(severity: .warning), node: nil)
        _ = try server.posts(1)
        output.emit(Notices.notice(.ongoing, severity: .critical), node: nil)
        Self.finish(output)
        let body = try #require(server.posts.last).body
        let alerts = body.split(separator: #"{"labels""#).dropFirst()
        #expect(alerts.count == 2)
        #expect(alerts.first.map { $0.contains("warning") && $0.contains("endsAt") } == true)
        #expect(alerts.last.map { $0.contains("critical") && !$0.contains("endsAt") } == true)
    }

    @Test func whatWasNotTakenIsTriedWhenItIsDue() throws {
        let (server, log) = (try PostServer(answers: ["HTTP/1.1 500 Broken", ""]), KeptLog())
        let output = try Self.output(server.url, interval: .milliseconds(50), log: log)
        output.emit(Notices.notice(), node: nil)
        _ = try eventually("a success") { output.counts.sent.value == 1 ? true : nil }
        Self.finish(output)
        #expect(output.counts.failed.value == 0)
        #expect(log.lines.value.first?.contains("HTTP status 500") == true)
    }

    @Test func whatIsRefusedIsCounted() throws {
        let server = try PostServer(answers: ["HTTP/1.1 400 Bad"])
        let output = try Self.output(server.url)
        output.emit(Notices.notice(.resolved), node: nil)
        Self.finish(output)
        #expect(output.counts.failed.value == 1 && output.counts.sent.value == 0)
    }

    private static let program = ["/usr/bin/prometheus-alertmanager", "/usr/local/bin/alertmanager"].first {
        isExecutable($0)
    }

    @Test(.enabled(if: program != nil, "needs prometheus-alertmanager"), .timeLimit(.minutes(1)))
    func aRealOneKeepsAnAlertAsLongAsItGoesOn() throws {
        let (folder, port) = (try TemporaryDirectory(), try freePort())
        let file = try folder.write(
            "global: {resolve_timeout: 2s}\nroute: {receiver: none}\nreceivers: [{name: none}]\n", to: "config.yml")
        let process = try ChildProcess(
            try #require(Self.program),
            [
                "--config.file=\(file)", "--storage.path=\(folder.path)/data", "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:\(port)",
            ])
        try process.line(containing: "Listening on")
        func active() throws -> String {
            try httpRequest(
                "GET /api/v2/alerts?active=true HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
        }
        let output = try Self.output("http://127.0.0.1:\(port)", interval: .milliseconds(500))
        output.emit(Notices.notice(severity: .warning), node: "alpha")
        func end() throws -> String? {
            try active().split(separator: #""endsAt":""#).dropFirst().first.map { String($0.prefix { $0 != "\"" }) }
        }
        let first = try eventually("the alert", end)
        let answer = try active()
        for part in [
            #""alertname":"AddrFlood""#, #""kind":"addr-flood""#, #""node":"alpha""#, #""severity":"warning""#,
            #""startsAt":"2023-11-14T22:13:20.123Z""#,
        ] { #expect(answer.contains(part)) }
        // Beyond what its own timeout would have been.
        let later = try eventually("a later end") { try end().flatMap { $0 > first ? $0 : nil } }
        _ = try eventually("a still later end") { try end().flatMap { $0 > later ? $0 : nil } }
        output.emit(Notices.notice(.ongoing, severity: .critical), node: "alpha")
        _ = try eventually("the other severity alone") {
            let answer = try active()
            return answer.contains("critical") && !answer.contains("warning") ? true : nil
        }
        let now = UInt64(time(nil)) * 1000 - 1000
        output.emit(Notices.notice(.resolved, last: now), node: "alpha")
        _ = try eventually("the end of it") { try active().contains("AddrFlood") ? nil : true }
        Self.finish(output)
        #expect(output.counts.sent.value == 3 && output.counts.failed.value == 0)
    }
}
