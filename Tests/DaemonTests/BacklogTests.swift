import Testing

@testable import Daemon

@Suite struct BacklogTests {
    @Test func givesBackWhatWasPutInInOrder() throws {
        var backlog = Backlog(limit: 64 << 20)
        let subjects = [try #require(BusSubject("a")), try #require(BusSubject("b.c"))]
        var random = SplitMix(state: 7)
        var (put, taken) = (0, 0)
        // Sizes around a segment's, an empty payload and a large one; never empty in between, then emptied.
        for _ in 0..<300 {
            let size = [0, 1, 500, 262_131, 262_132, 262_133, 300_000][Int(random.next() % 7)]
            let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: put), count: size)
            if payload.withUnsafeBytes({ backlog.append($0, to: subjects[put % 2]) }) { put += 1 }
            if random.next() % 2 == 0 || backlog.byteCount > 2 << 20 { taken += takeOne(&backlog, taken, subjects) }
        }
        while !backlog.isEmpty { taken += takeOne(&backlog, taken, subjects) }
        #expect(taken == put && backlog.byteCount == 0)
    }

    private func takeOne(_ backlog: inout Backlog, _ number: Int, _ subjects: [BusSubject]) -> Int {
        let taken = backlog.takeFirst { payload, subject in
            let expected = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: payload.count)
            let intact = expected.withUnsafeBytes { $0.elementsEqual(payload) } && subject == subjects[number % 2]
            if !intact { Issue.record("event \(number) came back changed") }
            return true
        }
        return taken ? 1 : 0
    }

    @Test func refusesWhatWouldPassItsLimit() throws {
        var backlog = Backlog(limit: 100)
        let subject = try #require(BusSubject("a"))
        let payload = [UInt8](repeating: 0, count: 38)
        for expected in [true, true, false] {
            #expect(payload.withUnsafeBytes { backlog.append($0, to: subject) } == expected)
        }
        #expect(backlog.byteCount == 100)
    }

    @Test func keepsWhatIsNotTaken() throws {
        var backlog = Backlog(limit: 1000)
        let subject = try #require(BusSubject("a"))
        _ = [1].withUnsafeBytes { backlog.append($0, to: subject) }
        let refused = backlog.takeFirst { _, _ in false }
        #expect(!refused && !backlog.isEmpty)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a b", "a.*", ">", "ä", String(repeating: "a", count: 256)])
    func refusesSubjects(text: String) {
        #expect(BusSubject(text) == nil)
    }
}
