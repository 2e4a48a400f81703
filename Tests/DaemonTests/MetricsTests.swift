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
