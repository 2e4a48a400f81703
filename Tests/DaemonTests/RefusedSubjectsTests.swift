import Testing

@testable import Daemon

@Suite struct RefusedSubjectsTests {
    @Test(
        arguments: [
            (#"Permissions Violation for Publish to "netmsg""#, "netmsg"),
            (#"permissions violation for publish to "node.alice.netmsg""#, "node.alice.netmsg"),
            (#"Permissions Violation for Subscription to "netmsg""#, nil),
            ("Permissions Violation for Publish to", nil),
            ("Stale Connection", nil), ("", nil),
        ] as [(String, String?)])
    func errorNamesTheSubject(text: String, subject: String?) {
        #expect(RefusedSubjects.subject(inError: text) == subject)
    }

    @Test func whatIsRefusedIsTriedOnceInAWhile() {
        let start = ContinuousClock.now
        var refused = RefusedSubjects()
        func admits(_ subject: String, after seconds: Int) -> Bool {
            refused.admits(subject, now: start + .seconds(seconds))
        }
        #expect(refused.isEmpty && admits("a", after: 0))
        refused.refuse("a", now: start)
        #expect(!refused.isEmpty && admits("b", after: 0))
        #expect(!admits("a", after: 0) && !admits("a", after: 9))
        #expect(admits("a", after: 10))
        #expect(!admits("a", after: 11))
        refused.refuse("a", now: start + .seconds(11))
        #expect(!admits("a", after: 20))
        #expect(admits("a", after: 21))
        #expect(admits("a", after: 23), "nothing was said of the event that tried")
        #expect(refused.isEmpty)
        refused.refuse("a", now: start)
        refused.forget()
        #expect(refused.isEmpty)
    }
}
