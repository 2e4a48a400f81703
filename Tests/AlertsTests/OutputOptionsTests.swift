import ArgumentParser
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

@Suite struct OutputOptionsTests {
    @Test func outputsAreNoneUnlessAskedFor() throws {
        let options = try OutputOptions.parse([])
        #expect(try options.make(KeptLog().logger).all.isEmpty)
    }

    @Test(arguments: [
        ["--webhook", "ftp://example.org"], ["--webhook-key-file", "/k"], ["--command", "tell"],
        ["--command-timeout", "0"], ["--alertmanager", "http://a", "--alertmanager", "http://a"],
    ])
    func whatCannotBeMeantIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try OutputOptions.parse(arguments) }
    }

    @Test func aKeyThatCannotBeReadEndsTheProgram() throws {
        let options = try OutputOptions.parse(["--webhook", "http://127.0.0.1:1", "--webhook-key-file", "/nonexistent"])
        #expect(throws: DaemonError.self) { try options.make(KeptLog().logger) }
    }

    @Test func metricsNameEachOutput() async throws {
        let options = try OutputOptions.parse([
            "--alertmanager", "http://u:p@127.0.0.1:1/x", "--alertmanager", "http://127.0.0.1:2",
            "--webhook", "http://127.0.0.1:1/token", "--command", "/bin/true",
        ])
        let outputs = try options.make(KeptLog().logger)
        let registry = MetricsRegistry(program: "alerts")
        outputs.register(in: registry)
        let scrape = String(decoding: registry.scrape(), as: UTF8.self)
        for series in [
            #"alerts_alertmanager_sent_total{url="http://127.0.0.1:1"} 0"#,
            #"alerts_alertmanager_failed_total{url="http://127.0.0.1:2"} 0"#, "alerts_webhook_dropped_total 0",
            "alerts_command_sent_total 0",
        ] { #expect(scrape.contains(series + "\n")) }
        #expect(!scrape.contains("token") && !scrape.contains("u:p"))
        await outputs.finish()
    }
}
