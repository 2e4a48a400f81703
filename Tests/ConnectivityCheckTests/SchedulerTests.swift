import Testing

@testable import ConnectivityCheck

/// The queue, its limits and the order of attempts, without a socket and with a clock of the test's.
@Suite struct SchedulerTests {
    private let now = Sample.now
    private let second = Sample.second

    private func scheduler(_ change: (inout Scheduler.Settings) -> Void = { _ in }) -> Scheduler {
        var settings = Scheduler.Settings(rate: 10_000, groupRate: 1000, mostPerSource: 10_000)
        change(&settings)
        return Scheduler(settings)
    }

    @Test func offeredTargetIsStartedOnceAndItsResultIsKnown() {
        var scheduler = scheduler()
        let target = Sample.ipv4("1.2.3.4")
        #expect(scheduler.next(at: now) == .idle)
        #expect(scheduler.offer(Sample.announcement(target), at: now) == .waits)
        #expect(scheduler.next(at: now) == .start(target))
        #expect(scheduler.next(at: now) == .idle)
        #expect(scheduler.finish(target, .success, at: now).count == 1)
        #expect(scheduler.offer(Sample.announcement(target), at: now + second) == .known(.success))
        #expect(scheduler.waitingCount == 0 && scheduler.attempts == 0 && scheduler.queued == 0)
    }

    @Test func announcementsOfOneTargetShareItsAttempt() {
        var scheduler = scheduler()
        let target = Sample.ipv4("1.2.3.4")
        let sources = ["198.51.100.1:1", "198.51.100.2:1", "198.51.100.3:1"].map { Sample.source($0) }
        #expect(scheduler.offer(Sample.announcement(target, sources[0]), at: now) == .waits)
        #expect(scheduler.offer(Sample.announcement(target, sources[1]), at: now) == .waits)
        #expect(scheduler.startAll(at: now) == [target])
        #expect(scheduler.offer(Sample.announcement(target, sources[2]), at: now) == .waits)
        #expect(scheduler.startAll(at: now).isEmpty && scheduler.waitingCount == 3)
        let released = scheduler.finish(target, .refused, at: now)
        #expect(released.map(\.source.address) == sources.map(\.address))
        #expect(scheduler.offer(Sample.announcement(target), at: now) == .known(.refused))
    }

    @Test func portsAreDifferentTargets() {
        var scheduler = scheduler()
        for port: UInt32 in [1, 2, 3] {
            _ = scheduler.offer(Sample.announcement(Sample.ipv4("1.2.3.4", port)), at: now)
        }
        #expect(scheduler.startAll(at: now).map(\.port) == [1, 2, 3])
    }

