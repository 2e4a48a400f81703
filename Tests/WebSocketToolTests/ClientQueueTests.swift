import NIOCore
import Testing

@testable import WebSocketTool

@Suite struct ClientQueueTests {
    private func piece(_ name: String, events: Int = 1) -> Piece {
        Piece(frames: ByteBuffer(string: name), eventCount: events)
    }

    /// Everything that waits, in words.
    private func drain(_ queue: inout ClientQueue) -> [String] {
        var words: [String] = []
        while let item = queue.next() {
            switch item {
            case .events(let piece): words.append(String(buffer: piece.frames))
            case .control(let buffer): words.append("<\(String(buffer: buffer))>")
            case .lost(let events, let total): words.append("lost \(events) of \(total)")
            }
        }
        return words
    }

    @Test func keepsTheOrder() {
        var queue = ClientQueue(byteLimit: 100, eventLimit: 100)
        #expect(queue.offer(piece("a")).isEmpty)
        queue.offer(control: ByteBuffer(string: "c"))
        #expect(queue.offer(piece("b")).isEmpty && queue.byteCount == 2 && queue.eventCount == 2)
        #expect(drain(&queue) == ["a", "<c>", "b"])
        #expect(queue.isEmpty && queue.byteCount == 0 && queue.eventCount == 0 && queue.controlCount == 0)
    }

    @Test func dropsTheOldestEventsAndTellsWhereTheyWere() {
        var queue = ClientQueue(byteLimit: 4, eventLimit: 100)
        for name in ["aa", "bb"] { #expect(queue.offer(piece(name, events: 3)).isEmpty) }
        queue.offer(control: ByteBuffer(string: "c"))
        #expect(queue.offer(piece("dd", events: 3)).map(\.eventCount) == [3])
        #expect(drain(&queue) == ["lost 3 of 3", "bb", "<c>", "dd"])
        for name in ["ee", "ff", "gg", "hhh"] { _ = queue.offer(piece(name)) }
        #expect(drain(&queue) == ["lost 3 of 6", "hhh"])
    }

    @Test func boundsTheNumberOfEventsToo() {
        var queue = ClientQueue(byteLimit: 100, eventLimit: 5)
        _ = queue.offer(piece("a", events: 3))
        #expect(queue.offer(piece("b", events: 3)).count == 1)
        #expect(queue.eventCount == 3)
    }

    @Test func keepsTheNewestWhateverItsSize() {
        var queue = ClientQueue(byteLimit: 4, eventLimit: 4)
        _ = queue.offer(piece("aa"))
        #expect(queue.offer(piece("much too long", events: 9)).count == 1)
        #expect(drain(&queue) == ["lost 1 of 1", "much too long"])
    }

    @Test func controlMessagesAreNeverDropped() {
        var queue = ClientQueue(byteLimit: 2, eventLimit: 4)
        queue.offer(control: ByteBuffer(string: "1"))
        for number in 0..<1000 { _ = queue.offer(piece("\(number % 10)")) }
        queue.offer(control: ByteBuffer(string: "2"))
        #expect(queue.byteCount == 2 && queue.controlCount == 2)
        #expect(drain(&queue) == ["lost 998 of 998", "<1>", "8", "9", "<2>"])
    }
}
