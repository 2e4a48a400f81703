/// What a route answers.
public struct HTTPAnswer: Sendable {
    /// The status code, such as 200.
    public var status: Int
    public var contentType: String
    public var body: [UInt8]
    /// Further header fields.
    public var headers: [(name: String, value: String)] = []

    public init(
        status: Int = 200, contentType: String, body: [UInt8], headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    public static func text(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}

/// A path and what answers a GET or HEAD of it, on the server's thread: it must not block.
public struct HTTPRoute: Sendable {
    let path: String
    let answer: @Sendable () -> HTTPAnswer

    public init(_ path: String, _ answer: @escaping @Sendable () -> HTTPAnswer) {
        self.path = path
        self.answer = answer
    }
}

/// What a client may use up.
public struct HTTPLimits: Sendable {
    /// Bytes of one header field.
    public var headerFieldBytes = 8 << 10
    public var headerFields = 64
    /// How long a request may take to arrive, and a connection may stay idle between two.
    public var requestTimeout: Duration = .seconds(15)
    /// How long a client may take to accept an answer.
    public var answerTimeout: Duration = .seconds(30)
    public var connections = 128

    public init() {}
}
