import PeerObserver
import Testing

@testable import RPCExtractor

/// One line for each change, none for what goes on.
@Suite struct ProblemLogTests {
    private let refused = RPCError.unreachable("Couldn't connect to server")
    private let warmup = RPCError.node(code: -28, message: "Loading block index…")
    private let missing = RPCError.node(code: -32601, message: "Method not found")

    @Test func nodeThatComesAndGoesIsToldOnce() {
        var log = ProblemLog()
        func told(_ method: String, _ error: RPCError?) -> [String] { log.note(method, error).map(\.text) }
        #expect(told("a", refused).count == 1)
        #expect(told("b", refused).isEmpty && told("a", refused).isEmpty && !log.nodeAnswers)
        #expect(told("a", warmup).count == 1 && told("b", .node(code: -28, message: "Verifying blocks…")).isEmpty)
        #expect(told("a", nil) == ["the node answers"] && told("b", nil).isEmpty && log.nodeAnswers)
        #expect(told("a", .unreachable("Empty reply")).count == 1 && told("b", .unreachable("Refused")).isEmpty)
        #expect(told("a", nil) == ["the node answers"])
    }

    @Test func rpcThatFailsIsToldOnce() {
        var log = ProblemLog()
        #expect(log.note("a", nil).map(\.isWarning) == [false])
        #expect(log.note("b", missing).map(\.text) == ["b fails: Method not found (-32601); trying again each time"])
        #expect(log.note("b", missing).isEmpty && log.note("a", nil).isEmpty && log.nodeAnswers)
        // Another reason is news.
        #expect(log.note("b", .forbidden).count == 1)
        #expect(log.note("b", nil).map(\.text) == ["b works again"] && log.note("b", nil).isEmpty)
    }

    @Test func refusedQuestionShowsThatTheNodeIsThere() {
        var log = ProblemLog()
        _ = log.note("a", refused)
        #expect(log.note("b", missing).map(\.isWarning) == [false, true])
    }

    @Test func noAnswerInTimeShowsNothing() {
        var log = ProblemLog()
        #expect(log.note("a", .timedOut(.seconds(30))).map(\.isWarning) == [true])
        #expect(!log.nodeAnswers && log.note("a", .timedOut(.seconds(30))).isEmpty)
    }

    @Test func anAnswerFromBeforeTheNodeWasGoneDoesNotBringItBack() {
        var log = ProblemLog()
        let start = ContinuousClock.now
        _ = log.note("a", nil, began: start, ended: start + .seconds(1))
        #expect(log.note("b", refused, began: start + .seconds(3), ended: start + .seconds(3)).count == 1)
        #expect(log.note("a", nil, began: start + .seconds(2), ended: start + .seconds(4)).isEmpty)
        #expect(!log.nodeAnswers)
        #expect(
            log.note("a", nil, began: start + .seconds(5), ended: start + .seconds(6)).map(\.text) == [
                "the node answers"
            ])
    }

    @Test func latenessOfAnotherQuestionIsNoNewProblem() {
        var log = ProblemLog()
        let start = ContinuousClock.now
        _ = log.note("a", nil, began: start, ended: start + .seconds(2))
        // Asked while the node was still away, told after it had come back.
        let late = log.note("b", refused, began: start + .seconds(1), ended: start + .seconds(3))
        #expect(late.isEmpty && log.nodeAnswers)
        #expect(log.note("b", refused, began: start + .seconds(3), ended: start + .seconds(4)).count == 1)
        #expect(!log.nodeAnswers)
    }
}
