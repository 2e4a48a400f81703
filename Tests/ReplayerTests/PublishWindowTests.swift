import Testing

@testable import Replayer

@Suite struct PublishWindowTests {
    @Test func isFullAfterSoManyEvents() {
        var window = PublishWindow()
        let limit = PublishWindow.pieceEvents * UInt64(PublishWindow.pieces)
        for _ in 1..<limit {
            window.add(100)
            #expect(!window.isFull)
        }
        window.add(100)
        #expect(window.isFull)
        window.settle(PublishWindow.pieceEvents - 1)
        #expect(window.isFull)
        window.settle(PublishWindow.pieceEvents)
        #expect(!window.isFull)
    }

    @Test func isFullAfterSoManyBytes() {
        var window = PublishWindow()
        var bytes = 0
        while !window.isFull {
            window.add(1 << 20)
            bytes += 1 << 20
        }
        #expect(bytes == PublishWindow.pieces * PublishWindow.pieceBytes)
        // Less than what the bus keeps without a connection, so that nothing is lost there.
        #expect(bytes < 64 << 20)
    }

    @Test func oneEventMayBeAPiece() {
        var window = PublishWindow()
        for _ in 0..<PublishWindow.pieces { window.add(64 << 20) }
        #expect(window.isFull)
        window.settle(4)
        #expect(!window.isFull)
    }
}
