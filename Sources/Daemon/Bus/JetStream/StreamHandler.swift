/// Which stream to read, and through which consumer.
public struct StreamConfiguration: Sendable {
    public var stream: String
    /// The durable consumer, which the server remembers.
    public var consumer: String
    /// JetStream domain of the stream; nil for that of the connection.
    public var domain: String?
    /// Time after which the server sends again what was not acknowledged.
    public var ackWait: Duration

    public init(stream: String, consumer: String, domain: String? = nil, ackWait: Duration = .seconds(30)) {
        self.stream = stream
        self.consumer = consumer
        self.domain = domain
        self.ackWait = ackWait
    }
}

/// A stream, told from another of the same name.
public struct StreamIdentity: Sendable, Equatable {
    public let name: String
    /// When it came into being, in nanoseconds since the Unix epoch.
    public let created: UInt64
}

/// A message of a stream. The buffers are valid during the call that hands it over.
public struct StreamMessage {
    public let subject: UnsafeRawBufferPointer
    public let payload: UnsafeRawBufferPointer
    /// Its number in the stream.
    public let number: UInt64
    /// Times that it was delivered, this one included; 0 for one that was asked for by its number.
    public let deliveries: UInt64
    /// Messages behind it in the stream.
    public let waiting: UInt64
}

/// Receives the messages of a stream; calls never overlap.
public protocol StreamHandler: Sendable {
    /// The stream is found. Comes before its first message, and again when another one has taken its place.
    /// - Parameter acknowledged: up to this number, the server takes all as acknowledged.
    func begin(_ stream: StreamIdentity, acknowledged: UInt64)

    /// Numbers that were never taken though the server takes them as delivered and acknowledged, in order; at most `limit`.
    ///
    /// The server's record of a consumer is not on the disk at once: after a kill, a message can be missing from what it sends again.
    /// - Parameter held: what the stream holds of that; what is below it can no longer be had.
    func missing(in held: Range<UInt64>, limit: Int) -> [UInt64]

    /// The stream does not hold this one any more.
    func skip(_ number: UInt64)

    /// Takes one message, or tells why it could not. `writeFailed` has it come again.
    func receive(_ message: StreamMessage) -> LossReason?

    /// Makes what was taken durable. What it does not tell as done comes again.
    func commit() -> Bool

    /// `count` messages are acknowledged.
    func acknowledged(_ count: Int)

    /// Whether messages can be taken now.
    var isReady: Bool { get }

    /// How long messages may wait for `commit`.
    var commitInterval: Duration { get }
}
