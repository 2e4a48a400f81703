import CCurl
import Synchronization

/// What a server answered.
struct HTTPAnswer: Sendable {
    var status: Int
    var body: [UInt8]
}

/// One POST on its way. But for `finish` and `begin`, only the transport's thread uses it.
final class Transfer: @unchecked Sendable {
    // Proof of `@unchecked`: the constants are of no one's; `body`, `handle`, `answer` and `isTooLarge` are touched by the
    // transport's thread alone (libcurl calls back on it); the continuation is behind a lock.
    let body: String
    let user: String
    let password: String
    private let answerLimit: Int
    var handle: OpaquePointer?
    private var answer: [UInt8] = []
    private var isTooLarge = false
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var continuation: CheckedContinuation<Result<HTTPAnswer, RPCError>, Never>?
        /// What it ended with before anybody waited for it.
        var result: Result<HTTPAnswer, RPCError>?
        var isFinished = false
    }

    init(body: String, user: String, password: String, answerLimit: Int) {
        self.body = body
        self.user = user
        self.password = password
        self.answerLimit = answerLimit
    }

    func begin(_ continuation: CheckedContinuation<Result<HTTPAnswer, RPCError>, Never>) {
        let result = waiting.withLock { waiting in
            if waiting.result == nil { waiting.continuation = continuation }
            return waiting.result
        }
        if let result { continuation.resume(returning: result) }
    }

    var isFinished: Bool { waiting.withLock { $0.isFinished } }

    /// Hands over the result; a second one goes nowhere.
    func finish(_ result: Result<HTTPAnswer, RPCError>) {
        let continuation = waiting.withLock { waiting -> CheckedContinuation<Result<HTTPAnswer, RPCError>, Never>? in
            guard !waiting.isFinished else { return nil }
            waiting.isFinished = true
            if waiting.continuation == nil { waiting.result = result }
            defer { waiting.continuation = nil }
            return waiting.continuation
        }
        continuation?.resume(returning: result)
    }

    /// False where the answer has become larger than it may be.
    func append(_ piece: UnsafeRawBufferPointer) -> Bool {
        if answer.isEmpty, let handle {
            // A length that is claimed buys nothing beyond the limit.
            let claimed = curl_content_length(UnsafeMutableRawPointer(handle))
            if claimed > 0, claimed <= answerLimit { answer.reserveCapacity(Int(claimed)) }
        }
        guard answer.count + piece.count <= answerLimit else {
            isTooLarge = true
            return false
        }
        answer.append(contentsOf: piece)
        return true
    }

    /// libcurl is done with it.
    func end(_ code: CURLcode, status: Int, _ settings: HTTPTransport.Settings) {
        handle = nil
        switch code {
        case CURLE_OK: finish(.success(HTTPAnswer(status: status, body: answer)))
        case _ where isTooLarge: finish(.failure(.tooLarge(limit: answerLimit)))
        case CURLE_OPERATION_TIMEDOUT:
            finish(.failure(.timedOut(settings.timeout)))
        default: finish(.failure(.unreachable(String(cString: curl_easy_strerror(code)))))
        }
    }
}
