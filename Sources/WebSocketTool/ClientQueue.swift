import NIOCore

/// What waits for one client, oldest first. When it grows too large, the oldest events go.
struct ClientQueue {
    enum Item {
        case events(Piece)
        case control(ByteBuffer)
        /// Here, `events` were dropped; `total` since the connection began.
        case lost(events: Int, total: Int)
    }

    private enum Waiting {
        case events(Piece)
        case control(ByteBuffer)
    }

    let byteLimit: Int
    let eventLimit: Int
    private var waiting: [Waiting] = []
    private var head = 0
    private(set) var byteCount = 0
    private(set) var eventCount = 0
    private(set) var controlCount = 0
    private var lostSinceNotice = 0
    private var lostTotal = 0

    init(byteLimit: Int, eventLimit: Int) {
        self.byteLimit = byteLimit
        self.eventLimit = eventLimit
    }

    var isEmpty: Bool { head == waiting.count && lostSinceNotice == 0 }

    /// Adds events, and returns the older ones that had to go. The newest piece always stays, whatever its size.
    mutating func offer(_ piece: Piece) -> [Piece] {
        var dropped: [Piece] = []
        while byteCount + piece.frames.readableBytes > byteLimit || eventCount + piece.eventCount > eventLimit,
            let oldest = dropOldest()
        {
            dropped.append(oldest)
            lostSinceNotice += oldest.eventCount
        }
        waiting.append(.events(piece))
        byteCount += piece.frames.readableBytes
        eventCount += piece.eventCount
        return dropped
    }

    mutating func offer(control: ByteBuffer) {
        waiting.append(.control(control))
        controlCount += 1
    }

    /// The next to send.
    mutating func next() -> Item? {
        if lostSinceNotice > 0 {
            lostTotal += lostSinceNotice
            defer { lostSinceNotice = 0 }
            return .lost(events: lostSinceNotice, total: lostTotal)
        }
        guard head < waiting.count else { return nil }
        let first = waiting[head]
        remove(at: head)
        switch first {
        case .events(let piece): return .events(piece)
        case .control(let buffer): return .control(buffer)
        }
    }

    private mutating func dropOldest() -> Piece? {
        for index in head..<waiting.count {
            guard case .events(let piece) = waiting[index] else { continue }
            remove(at: index)
            return piece
        }
        return nil
    }

    private mutating func remove(at index: Int) {
        switch waiting[index] {
        case .events(let piece):
            byteCount -= piece.frames.readableBytes
            eventCount -= piece.eventCount
        case .control: controlCount -= 1
        }
        guard index == head else {
            waiting.remove(at: index)
            return
        }
        // So that the buffer is given back now.
        waiting[head] = .control(ByteBuffer())
        head += 1
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64 {
            waiting.removeFirst(head)
            head = 0
        }
    }
}
