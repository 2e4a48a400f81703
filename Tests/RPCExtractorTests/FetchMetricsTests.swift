import Daemon
import Testing

@testable import RPCExtractor

@Suite struct FetchMetricsTests {
    private func scrape(_ body: (FetchMetrics) -> Void) -> [String] {
        let (metrics, registry) = (FetchMetrics(methods: ["uptime"]), MetricsRegistry(program: "rpc-extractor"))
        metrics.register(in: registry)
        body(metrics)
        return String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func histogramHasUpstreamsBuckets() {
        let lines = scrape { metrics in
            for milliseconds in [1, 2, 30, 30, 11_000] { metrics.took(.milliseconds(milliseconds), "uptime") }
        }
        let name = "rpcextractor_rpc_fetch_duration_seconds"
        let counts = [
            ("0.001", 1), ("0.005", 2), ("0.01", 2), ("0.025", 2), ("0.05", 4), ("0.1", 4), ("0.25", 4), ("0.5", 4),
            ("1", 4), ("2.5", 4), ("5", 4), ("10", 4), ("+Inf", 5),
        ]
        let expected = counts.map { #"\#(name)_bucket{rpc_method="uptime",le="\#($0)"} \#($1)"# }
        #expect(lines.filter { $0.hasPrefix("\(name)_bucket") } == expected)
        #expect(lines.contains(#"\#(name)_count{rpc_method="uptime"} 5"#))
        #expect(lines.contains { $0.hasPrefix(#"\#(name)_sum{rpc_method="uptime"} 11.06"#) })
        #expect(lines.contains("# TYPE \(name) histogram"))
    }

    @Test func errorsStartAtZero() {
        #expect(scrape { _ in }.contains(#"rpcextractor_rpc_fetch_errors_total{rpc_method="uptime"} 0"#))
        let lines = scrape { $0.failed("uptime") }
        #expect(lines.contains(#"rpcextractor_rpc_fetch_errors_total{rpc_method="uptime"} 1"#))
        #expect(lines.contains("# TYPE rpcextractor_rpc_fetch_errors_total counter"))
    }

    @Test func eventTooLargeIsNewsOnce() {
        let metrics = FetchMetrics(methods: [])
        #expect(metrics.published("a", isTooLarge: true) && !metrics.published("a", isTooLarge: true))
        #expect(!metrics.published("a", isTooLarge: false) && metrics.published("a", isTooLarge: true))
    }
}
