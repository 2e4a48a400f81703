import PeerObserver

/// One RPC: what is asked, how often, and what becomes of the answer.
struct RPC: Sendable {
    /// Which of the two common intervals it has unless told otherwise.
    enum Pace: Sendable {
        case frequent, lessFrequent
        /// One of its own.
        case every(Duration)
    }

    let method: String
    /// Where its events go.
    let subject: String
    let pace: Pace
    /// One round asks each of these.
    let calls: [Call]

    /// One question.
    struct Call: Sendable {
        /// A JSON array.
        let parameters: String
        /// Makes an event of the result; nil where the result is of another shape.
        let decode: @Sendable (inout JSONReader) throws(JSONError) -> RPCEvent.Kind?
    }

    /// An RPC that is asked one question.
    init(
        _ method: String, on subject: Subject = .rpc, _ pace: Pace = .frequent, parameters: String = "[]",
        _ decode: @escaping @Sendable (inout JSONReader) throws(JSONError) -> RPCEvent.Kind?
    ) {
        self.init(method, on: subject, pace, calls: [Call(parameters: parameters, decode: decode)])
    }

    init(_ method: String, on subject: Subject = .rpc, _ pace: Pace = .frequent, calls: [Call]) {
        self.init(method, subject: subject.name, pace, calls)
    }

    private init(_ method: String, subject: String, _ pace: Pace, _ calls: [Call]) {
        self.method = method
        self.subject = subject
        self.pace = pace
        self.calls = calls
    }
}

extension RPC {
    /// An RPC that the operator named, published as it came; nil where no subject can be made of its name.
    static func raw(_ method: String, every interval: Duration) -> RPC? {
        guard let subject = Subject.rpc(method: method) else { return nil }
        let call = Call(parameters: "[]") { reader throws(JSONError) in
            .rawAnswer(RawAnswer(method: method, json: try reader.valueText()))
        }
        return RPC(method, subject: subject, .every(interval), [call])
    }
}
