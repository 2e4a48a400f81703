import Testing

@testable import WebSocketTool

@Suite struct BatchTests {
    private func events(_ indexes: some Sequence<Int>) -> EventSet {
        indexes.reduce(into: EventSet()) { $0.insert($1) }
    }

    @Test func anEventThatSeveralClientsLostCountsOnce() {
        let batch = Batch()
        #expect(batch.lose(events([0, 63, 64, 1023])) == 4)
        #expect(batch.lose(events([0, 1, 1023])) == 1)
        #expect(batch.lose(events(0..<EventSet.capacity)) == EventSet.capacity - 5)
    }

    @Test func setsOfTheSameEventsAreEqual() {
        #expect(events([5, 700]) == events([700, 5]))
        #expect(events([5]) != events([6]))
    }
}
