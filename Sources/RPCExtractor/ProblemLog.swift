/// Says once what is wrong, and once that it is over.
struct ProblemLog {
    struct Line: Equatable {
        let isWarning: Bool
        let text: String
    }

    private var problem: NodeProblem?
    /// The RPCs that fail while the node answers, with the kind of their error.
    private var failing: [String: String] = [:]
    private(set) var nodeAnswers = false
    /// When the node answered last.
    private var answeredAt: ContinuousClock.Instant?
    /// When the RPC was asked that told last that the node does not answer.
    private var failedAt: ContinuousClock.Instant?

    /// Takes how a round of `method` went, nil for well, and when it was; what there is to say.
    mutating func note(
        _ method: String, _ error: RPCError?, began: ContinuousClock.Instant = .now,
        ended: ContinuousClock.Instant = .now
    ) -> [Line] {
        if let error, let problem = error.nodeProblem {
            // Asked before another RPC was answered, of a node that has come back since, or with its old cookie.
            if let answeredAt, began < answeredAt { return [] }
            (nodeAnswers, failedAt) = (false, began)
            guard problem != self.problem else { return [] }
            self.problem = problem
            return [Line(isWarning: true, text: "\(problem.words): \(error); trying again until it does")]
        }
        // No answer in time tells nothing of the node but that.
        var lines: [Line] = []
        // Nor does an answer to what was asked before the node was found gone, and is noted only now.
        if !(error?.isTimeout ?? false), failedAt.map({ began >= $0 }) ?? true {
            answeredAt = max(answeredAt ?? ended, ended)
            if !nodeAnswers { lines.append(Line(isWarning: false, text: "the node answers")) }
            (nodeAnswers, problem) = (true, nil)
        }
        if let error {
            guard failing[method] != error.kind else { return lines }
            failing[method] = error.kind
            lines.append(Line(isWarning: true, text: "\(method) fails: \(error); trying again each time"))
        } else if failing.removeValue(forKey: method) != nil {
            lines.append(Line(isWarning: false, text: "\(method) works again"))
        }
        return lines
    }
}

extension NodeProblem {
    fileprivate var words: String {
        switch self {
        case .unreachable: "the node cannot be reached"
        case .credentials: "the node lets nobody in"
        case .warmup: "the node is starting and does not answer yet"
        }
    }
}

extension RPCError {
    fileprivate var isTimeout: Bool {
        guard case .timedOut = self else { return false }
        return true
    }
}
