import Testing

@testable import ConnectivityCheck

@Suite struct ResultCacheTests {
    private let now = Sample.now
    private let second = Sample.second
    private let target = Sample.ipv4("1.2.3.4")

    @Test func successesLiveLongerThanFailures() {
        var cache = ResultCache(.init(successLifetime: .seconds(100), failureLifetime: .seconds(10)))
        let failed = Sample.ipv4("1.2.3.5")
        cache.insert(.success, for: target, at: now)
        cache.insert(.refused, for: failed, at: now)
        #expect(cache.outcome(of: target, at: now + 99 * second) == .success)
        #expect(cache.outcome(of: target, at: now + 100 * second) == nil)
        #expect(cache.outcome(of: failed, at: now + 9 * second) == .refused)
        #expect(cache.outcome(of: failed, at: now + 10 * second) == nil)
        cache.prune(at: now + 50 * second)
        #expect(cache.successCount == 1 && cache.failureCount == 0)
        cache.prune(at: now + 200 * second)
        #expect(cache.successCount == 0 && cache.evictions == 0)
        #expect(cache.outcome(of: target, at: now) == nil)
    }

    @Test func lifetimeOfZeroRemembersNothing() {
        var cache = ResultCache(.init(successLifetime: .zero, failureLifetime: .zero))
        cache.insert(.success, for: target, at: now)
        cache.insert(.refused, for: target, at: now)
        #expect(cache.outcome(of: target, at: now) == nil && cache.successCount == 0 && cache.failureCount == 0)
    }

    @Test func limitEvictsFailuresFirst() {
        var cache = ResultCache(.init(limit: 10))
        for port: UInt32 in 1...5 { cache.insert(.success, for: Sample.ipv4("1.1.1.1", port), at: now) }
        for port: UInt32 in 1...20 { cache.insert(.refused, for: Sample.ipv4("2.2.2.2", port), at: now) }
        #expect(cache.successCount == 5 && cache.failureCount == 5 && cache.evictions == 15)
        #expect(cache.outcome(of: Sample.ipv4("2.2.2.2", 15), at: now) == nil)
        #expect(cache.outcome(of: Sample.ipv4("2.2.2.2", 16), at: now) == .refused)
        for port: UInt32 in 6...30 { cache.insert(.success, for: Sample.ipv4("1.1.1.1", port), at: now) }
        #expect(cache.successCount == 10 && cache.failureCount == 0)
        #expect(cache.outcome(of: Sample.ipv4("1.1.1.1", 30), at: now) == .success)
        #expect(cache.outcome(of: Sample.ipv4("1.1.1.1", 1), at: now) == nil)
    }

    @Test func stateStaysConsistentOverALongTime() {
        var cache = ResultCache(.init(successLifetime: .seconds(60), failureLifetime: .seconds(5), limit: 50))
        var generator = SystemRandomNumberGenerator()
        for step in 0..<20_000 {
            let time = now + UInt64(step) * second / 10
            let target = Sample.ipv4("1.1.1.1", .random(in: 1...200, using: &generator))
            if cache.outcome(of: target, at: time) == nil {
                cache.insert(Bool.random(using: &generator) ? .success : .closed, for: target, at: time)
                #expect(cache.outcome(of: target, at: time) != nil)
            }
            #expect(cache.successCount + cache.failureCount <= 50)
        }
    }
}
