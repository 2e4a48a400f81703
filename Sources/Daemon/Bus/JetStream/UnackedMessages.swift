import CNATS

/// Messages that the server waits to be acknowledged.
struct UnackedMessages: ~Copyable {
    // Proof: the library handed each of them over, and only this value destroys them.
    private var messages: [OpaquePointer] = []
    private(set) var byteCount = 0
    private let connection: NATSConnection

    /// Messages that are given back stay away for a second, in nanoseconds.
    private static let comeAgain = "-NAK {\"delay\":1000000000}"

    init(_ connection: NATSConnection) { self.connection = connection }

    var count: Int { messages.count }
    var isEmpty: Bool { messages.isEmpty }

    /// Takes a message over.
    mutating func add(_ message: OpaquePointer, byteCount: Int) {
        messages.append(message)
        self.byteCount += byteCount
    }

    /// An acknowledgement that gets lost only has the message come again.
    mutating func acknowledge() {
        answer("+ACK")
    }

    mutating func giveBack() {
        answer(Self.comeAgain)
    }

    private mutating func answer(_ text: String) {
        for message in messages {
            natsConnection_PublishString(connection.handle, natsMsg_GetReply(message), text)
        }
        drop()
    }

    private mutating func drop() {
        for message in messages { natsMsg_Destroy(message) }
        messages.removeAll(keepingCapacity: true)
        byteCount = 0
    }

    deinit { for message in messages { natsMsg_Destroy(message) } }
}
