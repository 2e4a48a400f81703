import Logging
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// What is shown of alerts to those who count them.
@Suite struct AlertMetricsTests {
    @Test func whatGoesOnIsShownByKindSeverityAndNode() throws {
        let scene = try Scene(Scene.fewPings)
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), after: UInt64(ping) * 1000, node: "alpha") }
        let registry = MetricsRegistry(program: "alerts")
        scene.tool.register(in: registry)
        let scrape = String(decoding: registry.scrape(), as: UTF8.self)
        #expect(scrape.contains(#"alerts_active{node="alpha",kind="ping-spam",severity="warning"} 1"#))
        #expect(scrape.contains(#"alerts_raised_total{node="alpha",kind="ping-spam"} 1"#))
        #expect(scrape.contains(#"alerts_raised_total{node="alpha",kind="addr-flood"} 0"#))
    }

    @Test func theLogSaysWhatAPersonWouldSay() throws {
        let log = KeptLog()
        LogOutput(logger: log.logger).emit(Notices.notice(), node: "alpha")
        let line = try #require(log.lines.value.first)
        #expect(line.contains("critical") && !line.contains("rawValue"))
    }
}