    @Test func queueIsBoundedAndDropsAreTold() {
        var scheduler = scheduler { $0.mostWaiting = 100 }
        var dropped = 0
        for number in 0..<1000 {
            let target = Sample.ipv4("1.\(number / 250).\(number % 250).1")
            if scheduler.offer(Sample.announcement(target), at: now) == .dropped(.queueFull) { dropped += 1 }
        }
        #expect(dropped == 900 && scheduler.waitingCount == 100 && scheduler.queued == 100)
        // Attempts under way count too: who waits for them takes memory.
        let started = scheduler.startAll(at: now)
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("9.9.9.9")), at: now) == .dropped(.queueFull))
        for target in started { _ = scheduler.finish(target, .closed, at: now) }
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("9.9.9.9")), at: now) == .waits)
    }

    /// Also the same address again and again, which no queue of targets would notice.
    @Test func onePeerCannotTakeTheWholeQueue() {
        var scheduler = scheduler { ($0.mostWaiting, $0.mostPerSource) = (100, 10) }
        let (greedy, other) = (Sample.source("198.51.100.1:1"), Sample.source("198.51.100.2:1"))
        let target = Sample.ipv4("1.2.3.4")
        let offers = (0..<50).map { _ in scheduler.offer(Sample.announcement(target, greedy), at: now) }
        #expect(offers.count { $0 == .waits } == 10 && offers.count { $0 == .dropped(.sourceShare) } == 40)
        #expect(scheduler.offer(Sample.announcement(target, other), at: now) == .waits)
        #expect(scheduler.startAll(at: now) == [target])
        #expect(scheduler.finish(target, .localError, at: now).count == 11)
        #expect(scheduler.offer(Sample.announcement(target, greedy), at: now) == .waits)
    }

    /// A host has a /64 of IPv6 addresses to announce from.
    @Test func shareIsThatOfA64() {
        var scheduler = scheduler { ($0.mostWaiting, $0.mostPerSource) = (100, 10) }
        let offers = (0..<50).map { number in
            let source = Sample.source("[2001:db8:0:1::\(number)]:8333")
            return scheduler.offer(Sample.announcement(Sample.ipv4("1.\(number).1.1"), source), at: now)
        }
        #expect(offers.count { $0 == .waits } == 10 && offers.count { $0 == .dropped(.sourceShare) } == 40)
        let neighbour = Sample.source("[2001:db8:0:2::1]:8333")
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("2.1.1.1"), neighbour), at: now) == .waits)
        for target in scheduler.startAll(at: now) { _ = scheduler.finish(target, .localError, at: now) }
        let again = Sample.source("[2001:db8:0:1::ffff]:8333")
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("1.1.1.1"), again), at: now) == .waits)
    }

    /// Its rate is low: many peers together could hold up the queue with it for hours.
    @Test func oneGroupCannotTakeTheWholeQueue() {
        var scheduler = scheduler { ($0.mostWaiting, $0.mostPerGroup, $0.groupRate) = (100, 5, 1) }
        let offers = (0..<50).map { scheduler.offer(Sample.announcement(Sample.ipv4("5.5.1.\($0)")), at: now) }
        #expect(offers.count { $0 == .waits } == 5 && offers.count { $0 == .dropped(.groupShare) } == 45)
        #expect(scheduler.waitingCount == 5 && scheduler.queued == 5)
        // Who waits for one of them, too, takes no place among them.
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("5.5.1.0")), at: now) == .waits)
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("6.6.1.0")), at: now) == .waits)
        #expect(scheduler.startAll(at: now) == [Sample.ipv4("5.5.1.0"), Sample.ipv4("6.6.1.0")])
        #expect(scheduler.offer(Sample.announcement(Sample.ipv4("5.5.1.9")), at: now) == .waits)
    }

    @Test func attemptsInAllKeepTheRate() {
        var scheduler = scheduler { $0.rate = 100 }
        for number in 0..<2000 {
            _ = scheduler.offer(Sample.announcement(Sample.ipv4("\(1 + number / 250).\(number % 250).1.1")), at: now)
        }
        var starts: [UInt64] = []
        var time = now
        while time < now + 10 * second {
            switch scheduler.next(at: time) {
            case .start(let target):
                starts.append(time)
                _ = scheduler.finish(target, .closed, at: time)
            case .wait(let until):
                #expect(until > time)
                time = until
            case .idle:
                Issue.record("nothing to do")
                return
            }
        }
        #expect((1000...1006).contains(starts.count))
        for first in starts {
            #expect(starts.count { $0 >= first && $0 < first + second } <= 105)
        }
    }

    @Test func groupsKeepTheirRateAndDoNotHoldUpOthers() {
        var scheduler = scheduler { ($0.groupRate, $0.rate) = (2, 10_000) }
        // A flood of one /16 first, then one address of each of ten others.
        for number in 0..<500 {
            _ = scheduler.offer(Sample.announcement(Sample.ipv4("5.5.\(number / 250).\(number % 250)")), at: now)
        }
        for number in 0..<10 { _ = scheduler.offer(Sample.announcement(Sample.ipv4("6.\(number).1.1")), at: now) }
        let first = scheduler.startAll(at: now)
        #expect(first.count { $0.ipv4.map { $0 >> 24 == 5 } == true } == 2)
        #expect(first.count { $0.ipv4.map { $0 >> 24 == 6 } == true } == 10)
        for target in first { _ = scheduler.finish(target, .closed, at: now) }
        var flooded = 0
        for tenth in 1...100 {
            let time = now + UInt64(tenth) * second / 10
            for target in scheduler.startAll(at: time) {
                flooded += 1
                _ = scheduler.finish(target, .closed, at: time)
            }
        }
        #expect((19...21).contains(flooded))
    }

    @Test func attemptsAtATimeAreBounded() {
        var scheduler = scheduler { $0.mostAttempts = 5 }
        for number in 0..<20 { _ = scheduler.offer(Sample.announcement(Sample.ipv4("\(number + 1).1.1.1")), at: now) }
        let first = scheduler.startAll(at: now)
        #expect(first.count == 5 && scheduler.next(at: now + second) == .idle)
        _ = scheduler.finish(first[0], .closed, at: now)
        #expect(scheduler.startAll(at: now + second).count == 1)
    }

    /// Nothing is left of groups that were heard of once; a flood of groups must not stay in memory.
    @Test func groupsAreForgotten() {
        var scheduler = scheduler { ($0.groupRate, $0.rate) = (1, 10_000) }
        var time = now
        for number in 0..<5000 {
            time += second / 1000
            _ = scheduler.offer(
                Sample.announcement(Sample.ipv4("\(1 + number / 250).\(number % 250).1.1")), at: time)
            for target in scheduler.startAll(at: time) { _ = scheduler.finish(target, .localError, at: time) }
        }
        #expect(scheduler.groupCount < 1200)
        _ = scheduler.next(at: time + 2 * second)
        #expect(scheduler.groupCount == 0)
    }

    /// A group that has used up its share may not have a fresh one by being forgotten.
    @Test func groupsAreNotForgottenTooEarly() {
        var scheduler = scheduler { ($0.groupRate, $0.rate) = (0.1, 10_000) }
        var starts: [UInt64] = []
        for tenth in 0..<300 {
            let time = now + UInt64(tenth) * second / 10
            _ = scheduler.offer(Sample.announcement(Sample.ipv4("5.5.\(tenth / 250).\(tenth % 250)")), at: time)
            for target in scheduler.startAll(at: time) {
                starts.append(time)
                _ = scheduler.finish(target, .localError, at: time)
            }
        }
        #expect(starts.count == 3)
    }

    @Test func failuresThatSayNothingOfTheTargetAreNotRemembered() {
        var scheduler = scheduler()
        let target = Sample.ipv4("1.2.3.4")
        for outcome in [Outcome.proxyUnreachable, .proxyRefused, .localError] {
            #expect(!outcome.isResult)
            #expect(scheduler.offer(Sample.announcement(target), at: now) == .waits)
            #expect(scheduler.startAll(at: now) == [target])
            _ = scheduler.finish(target, outcome, at: now)
        }
        #expect(scheduler.cache.failureCount == 0)
    }

    @Test func abandoningGivesUpWhatHasNotBegun() {
        var scheduler = scheduler { $0.mostAttempts = 2 }
        for number in 0..<10 { _ = scheduler.offer(Sample.announcement(Sample.ipv4("\(number + 1).1.1.1")), at: now) }
        let started = scheduler.startAll(at: now)
        #expect(scheduler.abandon().count == 8)
        #expect(scheduler.queued == 0 && scheduler.waitingCount == 2 && scheduler.next(at: now + second) == .idle)
        #expect(started.map { scheduler.finish($0, .shutdown, at: now).count } == [1, 1])
    }

    @Test func heapGivesTheSmallestFirst() {
        var generator = SystemRandomNumberGenerator()
        for count in [0, 1, 2, 3, 100, 1000] {
            var heap = BinaryHeap<Int>()
            let numbers = (0..<count).map { _ in Int.random(in: 0..<50, using: &generator) }
            for number in numbers { heap.insert(number) }
            var sorted: [Int] = []
            while let number = heap.removeFirst() { sorted.append(number) }
            #expect(sorted == numbers.sorted() && heap.first == nil)
        }
    }

    @Test func queueGivesTheOldestFirst() {
        var queue = FIFO<Int>()
        var (next, expected) = (0, 0)
        for round in 0..<1000 {
            for _ in 0..<(round % 7) {
                queue.append(next)
                next += 1
            }
            for _ in 0..<(round % 5) where !queue.isEmpty {
                #expect(queue.removeFirst() == expected)
                expected += 1
            }
            #expect(queue.count == next - expected)
        }
        while let number = queue.removeFirst() {
            #expect(number == expected)
            expected += 1
        }
        #expect(expected == next)
    }
}
