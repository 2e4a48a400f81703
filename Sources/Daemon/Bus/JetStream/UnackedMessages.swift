import CNATS

/// Messages that the server waits to be acknowledged.
struct UnackedMessages: ~Copyable {
    // Proof: the library handed each of them over, and only this value destroys them.
    private var messages: [OpaquePointer] = []
    private(set) var byteCount = 0

    /// How long messages that are given back stay away.
    private static let pause: Int64 = 1_000

    var count: Int { messages.count }
    var isEmpty: Bool { messages.isEmpty }

    /// Takes a message over.
    mutating func add(_ message: OpaquePointer, byteCount: Int) {
        messages.append(message)
        self.byteCount += byteCount
    }

    /// An acknowledgement that gets lost only has the message come again.
    mutating func acknowledge() {
        for message in messages { natsMsg_Ack(message, nil) }
        drop()
    }

    mutating func giveBack() {
        for message in messages { natsMsg_NakWithDelay(message, Self.pause, nil) }
        drop()
    }

    private mutating func drop() {
        for message in messages { natsMsg_Destroy(message) }
        messages.removeAll(keepingCapacity: true)
        byteCount = 0
    }

    deinit { for message in messages { natsMsg_Destroy(message) } }
}
