import Testing

@testable import Daemon

@Suite struct MetricsTests {
    @Test func writesTheTextFormat() {
        let registry = MetricsRegistry(program: "ebpf-extractor")
        registry.counter("hits", "Hits of \\ all\nkinds.").increment(by: 3)
        let gauge = registry.gauge("load", "Load.")
        gauge.set(0.25)
        let family = registry.counters("messages", "By kind.", labels: "kind", "peer")
        family.with("ping", "b").increment()
        family.with("inv", "a\"\\\n").increment(by: 2)
        family.with("inv", "a\"\\\n").increment()
        registry.collect { writer in
            writer.metric("odd", .untyped, "Odd numbers.")
            for value in [0, -1.5, 1e18, .infinity, -.infinity, .nan] { writer.sample("odd", value) }
        }
        #expect(
            String(decoding: registry.scrape(), as: UTF8.self) == """
                # HELP ebpfextractor_hits Hits of \\\\ all\\nkinds.
                # TYPE ebpfextractor_hits counter
                ebpfextractor_hits 3
                # HELP ebpfextractor_load Load.
                # TYPE ebpfextractor_load gauge
                ebpfextractor_load 0.25
                # HELP ebpfextractor_messages By kind.
                # TYPE ebpfextractor_messages counter
                ebpfextractor_messages{kind="inv",peer="a\\"\\\\\\n"} 3
                ebpfextractor_messages{kind="ping",peer="b"} 1
                # HELP odd Odd numbers.
                # TYPE odd untyped
                odd 0
                odd -1.5
                odd 1e+18
                odd +Inf
                odd -Inf
                odd NaN

                """)
    }

    @Test func openMetricsHasTheSameSamplesUnderItsOwnHeaders() {
        let registry = MetricsRegistry(program: "x")
        registry.counter("hits_total", "With \"quotes\".").increment()
        registry.counter("old", "Without the suffix.").increment()
        registry.gauge("load", "Load.").set(2)
        registry.histogram("took_seconds", "Time.", bounds: [0.5, 2]).observe(1)
        let text = String(decoding: registry.scrape(), as: UTF8.self)
        let openMetrics = String(decoding: registry.scrape(.openMetrics), as: UTF8.self)
        #expect(
            openMetrics == """
                # HELP x_hits With \\"quotes\\".
                # TYPE x_hits counter
                x_hits_total 1
                # HELP x_old Without the suffix.
                # TYPE x_old unknown
                x_old 1
                # HELP x_load Load.
                # TYPE x_load gauge
                x_load 2
                # HELP x_took_seconds Time.
                # TYPE x_took_seconds histogram
                x_took_seconds_bucket{le="0.5"} 0
                x_took_seconds_bucket{le="2"} 1
                x_took_seconds_bucket{le="+Inf"} 1
                x_took_seconds_sum 1
                x_took_seconds_count 1
                # EOF

                """)
        func samples(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.hasPrefix("#") } }
        #expect(samples(text) == samples(openMetrics))
    }

    @Test func histogramsCountByBoundsAndLabels() {
        let registry = MetricsRegistry(program: "x")
        let family = registry.histograms("h", "H.", bounds: [1, 2], labels: "kind")
        for value in [0.5, 1, 1.5, 2, 3, .nan] { family.with("a").observe(value) }
        let scrape = String(decoding: registry.scrape(), as: UTF8.self)
        for sample in [
            #"x_h_bucket{kind="a",le="1"} 2"#, #"x_h_bucket{kind="a",le="2"} 4"#, #"x_h_bucket{kind="a",le="+Inf"} 5"#,
            #"x_h_sum{kind="a"} 8"#, #"x_h_count{kind="a"} 5"#,
        ] { #expect(scrape.contains("\n\(sample)\n")) }
    }

    @Test func showsEveryFateOfAnEvent() {
        let registry = MetricsRegistry(program: "x")
        registry.addPublishMetrics {
            var ledger = PublishLedger()
            ledger.see(6)
            ledger.lose(2, .ringFull)
            ledger.connect(generation: 0)
            ledger.handOver()
            ledger.disconnect()
            ledger.queue()
            return ledger
        }
        let scrape = String(decoding: registry.scrape(), as: UTF8.self)
        for sample in [
            "x_events_seen_total 6", "x_events_confirmed_total 0", "x_events_lost_total{reason=\"ring_full\"} 2",
            "x_events_lost_total{reason=\"bus_full\"} 0", "x_events_in_doubt_total 1", "x_events_in_flight 1",
        ] { #expect(scrape.contains("\n\(sample)\n")) }
    }

    @Test func tellsTheProcess() {
        #expect(ProcessUsage.residentBytes() > 1 << 20)
        #expect(ProcessUsage.cpuSeconds() > 0)
    }
}
