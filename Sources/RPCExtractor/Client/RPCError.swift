import PeerObserver

/// Why a call has no result.
enum RPCError: Error, Equatable, CustomStringConvertible {
    /// No connection, or one that broke; libcurl's words.
    case unreachable(String)
    case timedOut(Duration)
    /// The user name and password, or the cookie, cannot be read.
    case credentials(String)
    /// 401.
    case unauthorized
    /// 403.
    case forbidden
    /// 503: the node's work queue is full.
    case busy
    /// Another status without an answer in JSON.
    case status(Int)
    /// The node's own error.
    case node(code: Int64, message: String)
    case tooLarge(limit: Int)
    case malformed(JSONError)
    /// JSON, but not of the shape that the RPC's answer has.
    case unexpected
    case cancelled

    var description: String {
        switch self {
        case .unreachable(let words): words
        case .timedOut(let limit): "no answer within \(limit)"
        case .credentials(let words): words
        case .unauthorized: "the node refuses the user name and password (401)"
        case .forbidden: "the node does not allow it (403): see its -rpcwhitelist and -rpcallowip"
        case .busy: "the node's work queue is full (503): see its -rpcworkqueue"
        case .status(let status): "HTTP status \(status)"
        case .node(let code, let message): "\(message) (\(code))"
        case .tooLarge(let limit): "the answer has more than \(limit >> 20) MiB: see --max-answer-size"
        case .malformed(let error): "\(error)"
        case .unexpected: "an answer of another shape than expected"
        case .cancelled: "cancelled"
        }
    }

    /// Core's RPC_IN_WARMUP.
    static let inWarmup: Int64 = -28

    /// What is the matter with the node as a whole rather than with one RPC; nil otherwise.
    var nodeProblem: NodeProblem? {
        switch self {
        case .unreachable: .unreachable
        case .credentials, .unauthorized: .credentials
        case .node(Self.inWarmup, _): .warmup
        default: nil
        }
    }

    /// The same for errors that are the same to an operator, whatever their words.
    var kind: String {
        switch self {
        case .node(let code, _): "node \(code)"
        case .status(let status): "status \(status)"
        case .malformed: "malformed"
        default: description
        }
    }
}

/// Why no RPC can work.
enum NodeProblem: Equatable, Sendable {
    case unreachable, credentials, warmup
}
