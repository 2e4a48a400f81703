import Daemon
import Foundation
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import MetricsTool

/// Scrapes while events come.
@Suite struct ScrapeTests {
    private final class Progress: Sendable {
        let done = Atomic(false)
        let scrapes = Atomic(0)
    }

    @Test func scrapesAndEventsDoNotDisturbEachOther() async throws {
        let tool = MetricsTool()
        let registry = MetricsRegistry(program: "metrics")
        tool.register(in: registry)
        let progress = Progress()
        let counted = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                var last = 0.0
                repeat {
                    let text = String(decoding: registry.scrape(.openMetrics), as: UTF8.self)
                    #expect(text.hasSuffix("# EOF\n"))
                    let line = try #require(
                        text.split(separator: "\n").first { $0.hasPrefix("peerobserver_mempool_added ") })
                    let value = try #require(Double(line.split(separator: " ")[1]))
                    // Never less than before: a scrape is of one moment.
                    #expect(value >= last)
                    last = value
                    progress.scrapes.add(1, ordering: .relaxed)
                } while !progress.done.load(ordering: .relaxed)
                return 0
            }
            group.addTask {
                let event = Event.ebpf(
                    .mempool(MempoolEvent(event: .added(MempoolAdded(txid: .zero, vsize: 1, fee: 1)))))
                let payload = event.encoded()
                for _ in 0..<20_000 {
                    Array("mempool".utf8).withUnsafeBytes { subject in
                        payload.withUnsafeBytes { _ = tool.receive(subject: subject, payload: $0) }
                    }
                }
                progress.done.store(true, ordering: .relaxed)
                return 20_000
            }
            var sum = 0
            for try await count in group { sum += count }
            return sum
        }
        let text = String(decoding: registry.scrape(), as: UTF8.self)
        #expect(text.contains("\npeerobserver_mempool_added \(counted)\n"))
        #expect(progress.scrapes.load(ordering: .relaxed) > 0)
    }
}
